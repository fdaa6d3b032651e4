package dev.countersign.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.Requirement;
import dev.countersign.changes.DryRun;
import dev.countersign.changes.DryRun.Effect;
import dev.countersign.changes.DryRun.Model;
import dev.countersign.changes.DryRun.Run;
import dev.countersign.changes.DryRunFormat;
import dev.countersign.changes.ModelTexts;
import dev.countersign.crypto.Identifiers;
import dev.countersign.ledger.RefusedException;
import dev.countersign.models.ModelSet;
import dev.countersign.models.ModelSets;
import dev.countersign.models.TestModels;
import dev.countersign.workflow.dryrun.DryRuns;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Models on trial, in an engine that knows neither gate nor application: what a dry run says it found by running them. */
@Requirement("PRC-05")
class DryRunTest {

    private static final String APPROVAL = "processes/record-approval.bpmn";
    private static final Clock CLOCK = Clock.systemUTC();

    private static DryRuns dryRuns;

    @BeforeAll
    static void start() {
        dryRuns = withoutGate();
    }

    @AfterAll
    static void end() {
        dryRuns.close();
    }

    /** As the application's, but that it takes what the gate refuses. */
    private static DryRuns withoutGate() {
        return withoutGate(() -> true);
    }

    /** @param before runs on the thread of the dry runs when their engine starts */
    private static DryRuns withoutGate(Callable<Boolean> before) {
        return DryRuns.inMemory(
                Starting.APPROVALS,
                (settings, delegates) -> {
                    try {
                        assertThat(before.call()).isTrue();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                    Containment containment = new Containment();
                    settings.setBeans(delegates);
                    settings.setExpressionManager(new ModelExpressions(delegates));
                    settings.setArtifactFactory(containment);
                    settings.setCustomPreBPMNParseListeners(new ArrayList<>(List.of(containment)));
                    EngineDefaults.change(settings);
                },
                TestModels.REQUIRED,
                new Identifiers(CLOCK),
                CLOCK);
    }

    @Test
    void everyElementAndPathOfTheShippedSetIsReachedAndEveryEffectBearsItsSignatures() {
        DryRun dryRun = of(ModelSets.shipped());

        assertThat(dryRun.passed()).as(dryRun.summary()).isTrue();
        assertThat(dryRun.bounds()).isEmpty();
        assertThat(dryRun.models()).hasSize(5).allSatisfy(model -> assertThat(model.missed())
                .isEmpty());
        assertThat(dryRun.runs())
                .extracting(Run::end)
                .containsOnly("ended; the record is effective", "ended; the record is withdrawn");
        assertThat(dryRun.runs())
                .flatExtracting(Run::effects)
                .extracting(Effect::delegate)
                .contains("makeEffective", "deployModels", "breakGlass");
        assertThat(dryRun.runs())
                .flatExtracting(Run::effects)
                .extracting(Effect::signatures)
                .containsOnly(
                        List.of(
                                "authorship approved by person 1 (author)",
                                "review approved by person 2 (qa-analyst)",
                                "approval approved by person 3 (qa-manager)"),
                        List.of(
                                "review approved by person 1 (qa-analyst)",
                                "approval approved by person 2 (qa-manager)"),
                        List.of("authorship approved by person 1 (author)"));
        assertThat(dryRun.runs().get(0).choices())
                .containsExactly(
                        "a person hands in the record",
                        "“Author's signature” is approved",
                        "“Review” is approved",
                        "“Approval” is approved");
    }

    @Test
    void theSameSetGivesTheSameBytesInAnotherEngine() {
        byte[] first = DryRunFormat.write(of(ModelSets.shipped()));
        try (DryRuns other = withoutGate()) {
            assertThat(DryRunFormat.write(other.of(texts(ModelSets.shipped())))).isEqualTo(first);
        }
        assertThat(DryRunFormat.write(DryRunFormat.read(first))).isEqualTo(first);
    }

    @Test
    void anEffectWithoutItsSignaturesFailsWhateverTheProofSaid() {
        DryRun past = of(changed(
                "sourceRef=\"reviewed\" targetRef=\"approval\"", "sourceRef=\"reviewed\" targetRef=\"release\""));
        assertThat(past.passed()).isFalse();
        assertThat(past.failures().get(0))
                .contains(
                        "record-approval, run",
                        "makeEffective",
                        "expected: authorship by author, review by qa-analyst, approval by qa-manager");

        DryRun rejected = of(changed(
                "<bpmn:sequenceFlow id=\"approved_no\" sourceRef=\"approved\" targetRef=\"reject\"",
                "<bpmn:sequenceFlow id=\"approved_no\" sourceRef=\"approved\" targetRef=\"release\""));
        assertThat(rejected.failures()).anySatisfy(failure -> assertThat(failure)
                .contains("“Approval” is rejected", "approval rejected by person"));

        DryRun someoneElse = of(changed("sourceExpression=\"qa-manager\"", "sourceExpression=\"qa-analyst\""));
        assertThat(someoneElse.failures())
                .anySatisfy(failure -> assertThat(failure).contains("approval approved by person 3 (qa-analyst)"));
    }

    @Test
    void aTimerThatWouldLeaveASignatureIsRefusedAndOneBesideItRuns() {
        String late = "<bpmn:boundaryEvent id=\"late\" name=\"Late\" attachedToRef=\"approval\" cancelActivity=\"%s\">"
                + "<bpmn:outgoing>too_late</bpmn:outgoing><bpmn:timerEventDefinition id=\"t\"><bpmn:timeDuration>P1D</bpmn:timeDuration>"
                + "</bpmn:timerEventDefinition></bpmn:boundaryEvent><bpmn:sequenceFlow id=\"too_late\" sourceRef=\"late\" targetRef=\"noticed\" />"
                + "<bpmn:endEvent id=\"noticed\"><bpmn:incoming>too_late</bpmn:incoming></bpmn:endEvent><bpmn:endEvent id=\"effective\"";

        DryRun leaving = of(changed("<bpmn:endEvent id=\"effective\"", late.formatted("true")));
        assertThat(leaving.passed()).as(leaving.failures().toString()).isTrue();
        assertThat(leaving.refusals())
                .singleElement()
                .asString()
                .contains("when the time of “Late” comes: a signature step is left by signing");
        assertThat(approval(leaving).missed())
                .extracting(DryRun.Part::id)
                .containsExactly("late", "too_late", "noticed");
        assertThat(approval(leaving).missed().get(0).why()).startsWith("the controls refuse it");

        DryRun beside = of(changed("<bpmn:endEvent id=\"effective\"", late.formatted("false")));
        assertThat(beside.passed()).as(beside.failures().toString()).isTrue();
        assertThat(approval(beside).missed()).isEmpty();
        assertThat(beside.runs()).anySatisfy(run -> assertThat(run.choices()).contains("the time of “Late” comes"));
    }

    @Test
    void whatCannotGoOnFails() {
        DryRun unknown = of(changed("${personDrafted}", "${urgent}"));
        assertThat(unknown.failures().get(0)).contains("the engine stops", "urgent");

        DryRun round = of(
                changed("sourceRef=\"drafted\" targetRef=\"review\"", "sourceRef=\"drafted\" targetRef=\"drafted\""));
        assertThat(round.failures().get(0)).contains("goes round and round");

        DryRun open = of(changed(
                "sourceRef=\"approved\" targetRef=\"release\"", "sourceRef=\"approved\" targetRef=\"effective\""));
        assertThat(open.failures().get(0))
                .contains("an approval ends with its record effective or withdrawn; it is in-review");
    }

    @Test
    void whatIsNeverReachedIsNamedWithTheReason() {
        DryRun dryRun = of(changed("${personDrafted}", "${author == 'nobody'}"));

        assertThat(dryRun.passed()).as(dryRun.failures().toString()).isFalse();
        assertThat(approval(dryRun).percent()).isLessThan(100);
        assertThat(approval(dryRun).missed()).anySatisfy(part -> {
            assertThat(part.id()).isEqualTo("drafted_by_person");
            assertThat(part.name()).isEqualTo("“Who wrote the version?” → “Author's signature” (a person)");
            assertThat(part.why()).isEqualTo("its condition was met in no run");
        });
    }

    @Test
    void aClockThatGoesOnStrikingIsNamedAmongTheBounds() {
        for (String cycle : List.of("R/P1D", "R5/P1D")) {
            DryRun dryRun = of(striking(cycle));
            assertThat(dryRun.passed()).as(dryRun.failures().toString()).isTrue();
            assertThat(dryRun.bounds())
                    .as(cycle)
                    .containsExactly("after 3 times in one run it was left at that: the time of “Late” comes");
        }
    }

    @Test
    void aClockThatStopsByItselfIsRunToItsEndAndCutOffNowhere() {
        for (String cycle : List.of("R1/P1D", "R2/P1D", "R3/P1D")) {
            DryRun dryRun = of(striking(cycle));
            assertThat(dryRun.passed()).as(dryRun.failures().toString()).isTrue();
            assertThat(dryRun.bounds()).as(cycle).isEmpty();
            int most = Integer.parseInt(cycle.substring(1, 2));
            assertThat(dryRun.runs().stream()
                            .mapToLong(run -> run.choices().stream()
                                    .filter("the time of “Late” comes"::equals)
                                    .count())
                            .max())
                    .as(cycle)
                    .hasValue(most);
        }
    }

    /** Beside the approval, as often as the cycle says. */
    private static ModelSet striking(String cycle) {
        return changed(
                "<bpmn:endEvent id=\"effective\"",
                "<bpmn:boundaryEvent id=\"late\" name=\"Late\" attachedToRef=\"approval\" cancelActivity=\"false\">"
                        + "<bpmn:outgoing>too_late</bpmn:outgoing><bpmn:timerEventDefinition id=\"t\"><bpmn:timeCycle>"
                        + cycle
                        + "</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:boundaryEvent><bpmn:sequenceFlow id=\"too_late\" sourceRef=\"late\" targetRef=\"noticed\" />"
                        + "<bpmn:endEvent id=\"noticed\"><bpmn:incoming>too_late</bpmn:incoming></bpmn:endEvent><bpmn:endEvent id=\"effective\"");
    }

    @Test
    void whatTheRealDelegatesRefuseIsRefused() {
        DryRun clock = of(changed(
                "<bpmn:sequenceFlow id=\"approved_yes\" sourceRef=\"approved\" targetRef=\"release\"",
                "<bpmn:intermediateCatchEvent id=\"pause\" name=\"Pause\"><bpmn:timerEventDefinition id=\"t\"><bpmn:timeDuration>P1D</bpmn:timeDuration>"
                        + "</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent><bpmn:sequenceFlow id=\"paused\" sourceRef=\"pause\" targetRef=\"release\" />"
                        + "<bpmn:sequenceFlow id=\"approved_yes\" sourceRef=\"approved\" targetRef=\"pause\""));
        assertThat(clock.refusals())
                .anySatisfy(
                        refusal -> assertThat(refusal)
                                .contains(
                                        "the time of “Pause” comes: step release ends only in a transaction that somebody's act begins"));

        String glass = ModelSets.text(ModelSets.shipped(), "processes/break-glass.bpmn");
        DryRun early = of(ModelSets.with(
                ModelSets.shipped(),
                "processes/break-glass.bpmn",
                glass.replace("${makeEffective}", "${later}")
                        .replace("${breakGlass}", "${makeEffective}")
                        .replace("${later}", "${breakGlass}")));
        assertThat(early.failures()).anySatisfy(failure -> assertThat(failure).contains("makeEffective comes first"));

        DryRun nothing = of(changed("${keepRecord}", "${tellPeople}"));
        assertThat(nothing.failures())
                .anySatisfy(failure -> assertThat(failure).contains("there is no record yet at keep"));
    }

    @Test
    void whatTheEngineDoesNotTakeFails() {
        DryRun decision = of(ModelSets.with(ModelSets.shipped(), "decisions/broken.dmn", "<definitions />"));
        assertThat(decision.failures()).singleElement().asString().startsWith("the engine does not take the set: ");

        DryRun process = of(changed(
                "sourceRef=\"reviewed\" targetRef=\"approval\"", "sourceRef=\"reviewed\" targetRef=\"nowhere\""));
        assertThat(process.failures()).singleElement().asString().startsWith("the engine does not take the set: ");
    }

    @Test
    void whoAskedForOneWaitsForItsEnd() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        ModelTexts broken = texts(ModelSets.with(ModelSets.shipped(), "decisions/broken.dmn", "<definitions />"));
        ExecutorService asking = Executors.newSingleThreadExecutor();
        try (DryRuns slow = withoutGate(() -> {
            begun.countDown();
            return goesOn.await(1, TimeUnit.MINUTES);
        })) {
            Future<DryRun> first = asking.submit(() -> slow.asked("mary", broken));
            assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
            assertThatThrownBy(() -> slow.asked("mary", broken))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContainingAll("mary", "has not ended yet", "try again when one has ended");
            goesOn.countDown();
            assertThat(first.get(1, TimeUnit.MINUTES).passed()).isFalse();
            assertThat(slow.asked("mary", broken).passed()).isFalse();
        } finally {
            asking.shutdownNow();
        }
    }

    private static DryRun of(ModelSet set) {
        return dryRuns.of(texts(set));
    }

    private static Model approval(DryRun dryRun) {
        return dryRun.of(APPROVAL).findFirst().orElseThrow();
    }

    private static ModelSet changed(String from, String to) {
        String text = ModelSets.text(ModelSets.shipped(), APPROVAL);
        assertThat(text).contains(from);
        return ModelSets.with(ModelSets.shipped(), APPROVAL, text.replace(from, to));
    }

    private static ModelTexts texts(ModelSet set) {
        SortedMap<String, String> texts = new TreeMap<>();
        set.resources().forEach((name, bytes) -> texts.put(name, new String(bytes, StandardCharsets.UTF_8)));
        return new ModelTexts(texts);
    }
}

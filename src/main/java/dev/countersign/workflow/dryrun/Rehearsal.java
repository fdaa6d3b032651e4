package dev.countersign.workflow.dryrun;

import dev.countersign.changes.DryRun.Run;
import dev.countersign.models.RequiredSignatures.Step;
import dev.countersign.workflow.dryrun.Choice.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.runtime.ProcessInstance;

/**
 * One process, run from its start again and again until every choice was made in every situation. What happens hangs on the choices alone, so
 * that the same set gives the same runs.
 */
final class Rehearsal {

    private static final Pattern IDENTIFIER = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22,}");

    private final ThrowAwayEngine engine;
    private final String process;
    private final List<Step> plan;
    private final Bounds bounds;
    private final BiConsumer<Run, Set<String>> told;
    private final Explored explored = new Explored();
    private final Set<String> failures = new TreeSet<>();
    private final SortedMap<String, String> refusals = new TreeMap<>();

    /** @param told each run and what it reached, {@code process#part} */
    Rehearsal(
            ThrowAwayEngine engine, String process, List<Step> plan, Bounds bounds, BiConsumer<Run, Set<String>> told) {
        this.engine = engine;
        this.process = process;
        this.plan = plan;
        this.bounds = bounds;
        this.told = told;
    }

    int situations() {
        return explored.size();
    }

    Set<String> failures() {
        return failures;
    }

    /** A sentence each, by where it was tried: {@code process#part}. */
    SortedMap<String, String> refusals() {
        return refusals;
    }

    void play() {
        explored.meet(Explored.START, 2);
        while (explored.isOpen(Explored.START)) {
            int number = bounds.run();
            if (number == 0) {
                return;
            }
            try {
                new Playing(number).play();
            } finally {
                engine.stage().close();
                clear();
            }
        }
    }

    private void clear() {
        for (ProcessInstance left : engine.services()
                .getRuntimeService()
                .createProcessInstanceQuery()
                .rootProcessInstances()
                .list()) {
            engine.services().getRuntimeService().deleteProcessInstance(left.getId(), "the run is over", true);
        }
    }

    /** One run. */
    private final class Playing {

        private final int number;
        private final List<String> choices = new ArrayList<>();
        private final SortedMap<String, Integer> repeated = new TreeMap<>();
        private boolean triedSomething;
        private Situation at = new Situation("", List.of(), 0);
        private String end = "";

        Playing(int number) {
            this.number = number;
        }

        void play() {
            start();
            while (end.isEmpty()) {
                step();
            }
            told.accept(
                    new Run(
                            number,
                            process,
                            choices,
                            end,
                            engine.stage().standing().effects()),
                    engine.watched().taken());
        }

        private void start() {
            int first = explored.next(Explored.START, false).orElseThrow();
            triedSomething = !explored.isTried(Explored.START, first);
            boolean byPerson = first == 0;
            engine.stage().open(byPerson, plan);
            carriedOut(new Choice(
                    "0",
                    Waiting.of("0"),
                    byPerson ? "a person hands in the record" : "a service account hands in the record",
                    process + "#",
                    true,
                    stage -> {},
                    services -> services.getRuntimeService()
                            .startProcessInstanceByKey(
                                    process, "dry-run", Map.of("recordId", PlayedDelegates.RECORD_ID))));
            arrive(Explored.START, first);
        }

        private void step() {
            if (at.choices().isEmpty()) {
                fails("the run comes to where nobody and nothing can act any more");
                return;
            }
            if (!bounds.mayChoose(choices.size())) {
                end = "left at a bound";
                return;
            }
            int index = explored.next(at.key(), triedSomething).orElse(-1);
            if (index < 0) {
                fails("the run can go on for ever and has no end");
                return;
            }
            triedSomething |= !explored.isTried(at.key(), index);
            Choice choice = at.choices().get(index);
            String from = at.key();
            boolean stays = carriedOut(choice) && !choice.byPerson();
            if (stays
                    && situation().choices().stream()
                            .anyMatch(one ->
                                    one.waiting().id().equals(choice.waiting().id()))) {
                int times = repeated.merge(choice.waiting().id(), 1, Integer::sum);
                if (times == Situation.MOST_REPEATED && times < choice.waiting().most()) {
                    bounds.leave(choice.words(), times);
                }
            }
            arrive(from, index);
        }

        private void arrive(String from, int choice) {
            at = situation();
            if (end.isEmpty() && at.key().isEmpty()) {
                end = "ended; the record is "
                        + engine.stage().standing().status().code();
            }
            if (end.isEmpty() && !bounds.mayHold(at.variables())) {
                end = "left at a bound";
            }
            if (end.isEmpty() && explored.meet(at.key(), at.choices().size())) {
                bounds.situation();
            }
            explored.led(from, choice, end.isEmpty() ? at.key() : Explored.END);
        }

        private Situation situation() {
            return engine.asOne(
                    () -> Situation.of(engine.services(), engine.watched().drawn(), engine.stage(), repeated));
        }

        /** @return false if it was refused, and all is as before; {@link #end} tells of what must not happen */
        private boolean carriedOut(Choice choice) {
            engine.stage().begin(choice.byPerson());
            engine.watched().begin();
            choice.prepares().accept(engine.stage());
            try {
                choice.carriedOut().accept(engine.services());
                engine.stage().demandSigned();
                engine.watched().commit();
                choices.add(choice.words());
                return true;
            } catch (RuntimeException e) {
                engine.stage().rollBack();
                Throwable cause = cause(e);
                choices.add(choice.words() + " – refused");
                if (cause instanceof Refused && !choice.byPerson()) {
                    refusals.put(choice.element(), process + ": when " + choice.words() + ": " + cause.getMessage());
                } else {
                    fails(
                            cause instanceof Refused || cause instanceof Unsigned
                                    ? String.valueOf(cause.getMessage())
                                    : "the engine stops: "
                                            + IDENTIFIER
                                                    .matcher(String.valueOf(cause.getMessage()))
                                                    .replaceAll("…"));
                }
                return false;
            }
        }

        private void fails(String sentence) {
            end = "failed: " + sentence;
            failures.add(process + ", run " + number + " (" + String.join(", ", choices) + "): " + sentence);
        }

        private static Throwable cause(Throwable failure) {
            Throwable cause = failure;
            while (cause.getCause() != null && !(cause instanceof Refused) && !(cause instanceof Unsigned)) {
                cause = cause.getCause();
            }
            return cause;
        }
    }
}

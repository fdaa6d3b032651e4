package dev.countersign.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import dev.countersign.changes.ResourceDifference.ModelChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What differs between two models is told in words, and nothing that differs is left out. */
@Requirement("PRC-03")
class ModelDifferenceTest {

    private static final String APPROVAL = "processes/record-approval.bpmn";
    private static final Pattern VALUE = Pattern.compile(" ([A-Za-z]+(?::[A-Za-z]+)?)=\"([^\"]+)\"");
    private static final Pattern TEXT = Pattern.compile(">([^<>]*\\S[^<>]*)<");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "sourceExpression=\"qa-analyst\" | sourceExpression=\"qa-manager\" | step “Review”: role changes from qa-analyst to qa-manager",
                "sourceExpression=\"review\" | sourceExpression=\"approval\" | step “Review”: plan step changes from review to approval",
                "delegateExpression=\"${makeEffective}\" | delegateExpression=\"${withdrawRecord}\" | control “Make effective”: what it runs changes from ${makeEffective} to ${withdrawRecord}",
                "default=\"reviewed_no\" | default=\"reviewed_yes\" | gateway “Review passed?”: path if no condition holds changes from reviewed_no to reviewed_yes",
                "formKey=\"embedded:deployment:forms/rework.html\" | formKey=\"embedded:deployment:forms/signature.html\" | task “Write a new version”: form changes from embedded:deployment:forms/rework.html to embedded:deployment:forms/signature.html",
                "${personDrafted} | ${true} | path “a person” (drafted_by_person): condition changes from ${personDrafted} to ${true}",
                "name=\"Review\" | name=\"Look\" | step “Review”: name changes from Review to Look"
            })
    void aChangeIsASentence(String before, String after, String sentence) throws IOException {
        String model = Files.readString(Path.of(APPROVAL));
        assertThat(sentences(model, model.replaceFirst(Pattern.quote(before), Matcher.quoteReplacement(after))))
                .containsExactly(sentence);
    }

    @Test
    void aStepThatCameOrWentIsToldWithAllItSays() throws IOException {
        String with = Files.readString(Path.of(APPROVAL));
        String without = with.replaceFirst("(?s)<bpmn:callActivity id=\"approval\".*?</bpmn:callActivity>", "");
        assertThat(sentences(with, without))
                .singleElement()
                .asString()
                .startsWith("step “Approval” is gone (")
                .contains("role: qa-manager", "plan step: approval", "called process: signature-step");
        assertThat(sentences(without, with)).singleElement().asString().startsWith("step “Approval” is new (");
    }

    @Test
    void theOrderInWhichPathsAreTriedIsToldBecauseTheFirstThatHoldsIsTaken() throws IOException {
        String model = Files.readString(Path.of(APPROVAL));
        String no =
                "    <bpmn:sequenceFlow id=\"reviewed_no\" sourceRef=\"reviewed\" targetRef=\"reject\" name=\"no\" />\n";
        String moved = model.replace(no, "")
                .replace(
                        "    <bpmn:sequenceFlow id=\"reviewed_yes\"",
                        no + "    <bpmn:sequenceFlow id=\"reviewed_yes\"");
        assertThat(sentences(model, moved))
                .containsExactly(
                        "gateway “Review passed?”: order of its paths changes from reviewed_yes, reviewed_no to reviewed_no, reviewed_yes");
    }

    @ParameterizedTest
    @ValueSource(strings = {APPROVAL, "processes/signature-step.bpmn", "processes/model-change.bpmn"})
    void noValueChangesUntold(String name) throws IOException {
        String model = Files.readString(Path.of(name));
        List<String> untold = new ArrayList<>();
        for (Pattern pattern : List.of(VALUE, TEXT)) {
            Matcher value = pattern.matcher(model);
            while (value.find()) {
                int group = value.groupCount();
                // flows are told at the path itself, and what only the drawing and the reader need is told as writing
                boolean twice = model.startsWith("bpmn:incoming", value.start() - 13)
                        || model.startsWith("bpmn:outgoing", value.start() - 13)
                        || value.group().matches(" (encoding|xmlns:(bpmndi|dc|di))=.*");
                String changed = model.substring(0, value.end(group)) + "9" + model.substring(value.end(group));
                List<String> told = sentences(model, changed);
                boolean said = told.stream()
                        .anyMatch(one -> one.contains(value.group(group).strip() + "9"));
                if (!said
                        && !twice
                        && !told.toString().contains("is new")
                        && !told.toString().contains("from line")) {
                    untold.add(value.group() + " → " + told);
                }
            }
        }
        assertThat(untold).isEmpty();
    }

    @Test
    void anotherWayOfWritingTheSameIsSaidToBeThat() {
        String model = "<a id=\"x\"><b c=\"1\" d=\"2\"/></a>";
        assertThat(sentences(model, "<a id='x'>  <b d='2' c='1'></b></a>"))
                .singleElement()
                .asString()
                .contains("how it is written");
        assertThat(TextDifference.of("forms/x.html", "a\nb\nc", "a\nB\nc"))
                .containsExactly(new ModelChange("", "the text", "from line 2", "changed", "b", "B"));
    }

    private static List<String> sentences(String before, String after) {
        return TextDifference.of(APPROVAL, before, after).stream()
                .map(ModelChange::sentence)
                .toList();
    }
}

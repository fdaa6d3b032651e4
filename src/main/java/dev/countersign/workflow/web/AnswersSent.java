package dev.countersign.workflow.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.workflow.WorkflowRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers of a test as a program sends them: {@code {answers: {questionId: [choiceId, …]}}}. */
final class AnswersSent {

    private AnswersSent() {}

    static Map<String, List<String>> read(JsonNode body) {
        List<InputError> errors = new ArrayList<>();
        body.fieldNames().forEachRemaining(name -> {
            if (!name.equals("answers")) {
                errors.add(new InputError("/" + name, "There is no such member; remove it."));
            }
        });
        if (!body.path("answers").isObject()) {
            errors.add(new InputError("/answers", "Expected an object with the ids of questions."));
        }
        Map<String, List<String>> answers = new LinkedHashMap<>();
        body.path("answers").properties().forEach(one -> {
            List<String> chosen = new ArrayList<>();
            if (!one.getValue().isArray()) {
                errors.add(new InputError("/answers/" + one.getKey(), "Expected a list with the ids of choices."));
            }
            one.getValue().forEach(choice -> {
                if (choice.isTextual()) {
                    chosen.add(choice.textValue());
                } else {
                    errors.add(new InputError("/answers/" + one.getKey(), "Expected the ids of choices, as texts."));
                }
            });
            answers.put(one.getKey(), chosen);
        });
        if (!errors.isEmpty()) {
            throw WorkflowRule.BAD_REQUEST.refuseInput(
                    errors, errors.get(0).pointer() + " " + errors.get(0).detail());
        }
        return answers;
    }
}

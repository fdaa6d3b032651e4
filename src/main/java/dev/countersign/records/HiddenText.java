package dev.countersign.records;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.ledger.Refusal.InputError;
import java.util.ArrayList;
import java.util.List;

/** Finds what does not show in content, in its strings and the names of its members: the page would show something else than is signed. */
final class HiddenText {

    private static final int MOST = 100;

    private HiddenText() {}

    /** One error for each string or name that holds something hidden, pointers below {@code pointer}; at most 100. */
    static List<InputError> in(JsonNode content, String pointer) {
        List<InputError> errors = new ArrayList<>();
        walk(content, pointer, errors);
        return errors.stream().limit(MOST).toList();
    }

    private static void walk(JsonNode value, String pointer, List<InputError> errors) {
        if (value.isTextual()) {
            PlainText.hidden(value.textValue())
                    .ifPresent(point -> errors.add(new InputError(pointer, sentence("This text", point))));
        }
        value.properties().forEach(member -> {
            String below = pointer + "/" + Pointers.escape(PlainText.visible(member.getKey()));
            PlainText.hidden(member.getKey())
                    .ifPresent(point -> errors.add(new InputError(below, sentence("The name of this member", point))));
            walk(member.getValue(), below, errors);
        });
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                walk(value.get(i), pointer + "/" + i, errors);
            }
        }
    }

    private static String sentence(String what, int point) {
        return what + " " + PlainText.complaint(point) + ".";
    }
}

package dev.countersign.records;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.ledger.Refusal.InputError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The keyword {@code x-unique} of our schemas: the items of an array differ in that member. JSON Schema cannot say it, and
 * without it neither a reviewer nor a comparison of versions could tell two test scripts apart.
 */
final class UniqueMembers {

    static final String KEYWORD = "x-unique";

    private UniqueMembers() {}

    static List<InputError> violations(JsonNode schema, JsonNode content, String pointer) {
        List<InputError> errors = new ArrayList<>();
        walk(schema, content, pointer, errors);
        return errors;
    }

    private static void walk(JsonNode schema, JsonNode value, String pointer, List<InputError> errors) {
        if (value.isObject()) {
            value.properties()
                    .forEach(member -> walk(
                            schema.path("properties").path(member.getKey()),
                            member.getValue(),
                            pointer + "/" + Pointers.escape(member.getKey()),
                            errors));
        } else if (value.isArray()) {
            compare(schema.path(KEYWORD).asText(), value, pointer, errors);
            for (int i = 0; i < value.size(); i++) {
                walk(schema.path("items"), value.get(i), pointer + "/" + i, errors);
            }
        }
    }

    private static void compare(String member, JsonNode array, String pointer, List<InputError> errors) {
        if (member.isEmpty()) {
            return;
        }
        Map<JsonNode, Integer> seen = new HashMap<>();
        for (int i = 0; i < array.size(); i++) {
            JsonNode key = array.get(i).get(member);
            Integer first = key == null ? null : seen.putIfAbsent(key, i);
            if (key != null && first != null) {
                errors.add(new InputError(
                        pointer + "/" + i + "/" + member,
                        "%s is already used by item %d; it must be unique in this list."
                                .formatted(PlainText.quote(key.asText()), first)));
            }
        }
    }
}

package dev.countersign.workflow.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds expressions in what callers send (T7). The engine evaluates them in places its own switches do not reach
 * (CVE-2026-109432: {@code orQueries} and stored filters), so that none gets in, at any depth.
 */
final class Expressions {

    private Expressions() {}

    /** Where the first one is, as a JSON pointer. */
    static Optional<String> in(JsonNode tree) {
        return in(tree, "");
    }

    /** The first query parameter that is or holds one. */
    static Optional<String> in(Map<String, String[]> parameters) {
        for (Map.Entry<String, String[]> parameter : parameters.entrySet()) {
            boolean found = isExpressionName(parameter.getKey()) || holdsExpression(parameter.getKey());
            for (String value : parameter.getValue()) {
                found |= holdsExpression(value);
            }
            if (found) {
                return Optional.of("query parameter " + parameter.getKey());
            }
        }
        return Optional.empty();
    }

    private static Optional<String> in(JsonNode node, String pointer) {
        if (node.isTextual()) {
            return holdsExpression(node.textValue()) ? Optional.of(pointer) : Optional.empty();
        }
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                Optional<String> found = in(node.get(i), pointer + "/" + i);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            String below = pointer + "/" + member.getKey();
            if (isExpressionName(member.getKey()) || holdsExpression(member.getKey())) {
                return Optional.of(below);
            }
            Optional<String> found = in(member.getValue(), below);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static boolean isExpressionName(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith("expression");
    }

    private static boolean holdsExpression(String value) {
        return value.contains("${") || value.contains("#{");
    }
}

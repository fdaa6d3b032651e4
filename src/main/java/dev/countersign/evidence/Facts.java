package dev.countersign.evidence;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Reads facts for checking, and knows their canonical form (RFC 8785) by itself: our formats hold strings, whole numbers,
 * booleans and nulls alone.
 */
final class Facts {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Facts() {}

    /** @throws IllegalArgumentException if these bytes are not one JSON object */
    static JsonNode read(byte[] bytes) {
        try {
            JsonNode tree = JSON.readTree(bytes);
            if (!tree.isObject()) {
                throw new IllegalArgumentException("not a JSON object");
            }
            return tree;
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }

    static boolean isCanonical(byte[] bytes) {
        return Arrays.equals(bytes, canonical(read(bytes)));
    }

    static byte[] canonical(JsonNode tree) {
        StringBuilder text = new StringBuilder();
        append(tree, text);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    static Instant time(JsonNode value) {
        return Instant.parse(value.textValue());
    }

    private static void append(JsonNode node, StringBuilder text) {
        if (node.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            node.fieldNames().forEachRemaining(names::add);
            String separator = "{";
            for (String name : names) {
                quote(name, text.append(separator));
                append(node.get(name), text.append(':'));
                separator = ",";
            }
            text.append(names.isEmpty() ? "{}" : "}");
        } else if (node.isArray()) {
            text.append('[');
            for (int index = 0; index < node.size(); index++) {
                append(node.get(index), index == 0 ? text : text.append(','));
            }
            text.append(']');
        } else if (node.isTextual()) {
            quote(node.textValue(), text);
        } else if (node.isIntegralNumber() || node.isBoolean() || node.isNull()) {
            text.append(node.asText());
        } else {
            throw new IllegalArgumentException("no fact holds a " + node.getNodeType());
        }
    }

    private static void quote(String value, StringBuilder text) {
        text.append('"');
        for (char c : value.toCharArray()) {
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\b' -> text.append("\\b");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\f' -> text.append("\\f");
                case '\r' -> text.append("\\r");
                default ->
                    text.append(c < 0x20 ? String.format(Locale.ROOT, "\\u%04x", (int) c) : Character.toString(c));
            }
        }
        text.append('"');
    }
}

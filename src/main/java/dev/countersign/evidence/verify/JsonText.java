package dev.countersign.evidence.verify;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The canonical form of JSON (RFC 8785), known here by itself: members in the order of their UTF-16 units, the shortest
 * escapes, no white space. Numbers keep their text; the forms that ECMAScript never writes are refused.
 */
final class JsonText {

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)([.][0-9]*[1-9])?(e[+-][1-9][0-9]*)?");

    private JsonText() {}

    /** @throws IllegalArgumentException if the bytes are no JSON object at all */
    static boolean isCanonical(byte[] bytes) {
        Json value = Json.read(bytes);
        return Arrays.equals(bytes, bytes(value)) && hasPlainNumbers(value);
    }

    static byte[] bytes(Json value) {
        return write(value).getBytes(StandardCharsets.UTF_8);
    }

    static String write(Json value) {
        StringBuilder text = new StringBuilder();
        append(value, text);
        return text.toString();
    }

    private static boolean hasPlainNumbers(Json value) {
        return switch (value.kind()) {
            case NUMBER ->
                NUMBER.matcher(value.asText()).matches() && !value.asText().equals("-0");
            case OBJECT -> value.members().values().stream().allMatch(JsonText::hasPlainNumbers);
            case ARRAY -> value.items().stream().allMatch(JsonText::hasPlainNumbers);
            default -> true;
        };
    }

    private static void append(Json value, StringBuilder text) {
        switch (value.kind()) {
            case OBJECT -> {
                String separator = "{";
                for (String name : new TreeSet<>(value.names())) {
                    quote(name, text.append(separator));
                    append(value.path(name), text.append(':'));
                    separator = ",";
                }
                text.append(value.size() == 0 ? "{}" : "}");
            }
            case ARRAY -> {
                text.append('[');
                for (int index = 0; index < value.size(); index++) {
                    append(value.path(index), index == 0 ? text : text.append(','));
                }
                text.append(']');
            }
            case STRING -> quote(value.asText(), text);
            case NUMBER -> text.append(value.asText());
            case WORD -> text.append(value.isNull() ? "null" : value.asText());
            default -> throw new IllegalArgumentException("there is no such value");
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

package dev.countersign.signing;

import com.fasterxml.jackson.databind.JsonNode;

/** How values of a record's content are told apart and called, wherever they are shown. */
final class Leaves {

    /** Longer text is shown as paragraphs. */
    static final int LONG_TEXT = 160;

    private Leaves() {}

    /** A value that is shown beside its label: a scalar, a list of scalars, or an empty structure. */
    static boolean isFact(JsonNode value) {
        if (value.isContainerNode()) {
            return value.isEmpty() || value.isArray() && allScalars(value);
        }
        return !isLongText(value);
    }

    static boolean isLongText(JsonNode value) {
        return value.isTextual()
                && (value.textValue().length() > LONG_TEXT || value.textValue().indexOf('\n') >= 0);
    }

    /** Whether rows and columns can show all of it: objects of plain values; a missing cell is then the only {@code null}. */
    static boolean isTable(JsonNode array) {
        for (JsonNode row : array) {
            if (!row.isObject() || row.isEmpty()) {
                return false;
            }
            for (JsonNode cell : row) {
                if (cell.isNull() || cell.isObject() || cell.isArray() && !allScalars(cell)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** What people call an item of a list: its id and name, or its position. */
    static String nameOf(JsonNode item, int index) {
        String id = first(item, "id", "number", "code");
        String name = first(item, "title", "name");
        if (id.isEmpty() && name.isEmpty()) {
            return Integer.toString(index + 1);
        }
        return (id + " " + name).strip();
    }

    static String pointer(String parent, String key) {
        return parent + "/" + key.replace("~", "~0").replace("/", "~1");
    }

    static String under(String heading, String label) {
        return heading.isEmpty() ? label : heading + " › " + label;
    }

    private static boolean allScalars(JsonNode array) {
        for (JsonNode element : array) {
            if (element.isContainerNode()) {
                return false;
            }
        }
        return true;
    }

    private static String first(JsonNode item, String... keys) {
        for (String key : keys) {
            JsonNode value = item.path(key);
            if (value.isValueNode() && !value.isNull() && !value.asText().isBlank() && !isLongText(value)) {
                return value.asText();
            }
        }
        return "";
    }
}

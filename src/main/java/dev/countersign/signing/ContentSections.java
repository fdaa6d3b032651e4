package dev.countersign.signing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Content as sections for people (SIG-01). Objects become facts, lists of plain objects tables, nested lists one section an
 * item, long text paragraphs. Every value appears once: nothing is signed unseen.
 */
final class ContentSections {

    private final ArrayNode sections = JsonNodeFactory.instance.arrayNode();

    private ContentSections() {}

    /** @param heading for the values at the top, e.g. the record type's name */
    static ArrayNode of(String heading, JsonNode schema, JsonNode content) {
        ContentSections made = new ContentSections();
        SchemaLabels labels = SchemaLabels.of(schema);
        if (content.isObject()) {
            made.object(heading, "", "", labels, content);
        } else {
            made.value(heading, "", labels, content);
        }
        return made.sections;
    }

    /** @param prefix what headings below begin with; empty at the top */
    private void object(String heading, String prefix, String pointer, SchemaLabels labels, JsonNode object) {
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        List<String> others = new ArrayList<>();
        for (String key : labels.keys(object)) {
            if (Leaves.isFact(object.get(key))) {
                fact(items, labels.label(key), Leaves.pointer(pointer, key), object.get(key));
            } else {
                others.add(key);
            }
        }
        if (!items.isEmpty() || others.isEmpty()) {
            section("facts", heading, pointer).set("items", items);
        }
        for (String key : others) {
            value(
                    Leaves.under(prefix, labels.label(key)),
                    Leaves.pointer(pointer, key),
                    labels.property(key),
                    object.get(key));
        }
    }

    private void value(String heading, String pointer, SchemaLabels labels, JsonNode value) {
        if (Leaves.isLongText(value)) {
            ArrayNode paragraphs = section("text", heading, pointer).putArray("paragraphs");
            for (String paragraph : value.textValue().split("\n", -1)) {
                paragraphs.add(paragraph);
            }
        } else if (Leaves.isFact(value)) {
            fact(section("facts", heading, pointer).putArray("items"), heading, pointer, value);
        } else if (value.isObject()) {
            object(heading, heading, pointer, labels, value);
        } else if (Leaves.isTable(value)) {
            table(heading, pointer, labels.item(), value);
        } else {
            items(heading, pointer, labels.item(), value);
        }
    }

    private void items(String heading, String pointer, SchemaLabels labels, JsonNode array) {
        for (int index = 0; index < array.size(); index++) {
            JsonNode item = array.get(index);
            value(Leaves.under(heading, Leaves.nameOf(item, index)), pointer + "/" + index, labels, item);
        }
    }

    private void table(String heading, String pointer, SchemaLabels labels, JsonNode array) {
        Set<String> keys = new LinkedHashSet<>();
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        array.forEach(row -> all.setAll((ObjectNode) row));
        keys.addAll(labels.keys(all));
        ObjectNode section = section("table", heading, pointer);
        ArrayNode columns = section.putArray("columns");
        keys.forEach(key -> columns.add(labels.label(key)));
        ArrayNode rows = section.putArray("rows");
        for (JsonNode item : array) {
            ArrayNode row = rows.addArray();
            keys.forEach(key -> row.add(item.get(key)));
        }
    }

    private ObjectNode section(String kind, String heading, String pointer) {
        return sections.addObject().put("kind", kind).put("heading", heading).put("pointer", pointer);
    }

    private static void fact(ArrayNode items, String label, String pointer, JsonNode value) {
        items.addObject().put("label", label).put("pointer", pointer).set("value", value);
    }
}

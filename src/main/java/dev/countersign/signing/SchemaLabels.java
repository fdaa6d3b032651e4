package dev.countersign.signing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The names a record type's JSON Schema gives its fields: the title where there is one, else the key. Different fields of one
 * object have different labels, so that nobody signs two things under one name.
 */
final class SchemaLabels {

    private final JsonNode root;
    private final JsonNode here;

    private SchemaLabels(JsonNode root, JsonNode here) {
        this.root = root;
        this.here = resolved(root, here);
    }

    static SchemaLabels of(JsonNode schema) {
        return new SchemaLabels(schema, schema);
    }

    SchemaLabels property(String key) {
        return new SchemaLabels(root, here.path("properties").path(key));
    }

    SchemaLabels item() {
        return new SchemaLabels(root, here.path("items"));
    }

    /** The member that tells the items of this list apart. */
    String uniqueKey() {
        return here.path("x-unique").asText("id");
    }

    String label(String key) {
        String title = title(key);
        if (title.isEmpty()) {
            return isTitle(key, "") ? key + " (" + key + ")" : key;
        }
        return isTitle(title, key) ? title + " (" + key + ")" : title;
    }

    /** The object's keys: first in the order of the schema, then the others in their own. */
    List<String> keys(JsonNode object) {
        List<String> keys = new ArrayList<>();
        here.path("properties").fieldNames().forEachRemaining(key -> {
            if (object.has(key)) {
                keys.add(key);
            }
        });
        object.fieldNames().forEachRemaining(key -> {
            if (!keys.contains(key)) {
                keys.add(key);
            }
        });
        return keys;
    }

    private String title(String key) {
        JsonNode declared = here.path("properties").path(key);
        String title = declared.path("title").asText("");
        return title.isEmpty() ? resolved(root, declared).path("title").asText("") : title;
    }

    private boolean isTitle(String text, String exceptOf) {
        Iterator<Map.Entry<String, JsonNode>> properties =
                here.path("properties").fields();
        while (properties.hasNext()) {
            String key = properties.next().getKey();
            if (!key.equals(exceptOf)
                    && (title(key).equals(text)
                            || key.equals(text) && title(key).isEmpty())) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode resolved(JsonNode root, JsonNode node) {
        JsonNode current = node;
        for (int hops = 0; hops < 8 && current.path("$ref").asText("").startsWith("#/"); hops++) {
            current = root.at(current.path("$ref").asText().substring(1));
        }
        return current.has("$ref") ? MissingNode.getInstance() : current;
    }
}

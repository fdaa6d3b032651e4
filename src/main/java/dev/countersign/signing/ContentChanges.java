package dev.countersign.signing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What changed between two contents, in the words of the schema (SIG-01). Items of lists are matched by what the schema calls unique, else by their {@code id}. */
final class ContentChanges {

    private final ArrayNode changes;

    private ContentChanges(ArrayNode changes) {
        this.changes = changes;
    }

    /** Adds every change from one content to the other; none exactly if they are equal. */
    static void addTo(ArrayNode changes, JsonNode schema, JsonNode before, JsonNode after) {
        new ContentChanges(changes).compare("", "", SchemaLabels.of(schema), before, after);
    }

    /** @param kind {@code added}, {@code removed} or {@code changed} */
    static void add(
            ArrayNode changes,
            String pointer,
            String label,
            String kind,
            @Nullable JsonNode before,
            @Nullable JsonNode after) {
        ObjectNode change =
                changes.addObject().put("pointer", pointer).put("label", label).put("kind", kind);
        change.set("before", before);
        change.set("after", after);
    }

    private void compare(
            String pointer, String label, SchemaLabels labels, @Nullable JsonNode before, @Nullable JsonNode after) {
        if (before == null || after == null) {
            if (before != null || after != null) {
                add(
                        changes,
                        pointer,
                        label,
                        before == null ? "added" : "removed",
                        words(labels, before),
                        words(labels, after));
            }
        } else if (before.isObject() && after.isObject()) {
            objects(pointer, label, labels, before, after);
        } else if (before.isArray() && after.isArray() && !(Leaves.isFact(before) && Leaves.isFact(after))) {
            arrays(pointer, label, labels, before, after);
        } else if (!before.equals(after)) {
            add(changes, pointer, label, "changed", words(labels, before), words(labels, after));
        }
    }

    private void objects(String pointer, String label, SchemaLabels labels, JsonNode before, JsonNode after) {
        Set<String> keys = new LinkedHashSet<>(labels.keys(after));
        keys.addAll(labels.keys(before));
        for (String key : keys) {
            compare(
                    Leaves.pointer(pointer, key),
                    Leaves.under(label, labels.label(key)),
                    labels.property(key),
                    before.get(key),
                    after.get(key));
        }
    }

    private void arrays(String pointer, String label, SchemaLabels list, JsonNode before, JsonNode after) {
        SchemaLabels labels = list.item();
        Map<String, JsonNode> old = byKey(list.uniqueKey(), before);
        Map<String, JsonNode> now = byKey(list.uniqueKey(), after);
        if (old.size() != before.size() || now.size() != after.size()) {
            for (int index = 0; index < Math.max(before.size(), after.size()); index++) {
                JsonNode item = after.has(index) ? after.get(index) : before.get(index);
                compare(
                        pointer + "/" + index,
                        Leaves.under(label, Leaves.nameOf(item, index)),
                        labels,
                        before.get(index),
                        after.get(index));
            }
            return;
        }
        Set<String> ids = new LinkedHashSet<>(now.keySet());
        ids.addAll(old.keySet());
        for (String id : ids) {
            int index = now.containsKey(id) ? position(now, id) : position(old, id);
            compare(pointer + "/" + index, Leaves.under(label, id), labels, old.get(id), now.get(id));
        }
        order(pointer, label, List.copyOf(old.keySet()), List.copyOf(now.keySet()));
    }

    private void order(String pointer, String label, List<String> before, List<String> after) {
        List<String> keptBefore = before.stream().filter(after::contains).toList();
        List<String> keptAfter = after.stream().filter(before::contains).toList();
        if (!keptBefore.equals(keptAfter)) {
            add(
                    changes,
                    pointer,
                    Leaves.under(label, "order"),
                    "changed",
                    JsonNodeFactory.instance.textNode(String.join(", ", keptBefore)),
                    JsonNodeFactory.instance.textNode(String.join(", ", keptAfter)));
        }
    }

    private static int position(Map<String, JsonNode> items, String id) {
        return List.copyOf(items.keySet()).indexOf(id);
    }

    /** Items by what identifies them; fewer than there are items if one lacks it or shares it. */
    private static Map<String, JsonNode> byKey(String key, JsonNode array) {
        Map<String, JsonNode> items = new LinkedHashMap<>();
        for (JsonNode item : array) {
            if (item.path(key).isTextual()) {
                items.put(item.get(key).textValue(), item);
            }
        }
        return items;
    }

    /** Plain values stay what they are; structures are told as words, every value of them. */
    private static @Nullable JsonNode words(SchemaLabels labels, @Nullable JsonNode value) {
        if (value == null || Leaves.isFact(value) || Leaves.isLongText(value)) {
            return value;
        }
        return JsonNodeFactory.instance.textNode(sentence(labels, value));
    }

    private static String sentence(SchemaLabels labels, JsonNode value) {
        List<String> parts = new ArrayList<>();
        if (value.isObject()) {
            for (String key : labels.keys(value)) {
                parts.add(labels.label(key) + ": " + sentence(labels.property(key), value.get(key)));
            }
        } else if (value.isArray()) {
            value.forEach(item -> parts.add("(" + sentence(labels.item(), item) + ")"));
        } else {
            return value.asText();
        }
        return String.join("; ", parts);
    }
}

package dev.countersign.changes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A whole set of process, decision and form models: what is deployed together.
 *
 * @param texts by their fixed names, e.g. {@code processes/record-approval.bpmn}; the UTF-8 bytes of each are what runs
 */
public record ModelTexts(SortedMap<String, String> texts) {

    public ModelTexts {
        texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
    }

    /** Of a record's content, which the schema of its type has passed. */
    public static ModelTexts ofContent(JsonNode content) {
        SortedMap<String, String> texts = new TreeMap<>();
        content.path("resources")
                .forEach(one ->
                        texts.put(one.path("name").asText(), one.path("text").asText()));
        return new ModelTexts(texts);
    }

    /** The content of a record that holds this set. */
    public JsonNode content() {
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        ArrayNode resources = content.putArray("resources");
        texts.forEach((name, text) -> resources.addObject().put("name", name).put("text", text));
        return content;
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(texts.get(name));
    }

    /** The exact bytes of one of the set. */
    public byte[] bytes(String name) {
        return texts.getOrDefault(name, "").getBytes(StandardCharsets.UTF_8);
    }

    /** SHA-256 of each one's bytes, by name. */
    public SortedMap<String, Digest> hashes() {
        SortedMap<String, Digest> hashes = new TreeMap<>();
        for (Map.Entry<String, String> one : texts.entrySet()) {
            hashes.put(one.getKey(), Digest.of(one.getValue().getBytes(StandardCharsets.UTF_8)));
        }
        return hashes;
    }
}

package dev.countersign.protection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.worm.Catalogue.Guard;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A catalogue as bytes, {@code countersign/catalogue/v1} (docs/formats.md), and their SHA-256. The bytes are kept, so that a later change
 * can be named down to the line of a function.
 */
record Fingerprint(Map<String, String> guards, Digest digest) {

    static Fingerprint of(List<Guard> guards) {
        return read(bytes(guards));
    }

    static byte[] bytes(List<Guard> guards) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode().put("format", "countersign/catalogue/v1");
        var objects = tree.putArray("objects");
        guards.forEach(guard -> objects.addObject()
                .put("kind", guard.kind())
                .put("name", guard.name())
                .put("definition", guard.definition()));
        return CanonicalJson.write(tree);
    }

    static Fingerprint read(byte[] bytes) {
        Map<String, String> guards = new TreeMap<>();
        for (JsonNode object : CanonicalJson.parse(bytes).path("objects")) {
            guards.put(
                    object.path("kind").asText() + " " + object.path("name").asText(),
                    object.path("definition").asText());
        }
        return new Fingerprint(guards, Digest.of(bytes));
    }

    /** What is not there any more, is new, or is another: each with its kind and name. */
    List<String> differencesFrom(Map<String, String> before) {
        return Stream.concat(before.keySet().stream(), guards.keySet().stream())
                .distinct()
                .sorted()
                .filter(name -> !Objects.equals(before.get(name), guards.get(name)))
                .map(name -> (!guards.containsKey(name) ? "gone: " : before.containsKey(name) ? "changed: " : "new: ")
                        + name)
                .toList();
    }
}

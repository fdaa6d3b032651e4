package dev.countersign.changes;

import dev.countersign.crypto.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/**
 * The models that came with the program, and the hashes by which they and those of earlier releases are trusted. The list is
 * {@code models/released.sha256}, in the form of {@code sha256sum}; lines are added and never removed.
 */
@Component
class ReleasedModels {

    private static final String LIST = "models/released.sha256";

    private final ModelTexts shipped;
    private final Map<String, Set<Digest>> released;

    ReleasedModels() {
        this.released = released();
        SortedMap<String, String> texts = new TreeMap<>();
        ProcessModels.ALWAYS.forEach(name -> texts.put(name, new String(bytes(name), StandardCharsets.UTF_8)));
        this.shipped = new ModelTexts(texts);
        shipped.hashes().forEach((name, sha256) -> {
            if (!contains(name, sha256)) {
                throw new IllegalStateException(
                        "the model %s of this program is not the one that was released: its SHA-256 %s is not in %s"
                                .formatted(name, sha256, LIST));
            }
        });
    }

    ModelTexts shipped() {
        return shipped;
    }

    /** Whether a release, this one or one before, shipped exactly this. */
    boolean contains(String name, Digest sha256) {
        return released.getOrDefault(name, Set.of()).contains(sha256);
    }

    private static Map<String, Set<Digest>> released() {
        Map<String, Set<Digest>> released = new HashMap<>();
        new String(bytes(LIST), StandardCharsets.UTF_8).lines().forEach(line -> {
            String[] parts = line.split(" {2}", 2);
            released.computeIfAbsent(parts[1], name -> new HashSet<>()).add(Digest.parse(parts[0]));
        });
        return released;
    }

    private static byte[] bytes(String name) {
        try (InputStream in = ReleasedModels.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the release has no " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}

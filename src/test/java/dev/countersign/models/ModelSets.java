package dev.countersign.models;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Sets for tests: the shipped one, and others made from it. */
public final class ModelSets {

    private ModelSets() {}

    /** Everything in {@code processes/} and {@code forms/}, as it is shipped. */
    public static ModelSet shipped() {
        Map<String, byte[]> resources = new TreeMap<>();
        for (String folder : new String[] {"processes", "forms"}) {
            try (Stream<Path> files = Files.list(Path.of(folder))) {
                files.filter(Files::isRegularFile)
                        .forEach(file -> resources.put(folder + "/" + file.getFileName(), bytes(file)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return ModelSet.of(resources);
    }

    /** The set with one resource more, or another one under its name. */
    public static ModelSet with(ModelSet set, String name, String text) {
        return with(set, name, text.getBytes(StandardCharsets.UTF_8));
    }

    public static ModelSet with(ModelSet set, String name, byte[] bytes) {
        Map<String, byte[]> resources = new TreeMap<>(set.resources());
        resources.put(name, bytes);
        return ModelSet.of(resources);
    }

    public static String text(ModelSet set, String name) {
        return new String(set.resources().get(name), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

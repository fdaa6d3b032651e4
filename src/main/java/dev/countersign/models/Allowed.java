package dev.countersign.models;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a kind of file may hold: the tables {@code models/bpmn.txt} and {@code models/dmn.txt} of the release. */
final class Allowed {

    static final Allowed BPMN = new Allowed("/models/bpmn.txt", "bpmn:definitions");
    static final Allowed DMN = new Allowed("/models/dmn.txt", "dmn:definitions");

    /** @param text what the element's text must be; null if it has none */
    record Shape(
            Map<String, ValueForm> attributes,
            Set<String> children,
            @Nullable ValueForm text) {}

    private final Map<String, Shape> shapes = new HashMap<>();
    private final String root;

    private Allowed(String table, String root) {
        this.root = root;
        try (InputStream lines = Objects.requireNonNull(Allowed.class.getResourceAsStream(table), table)) {
            new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(this::read);
        } catch (IOException e) {
            throw new UncheckedIOException(table, e);
        }
    }

    private void read(String line) {
        String[] cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toArray(String[]::new);
        Map<String, ValueForm> attributes = new LinkedHashMap<>();
        words(cells[1]).forEach(word -> {
            String[] pair = word.split("=");
            attributes.put(pair[0], ValueForm.valueOf(pair[1]));
        });
        shapes.put(
                cells[0],
                new Shape(attributes, words(cells[2]), cells[3].isEmpty() ? null : ValueForm.valueOf(cells[3])));
    }

    private static Set<String> words(String cell) {
        return cell.isEmpty() ? Set.of() : Arrays.stream(cell.split("\\s+")).collect(Collectors.toUnmodifiableSet());
    }

    String root() {
        return root;
    }

    /** The shape of an element where it stands; empty if it is not known there. */
    Optional<Shape> of(Element element) {
        Element parent = element.parent();
        Shape there = parent == null ? null : shapes.get(parent.name() + "/" + element.name());
        return Optional.ofNullable(there != null ? there : shapes.get(element.name()));
    }
}

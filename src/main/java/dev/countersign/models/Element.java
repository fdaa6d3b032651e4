package dev.countersign.models;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An element of a model as it was read. Names are written with the prefix that the gate uses, whatever the file's prefix is. */
final class Element {

    /** An attribute; without a prefix if it has no namespace. */
    record Attribute(String name, String value) {}

    private final String name;
    private final int line;
    private final @Nullable Element parent;
    private final List<Attribute> attributes = new ArrayList<>();
    private final List<Element> children = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    Element(String name, int line, @Nullable Element parent) {
        this.name = name;
        this.line = line;
        this.parent = parent;
        if (parent != null) {
            parent.children.add(this);
        }
    }

    /** E.g. {@code bpmn:userTask}. */
    String name() {
        return name;
    }

    /** Line of its start tag, from 1. */
    int line() {
        return line;
    }

    @Nullable
    Element parent() {
        return parent;
    }

    List<Attribute> attributes() {
        return attributes;
    }

    List<Element> children() {
        return children;
    }

    Stream<Element> children(String named) {
        return children.stream().filter(child -> child.name.equals(named));
    }

    StringBuilder text() {
        return text;
    }

    /** The value; empty if the attribute is not there. */
    String get(String attribute) {
        for (Attribute one : attributes) {
            if (one.name().equals(attribute)) {
                return one.value();
            }
        }
        return "";
    }

    boolean has(String attribute) {
        return attributes.stream().anyMatch(one -> one.name().equals(attribute));
    }

    String id() {
        return get("id");
    }

    /** Its own id, or that of the nearest element around it that has one. */
    @Nullable
    String nearestId() {
        for (Element element = this; element != null; element = element.parent) {
            if (!element.id().isEmpty()) {
                return element.id();
            }
        }
        return null;
    }

    /** Itself and everything in it, in the order of the file. */
    Stream<Element> all() {
        return Stream.concat(Stream.of(this), children.stream().flatMap(Element::all));
    }
}

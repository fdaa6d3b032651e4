package dev.countersign.workflow.dryrun;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * A process as it is drawn: everything in it that can be reached.
 *
 * @param parts by id, in the order of the file
 */
record Drawn(String process, Map<String, Part> parts) {

    private static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    private static final Set<String> KINDS = Set.of(
            "startEvent",
            "endEvent",
            "intermediateCatchEvent",
            "intermediateThrowEvent",
            "boundaryEvent",
            "serviceTask",
            "userTask",
            "businessRuleTask",
            "callActivity",
            "subProcess",
            "exclusiveGateway",
            "parallelGateway",
            "inclusiveGateway",
            "eventBasedGateway",
            "sequenceFlow");

    /**
     * An event, activity, gateway or path.
     *
     * @param trigger of an event, e.g. {@code timer}; empty without
     * @param called process of a call; empty without
     * @param source of a path; empty for all else
     * @param target of a path; empty for all else
     */
    record Part(String id, String kind, String name, String trigger, String called, String source, String target) {

        boolean isFlow() {
            return kind.equals("sequenceFlow");
        }

        /** How people call it. */
        String words() {
            return name.isEmpty() ? id : "“" + name + "”";
        }
    }

    static Drawn of(String process, Element element) {
        Map<String, Part> parts = new LinkedHashMap<>();
        collect(element, parts);
        return new Drawn(process, parts);
    }

    /** The gate has seen to it that a file and its process have one name. */
    String resource() {
        return "processes/" + process + ".bpmn";
    }

    private static void collect(Element element, Map<String, Part> parts) {
        for (Element child : element.elements()) {
            if (BPMN.equals(child.getUri()) && KINDS.contains(child.getTagName())) {
                parts.put(child.attribute("id"), part(child));
                collect(child, parts);
            }
        }
    }

    private static Part part(Element element) {
        String trigger = element.elements().stream()
                .map(Element::getTagName)
                .filter(tag -> tag.endsWith("EventDefinition"))
                .map(tag -> tag.substring(0, tag.length() - "EventDefinition".length()))
                .findFirst()
                .orElse("");
        return new Part(
                text(element.attribute("id")),
                element.getTagName(),
                text(element.attribute("name")).strip(),
                trigger,
                text(element.attribute("calledElement")),
                text(element.attribute("sourceRef")),
                text(element.attribute("targetRef")));
    }

    private static String text(@Nullable String value) {
        return Objects.requireNonNullElse(value, "");
    }

    Optional<Part> part(@Nullable String id) {
        return Optional.ofNullable(parts.get(id));
    }

    String words(@Nullable String id) {
        return part(id).map(Part::words).orElse(String.valueOf(id));
    }

    /** The name of a part for a list: of a path without one, where it leads from and to. */
    String name(Part part) {
        if (part.isFlow()) {
            String way = words(part.source()) + " → " + words(part.target());
            return part.name().isEmpty() ? way : way + " (" + part.name() + ")";
        }
        return part.name().isEmpty() ? part.id() : part.name();
    }

    List<Part> into(Part node) {
        List<Part> into = new ArrayList<>();
        parts.values().stream()
                .filter(part -> part.isFlow() && part.target().equals(node.id()))
                .forEach(into::add);
        return into;
    }
}

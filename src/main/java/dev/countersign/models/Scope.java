package dev.countersign.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A process, or what is in a subprocess. */
final class Scope {

    private final Element element;
    private final @Nullable FlowNode around;
    private final List<FlowNode> nodes = new ArrayList<>();

    /** @param around the subprocess it is in; null of a process */
    Scope(Element element, @Nullable FlowNode around) {
        this.element = element;
        this.around = around;
    }

    Element element() {
        return element;
    }

    Optional<FlowNode> around() {
        return Optional.ofNullable(around);
    }

    List<FlowNode> nodes() {
        return nodes;
    }

    List<FlowNode> starts() {
        return nodes.stream().filter(node -> node.is("bpmn:startEvent")).toList();
    }

    List<FlowNode> eventSubprocesses() {
        return nodes.stream().filter(FlowNode::isEventSubprocess).toList();
    }

    /** Its nodes and those of everything in it. */
    Stream<FlowNode> all() {
        return nodes.stream()
                .flatMap(node ->
                        Stream.concat(Stream.of(node), node.inside().stream().flatMap(Scope::all)));
    }

    /** The catching ends of a throwing link. */
    List<FlowNode> linkedTo(FlowNode thrower) {
        String name = link(thrower);
        return nodes.stream()
                .filter(node ->
                        node.isLink("bpmn:intermediateCatchEvent") && link(node).equals(name))
                .toList();
    }

    private static String link(FlowNode node) {
        return node.element()
                .children("bpmn:linkEventDefinition")
                .map(definition -> definition.get("name"))
                .findFirst()
                .orElse("");
    }
}

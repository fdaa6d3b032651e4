package dev.countersign.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What takes part in a flow: an event, an activity or a gateway. */
final class FlowNode {

    private final Element element;
    private final Scope scope;
    private final List<Flow> outgoing = new ArrayList<>();
    private final List<Flow> incoming = new ArrayList<>();
    private final List<FlowNode> boundaries = new ArrayList<>();
    private final Optional<Delegate> delegate;
    private @Nullable Scope inside;

    FlowNode(Element element, Scope scope) {
        this.element = element;
        this.scope = scope;
        this.delegate = Delegate.in(element.get("camunda:delegateExpression"));
    }

    Element element() {
        return element;
    }

    String id() {
        return element.id();
    }

    /** E.g. {@code bpmn:userTask}. */
    String kind() {
        return element.name();
    }

    boolean is(String kind) {
        return element.name().equals(kind);
    }

    Scope scope() {
        return scope;
    }

    List<Flow> outgoing() {
        return outgoing;
    }

    List<Flow> incoming() {
        return incoming;
    }

    List<FlowNode> boundaries() {
        return boundaries;
    }

    /** What is in it, of a subprocess. */
    Optional<Scope> inside() {
        return Optional.ofNullable(inside);
    }

    void contains(Scope scope) {
        inside = scope;
    }

    Optional<Delegate> delegate() {
        return delegate;
    }

    /** Whether it decides between its outgoing flows by their conditions. */
    boolean decides() {
        return is("bpmn:exclusiveGateway") || is("bpmn:inclusiveGateway");
    }

    /** Whether it may make one path into several at the same time. */
    boolean divides() {
        return is("bpmn:parallelGateway") || is("bpmn:inclusiveGateway");
    }

    /** Whether a token stays here until somebody acts or something happens; a link does not. */
    boolean waits() {
        return is("bpmn:userTask")
                || is("bpmn:eventBasedGateway")
                || is("bpmn:intermediateCatchEvent") && !isLink("bpmn:intermediateCatchEvent");
    }

    /** A called process; empty if it calls none. */
    String called() {
        return is("bpmn:callActivity") ? element.get("calledElement") : "";
    }

    Optional<Element> repetition() {
        return element.children("bpmn:multiInstanceLoopCharacteristics").findFirst();
    }

    /** Whether it begins a path beside the one that goes on. */
    boolean isSideStart() {
        // an error always interrupts, whatever the attribute says
        boolean isError =
                element.children("bpmn:errorEventDefinition").findAny().isPresent();
        return !isError
                && (is("bpmn:boundaryEvent") && element.get("cancelActivity").equals("false")
                        || is("bpmn:startEvent")
                                && element.get("isInterrupting").equals("false"));
    }

    boolean isEventSubprocess() {
        return is("bpmn:subProcess") && element.get("triggeredByEvent").equals("true");
    }

    boolean isLink(String kind) {
        return is(kind)
                && element.children("bpmn:linkEventDefinition").findAny().isPresent();
    }

    /** Where a token is next, conditions aside; of a link, its other end. */
    List<FlowNode> following() {
        if (isLink("bpmn:intermediateThrowEvent")) {
            return scope.linkedTo(this);
        }
        return outgoing.stream().map(Flow::target).toList();
    }

    @Override
    public String toString() {
        return id();
    }
}

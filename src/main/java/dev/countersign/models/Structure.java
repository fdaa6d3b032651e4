package dev.countersign.models;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether a process is connected as it must be, before anybody follows it: starts, ends, gateways, and nothing that is never reached. */
final class Structure {

    private final ProcessModel process;
    private final Findings findings;

    Structure(ProcessModel process, Findings findings) {
        this.process = process;
        this.findings = findings;
    }

    void check() {
        scope(process.scope());
        Set<FlowNode> reached = reached();
        for (FlowNode node : process.nodes()) {
            if (!reached.contains(node)) {
                add(ModelRule.UNREACHABLE, node, "Nothing leads to " + node.id() + ".");
            }
            ends(node);
            triggers(node);
            node.repetition().ifPresent(repetition -> repeats(node, repetition));
            if (node.decides()) {
                decides(node);
            } else {
                goesOn(node);
            }
        }
    }

    private void scope(Scope scope) {
        boolean byEvent = scope.around().filter(FlowNode::isEventSubprocess).isPresent();
        List<FlowNode> starts = scope.starts();
        if (starts.size() != 1 || (triggers(starts.get(0).element()) == 1) != byEvent) {
            findings.add(
                    ModelRule.START,
                    process.resource(),
                    scope.element(),
                    scope.element().id() + " has " + starts.size() + " start events"
                            + (byEvent ? "" : ", or one with a trigger") + ".");
        }
        scope.nodes().forEach(node -> node.inside().ifPresent(this::scope));
    }

    private static long triggers(Element event) {
        return event.children().stream()
                .filter(child -> child.name().endsWith("EventDefinition"))
                .count();
    }

    private void triggers(FlowNode node) {
        boolean needsOne = node.is("bpmn:intermediateCatchEvent") || node.is("bpmn:boundaryEvent");
        long triggers = triggers(node.element());
        if (triggers > 1 || needsOne && triggers != 1) {
            add(ModelRule.VALUE, node, "The event " + node.id() + " has " + triggers + " triggers (expected: one).");
        }
        if (node.isLink("bpmn:intermediateThrowEvent") && node.following().size() != 1) {
            add(
                    ModelRule.REFERENCE,
                    node,
                    "The link " + node.id() + " leads to " + node.following().size() + " places (expected: one).");
        }
    }

    private Set<FlowNode> reached() {
        Set<FlowNode> reached = new HashSet<>();
        Deque<FlowNode> open = new ArrayDeque<>(process.scope().starts());
        open.addAll(process.scope().eventSubprocesses());
        while (!open.isEmpty()) {
            FlowNode node = open.pop();
            if (reached.add(node)) {
                open.addAll(node.following());
                open.addAll(node.boundaries());
                node.inside().ifPresent(inside -> {
                    open.addAll(inside.starts());
                    open.addAll(inside.eventSubprocesses());
                });
            }
        }
        return reached;
    }

    private void ends(FlowNode node) {
        boolean ends = node.is("bpmn:endEvent");
        boolean leads = node.isEventSubprocess() || !node.following().isEmpty();
        if (ends == leads) {
            add(
                    ModelRule.DEAD_END,
                    node,
                    ends ? "The end event " + node.id() + " is left." : "Nothing follows " + node.id() + ".");
        }
    }

    private void goesOn(FlowNode node) {
        boolean may = node.is("bpmn:parallelGateway") || node.is("bpmn:eventBasedGateway");
        if (node.outgoing().size() > 1 && !may) {
            add(ModelRule.SPLIT, node, node.outgoing().size() + " flows leave " + node.id() + ".");
        }
        for (Flow flow : node.outgoing()) {
            if (flow.condition() != null) {
                findings.add(
                        ModelRule.SPLIT,
                        process.resource(),
                        flow.element(),
                        "The flow " + flow.id() + " has a condition, but " + node.id()
                                + " is no gateway that decides.");
            }
        }
        if (node.is("bpmn:eventBasedGateway")
                && node.following().stream().anyMatch(next -> !next.is("bpmn:intermediateCatchEvent"))) {
            add(ModelRule.GATEWAY, node, "The gateway " + node.id() + " waits for what is no event.");
        }
    }

    private void decides(FlowNode gateway) {
        if (gateway.outgoing().size() == 1 && gateway.outgoing().get(0).condition() == null) {
            return;
        }
        long defaults = gateway.outgoing().stream().filter(Flow::isDefault).count();
        if (defaults != 1) {
            add(ModelRule.GATEWAY, gateway, "The gateway " + gateway.id() + " has no default flow of its own.");
        }
        for (Flow flow : gateway.outgoing()) {
            if ((flow.condition() == null) != flow.isDefault() && (defaults == 1 || flow.isDefault())) {
                findings.add(
                        ModelRule.GATEWAY,
                        process.resource(),
                        flow.element(),
                        "The flow " + flow.id()
                                + (flow.isDefault() ? " is the default and has a condition." : " has no condition."));
            }
        }
    }

    private void repeats(FlowNode node, Element repetition) {
        if (repetition.children("bpmn:loopCardinality").count() != 1) {
            findings.add(
                    ModelRule.REPETITION,
                    process.resource(),
                    repetition,
                    "The repetition of " + node.id() + " has no constant number.");
        }
    }

    private void add(ModelRule rule, FlowNode node, String message) {
        findings.add(rule, process.resource(), node.element(), message);
    }
}

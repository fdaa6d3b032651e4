package dev.countersign.models;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the flow of a process out of its elements. Tells what cannot be connected; then there is no flow to follow. */
final class ProcessReader {

    private static final Set<String> NODES = Set.of(
            "bpmn:startEvent",
            "bpmn:endEvent",
            "bpmn:intermediateCatchEvent",
            "bpmn:intermediateThrowEvent",
            "bpmn:boundaryEvent",
            "bpmn:serviceTask",
            "bpmn:userTask",
            "bpmn:businessRuleTask",
            "bpmn:callActivity",
            "bpmn:subProcess",
            "bpmn:exclusiveGateway",
            "bpmn:parallelGateway",
            "bpmn:inclusiveGateway",
            "bpmn:eventBasedGateway");

    private final String resource;
    private final Findings findings;
    private final Map<String, FlowNode> nodes = new HashMap<>();
    private boolean connected = true;

    private ProcessReader(String resource, Findings findings) {
        this.resource = resource;
        this.findings = findings;
    }

    /** The process of a file; empty, with a finding, if it has none or one that cannot be followed. */
    static Optional<ProcessModel> read(String resource, Element root, Findings findings) {
        List<Element> processes = root.children("bpmn:process").toList();
        String key = resource.substring("processes/".length(), resource.length() - ".bpmn".length());
        if (processes.size() != 1) {
            findings.add(ModelRule.PROCESS, resource, root, "The file holds " + processes.size() + " processes.");
            return Optional.empty();
        }
        Element process = processes.get(0);
        if (!process.id().equals(key) || !process.has("isExecutable")) {
            findings.add(
                    ModelRule.PROCESS,
                    resource,
                    process,
                    "The process is " + SecureXml.shortened(process.id()) + " (expected: " + key
                            + ", with isExecutable=\"true\").");
        }
        ProcessReader reader = new ProcessReader(resource, findings);
        Scope scope = new Scope(process, null);
        reader.collect(scope);
        reader.connect(scope);
        return reader.connected && !findings.breaks(resource, List.of(ModelRule.DUPLICATE_ID, ModelRule.REFERENCE))
                ? Optional.of(new ProcessModel(resource, key, scope))
                : Optional.empty();
    }

    private void collect(Scope scope) {
        for (Element element : scope.element().children()) {
            boolean isNode = NODES.contains(element.name());
            if ((isNode || element.name().equals("bpmn:sequenceFlow"))
                    && element.id().isEmpty()) {
                findings.add(ModelRule.MISSING_ID, resource, element, "The element " + element.name() + " has no id.");
                connected = false;
            } else if (isNode) {
                FlowNode node = new FlowNode(element, scope);
                nodes.put(element.id(), node);
                scope.nodes().add(node);
                if (node.is("bpmn:subProcess")) {
                    Scope inside = new Scope(element, node);
                    node.contains(inside);
                    collect(inside);
                }
            }
        }
    }

    private void connect(Scope scope) {
        scope.element().children("bpmn:sequenceFlow").forEach(element -> connect(scope, element));
        for (FlowNode node : scope.nodes()) {
            if (node.is("bpmn:boundaryEvent")) {
                attach(scope, node);
            }
            node.inside().ifPresent(this::connect);
        }
    }

    private void connect(Scope scope, Element element) {
        FlowNode source = nodes.get(element.get("sourceRef"));
        FlowNode target = nodes.get(element.get("targetRef"));
        if (source == null
                || target == null
                || source.scope() != scope
                || target.scope() != scope
                || target.is("bpmn:startEvent")
                || target.is("bpmn:boundaryEvent")
                || target.isEventSubprocess()) {
            findings.add(
                    ModelRule.REFERENCE,
                    resource,
                    element,
                    "The flow " + element.id()
                            + " does not lead from one element of its process to another that can follow.");
            connected = false;
            return;
        }
        String condition = element.children("bpmn:conditionExpression")
                .map(one -> one.text().toString().strip())
                .findFirst()
                .orElse(null);
        Flow flow = new Flow(element.id(), source, target, condition, element);
        source.outgoing().add(flow);
        target.incoming().add(flow);
    }

    private void attach(Scope scope, FlowNode boundary) {
        FlowNode activity = nodes.get(boundary.element().get("attachedToRef"));
        boolean isActivity = activity != null
                && activity.scope() == scope
                && (activity.kind().endsWith("Task")
                        || activity.is("bpmn:callActivity")
                        || activity.is("bpmn:subProcess"))
                && !activity.isEventSubprocess();
        if (activity != null && isActivity) {
            activity.boundaries().add(boundary);
        } else {
            findings.add(
                    ModelRule.REFERENCE,
                    resource,
                    boundary.element(),
                    "The event " + boundary.id() + " is attached to no activity.");
            connected = false;
        }
    }
}

package dev.countersign.changes;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What elements and attributes of a model are called when people are told of them. */
final class ModelWords {

    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("process", "process"),
            Map.entry("callActivity", "step"),
            Map.entry("userTask", "task"),
            Map.entry("serviceTask", "control"),
            Map.entry("businessRuleTask", "decision task"),
            Map.entry("sequenceFlow", "path"),
            Map.entry("exclusiveGateway", "gateway"),
            Map.entry("parallelGateway", "parallel gateway"),
            Map.entry("inclusiveGateway", "inclusive gateway"),
            Map.entry("startEvent", "start"),
            Map.entry("endEvent", "end"),
            Map.entry("boundaryEvent", "event at a step"),
            Map.entry("intermediateCatchEvent", "waiting event"),
            Map.entry("subProcess", "part"),
            Map.entry("timerEventDefinition", "timer"),
            Map.entry("messageEventDefinition", "message event"),
            Map.entry("message", "message"),
            Map.entry("definitions", "the model"),
            Map.entry("decision", "decision"),
            Map.entry("decisionTable", "decision table"),
            Map.entry("rule", "rule"),
            Map.entry("inputEntry", "condition of a rule"),
            Map.entry("outputEntry", "result of a rule"));

    private static final Map<String, String> FACTS = Map.ofEntries(
            Map.entry("@name", "name"),
            Map.entry("@calledElement", "called process"),
            Map.entry("@calledElementBinding", "which version it calls"),
            Map.entry("@delegateExpression", "what it runs"),
            Map.entry("@formKey", "form"),
            Map.entry("@assignee", "assigned to"),
            Map.entry("@candidateGroups", "offered to"),
            Map.entry("@sourceRef", "comes from"),
            Map.entry("@targetRef", "leads to"),
            Map.entry("@default", "path if no condition holds"),
            Map.entry("@attachedToRef", "belongs to"),
            Map.entry("@cancelActivity", "ends the step"),
            Map.entry("@isInterrupting", "ends what runs"),
            Map.entry("@isExecutable", "can be run"),
            Map.entry("documentation", "description"),
            Map.entry("conditionExpression", "condition"),
            Map.entry("timeDuration", "after"),
            Map.entry("timeDate", "at"),
            Map.entry("timeCycle", "every"),
            Map.entry("extensionElements in[role]@sourceExpression", "role"),
            Map.entry("extensionElements in[role]@source", "role from variable"),
            Map.entry("extensionElements in@businessKey", "business key"),
            Map.entry("extensionElements in[planStep]@sourceExpression", "plan step"),
            Map.entry("extensionElements in[stepName]@sourceExpression", "name of the task"),
            Map.entry("multiInstanceLoopCharacteristics loopCardinality", "how many times"),
            Map.entry("multiInstanceLoopCharacteristics completionCondition", "ends when"));

    private static final List<String> APART = List.of("target", "name", "event");

    private static final Set<String> NAMESPACES = Set.of(
            "http://www.omg.org/spec/BPMN/20100524/MODEL",
            "https://www.omg.org/spec/DMN/20191111/MODEL/",
            "http://camunda.org/schema/1.0/bpmn",
            "http://camunda.org/schema/1.0/dmn",
            "http://www.w3.org/2001/XMLSchema-instance");

    private ModelWords() {}

    /** E.g. {@code step “Review”}; with the id where there is no name. */
    static String label(Element element) {
        String kind = KINDS.getOrDefault(name(element), name(element));
        String name = element.getAttribute("name");
        String id = element.getAttribute("id");
        if (!name.isBlank()) {
            return kind + " “" + name.replaceAll("\\s+", " ") + "”" + (kind.equals("path") ? " (" + id + ")" : "");
        }
        return id.isEmpty() || kind.equals("the model") ? kind : kind + " " + id;
    }

    /** The attribute by which children of one kind are told apart; empty if there is none, as for whatever has an id. */
    static String tellsApart(Element element) {
        return element.getAttribute("id").isEmpty()
                ? APART.stream()
                        .filter(attribute -> !element.getAttribute(attribute).isEmpty())
                        .findFirst()
                        .orElse("")
                : "";
    }

    /** One step of the way to an element without an id; where several are beside each other, told apart by what they are for. */
    static String step(Element element) {
        String apart = tellsApart(element);
        return apart.isEmpty() ? name(element) : name(element) + "[" + element.getAttribute(apart) + "]";
    }

    /** The local name, with its namespace where that is none whose names are known here. */
    static String name(Node node) {
        String namespace = node.getNamespaceURI();
        return namespace == null || NAMESPACES.contains(namespace)
                ? node.getLocalName()
                : "{" + namespace + "}" + node.getLocalName();
    }

    static String fact(String path) {
        return FACTS.getOrDefault(path, path.replace("extensionElements ", ""));
    }
}

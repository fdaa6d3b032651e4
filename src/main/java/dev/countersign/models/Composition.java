package dev.countersign.models;

import dev.countersign.models.Delegate.Meaning;
import java.util.Set;

/** Whether what a process refers to is in the set: called processes, decisions and forms; and what it must say of them. */
final class Composition {

    private final ProcessModel process;
    private final Set<String> resources;
    private final Set<String> decisions;
    private final Calls calls;
    private final Findings findings;

    Composition(ProcessModel process, Set<String> resources, Set<String> decisions, Calls calls, Findings findings) {
        this.process = process;
        this.resources = resources;
        this.decisions = decisions;
        this.calls = calls;
        this.findings = findings;
    }

    void check() {
        boolean called = calls.isCalled(process);
        for (FlowNode node : process.nodes()) {
            switch (node.kind()) {
                case "bpmn:serviceTask" -> delegate(node, called);
                case "bpmn:userTask" -> form(node);
                case "bpmn:businessRuleTask" -> decision(node);
                case "bpmn:callActivity" -> call(node);
                default -> {}
            }
        }
    }

    private void delegate(FlowNode node, boolean called) {
        if (!node.element().has("camunda:delegateExpression")) {
            add(ModelRule.DELEGATE, node, "The service task " + node.id() + " calls no delegate.");
        }
        if (!Notice.isSound(node)) {
            add(ModelRule.NOTICE, node, "The inputs of " + node.id() + " are not those of a notice.");
        }
        if (called
                && node.delegate().filter(one -> isOfTheRecord(one.meaning())).isPresent()) {
            add(
                    ModelRule.EFFECT_BELOW,
                    node,
                    "The element " + node.id() + " is in " + process.key() + ", which another process calls.");
        }
    }

    private static boolean isOfTheRecord(Meaning meaning) {
        return meaning != Meaning.NEUTRAL && meaning != Meaning.CONTROLS;
    }

    private void form(FlowNode node) {
        String key = node.element().get("camunda:formKey");
        String form = key.replaceFirst("^embedded:deployment:", "");
        if (!key.isEmpty() && ValueForm.FORM.holds(key) && !resources.contains(form)) {
            add(ModelRule.REFERENCE, node, "The form " + form + " of " + node.id() + " is not in the set.");
        }
    }

    private void decision(FlowNode node) {
        Element element = node.element();
        String decision = element.get("camunda:decisionRef");
        if (!decisions.contains(decision)) {
            add(
                    ModelRule.REFERENCE,
                    node,
                    "The decision “" + SecureXml.shortened(decision) + "” of " + node.id() + " is not in the set.");
        }
        if (!element.has("camunda:decisionRefBinding")) {
            add(ModelRule.BINDING, node, "The decision of " + node.id() + " binds to whatever is newest.");
        }
        String variable = element.get("camunda:resultVariable");
        if (variable.isEmpty() || ReservedVariables.contains(variable)) {
            add(
                    ModelRule.RESERVED_VARIABLE,
                    node,
                    "The decision of " + node.id() + " writes “" + SecureXml.shortened(variable) + "”.");
        }
    }

    private void call(FlowNode node) {
        if (calls.of(node).isEmpty() && !resources.contains("processes/" + node.called() + ".bpmn")) {
            add(
                    ModelRule.REFERENCE,
                    node,
                    "The process “" + SecureXml.shortened(node.called()) + "” that " + node.id()
                            + " calls is not in the set.");
        }
        if (!node.element().has("camunda:calledElementBinding")) {
            add(ModelRule.BINDING, node, "The call " + node.id() + " binds to whatever is newest.");
        }
        if (calls.isSignature(node) && !Repetition.of(node).sound()) {
            add(ModelRule.REPETITION, node, "The repetition of " + node.id() + " goes on after a rejection.");
        }
    }

    private void add(ModelRule rule, FlowNode node, String message) {
        findings.add(rule, process.resource(), node.element(), message);
    }
}

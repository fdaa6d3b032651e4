package dev.countersign.models;

import dev.countersign.models.Delegate.Meaning;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The proof of the signature step: the user task, then the four controls, each once, in their order and without a wait, on every path to an end.
 */
final class StepProof {

    static final String SIGNING_FORM = "embedded:deployment:forms/signature.html";

    private static final List<Delegate> CONTROLS = Arrays.stream(Delegate.values())
            .filter(delegate -> delegate.meaning() == Meaning.CONTROLS)
            .toList();
    private static final Set<String> KINDS = Set.of(
            "bpmn:startEvent",
            "bpmn:endEvent",
            "bpmn:userTask",
            "bpmn:serviceTask",
            "bpmn:exclusiveGateway",
            "bpmn:boundaryEvent",
            "bpmn:intermediateCatchEvent");

    /** @param stage 0 before the user task, 1 after it, and one more after each control */
    private record At(FlowNode node, int stage) {}

    private final ProcessModel process;
    private final Findings findings;
    private final Set<At> seen = new HashSet<>();
    private final Deque<At> open = new ArrayDeque<>();

    StepProof(ProcessModel process, Findings findings) {
        this.process = process;
        this.findings = findings;
    }

    /** Of any process: what belongs to the signature step alone is nowhere else. */
    void check() {
        for (FlowNode node : process.nodes()) {
            boolean isControl = node.delegate()
                    .filter(one -> one.meaning() == Meaning.CONTROLS)
                    .isPresent();
            boolean isSigning = node.element().get("camunda:formKey").equals(SIGNING_FORM);
            if (process.isSignatureStep()) {
                belongs(node);
            } else if (isControl) {
                add(ModelRule.STEP_CONTROLS, node, "The control " + node.id() + " is outside the signature step.");
            } else if (isSigning) {
                add(
                        ModelRule.STEP_TASK,
                        node,
                        "The task " + node.id() + " is outside the signature step and has the signing form.");
            }
        }
        if (process.isSignatureStep()) {
            tasks();
            process.scope().starts().forEach(start -> open.add(new At(start, 0)));
            while (!open.isEmpty()) {
                At at = open.pop();
                if (seen.add(at)) {
                    follow(at);
                }
            }
        }
    }

    private void belongs(FlowNode node) {
        boolean known = KINDS.contains(node.kind())
                && node.delegate()
                        .filter(one -> one.meaning() != Meaning.CONTROLS && one.meaning() != Meaning.NEUTRAL)
                        .isEmpty();
        if (!known) {
            add(ModelRule.STEP_CONTROLS, node, "The element " + node.id() + " has no place in the signature step.");
        }
    }

    private void tasks() {
        List<FlowNode> tasks = process.nodes().stream()
                .filter(node -> node.is("bpmn:userTask"))
                .toList();
        boolean one = tasks.size() == 1
                && tasks.get(0).repetition().isEmpty()
                && tasks.get(0).element().get("camunda:formKey").equals(SIGNING_FORM);
        if (!one) {
            findings.add(
                    ModelRule.STEP_TASK,
                    process.resource(),
                    tasks.isEmpty() ? process.scope().element() : tasks.get(0).element(),
                    "The signature step has " + tasks.size()
                            + " user tasks, or one that is repeated or has another form.");
        }
    }

    private void follow(At at) {
        FlowNode node = at.node();
        int stage = at.stage();
        node.boundaries().stream().filter(one -> !one.isSideStart()).forEach(one -> open.add(new At(one, stage)));
        boolean waits = node.is("bpmn:userTask") || node.is("bpmn:intermediateCatchEvent");
        int control = node.delegate().map(CONTROLS::indexOf).orElse(-1);
        if (stage > 0 && waits) {
            add(ModelRule.STEP_WAITS, node, "The element " + node.id() + " waits after the user task.");
        } else if (control >= 0 && control != stage - 1) {
            add(
                    ModelRule.STEP_CONTROLS,
                    node,
                    "The control " + node.id() + " can be reached "
                            + (stage == 0 ? "without the user task" : "after " + (stage - 1) + " of the controls")
                            + " (expected: after " + control + ").");
        } else if (node.is("bpmn:endEvent")) {
            if (stage != CONTROLS.size() + 1) {
                add(
                        ModelRule.STEP_CONTROLS,
                        node,
                        "The end " + node.id() + " can be reached "
                                + (stage == 0
                                        ? "without the user task."
                                        : "after " + (stage - 1) + " of the four controls."));
            }
        } else {
            int after = control >= 0 || node.is("bpmn:userTask") ? stage + 1 : stage;
            node.following().forEach(next -> open.add(new At(next, after)));
        }
    }

    private void add(ModelRule rule, FlowNode node, String message) {
        findings.add(rule, process.resource(), node.element(), message);
    }
}

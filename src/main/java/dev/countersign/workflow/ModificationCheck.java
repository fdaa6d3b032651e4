package dev.countersign.workflow;

import dev.countersign.models.Delegate;
import dev.countersign.workflow.Intervention.Instruction;
import dev.countersign.workflow.StuckApproval.OpenTask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.MultiInstanceLoopCharacteristics;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;

/** What a modification would do to one approval, told from its model and from where it is; nothing is tried out. */
final class ModificationCheck {

    /** What the engine calls a repeated activity as a whole. */
    private static final String WHOLE = "#multiInstanceBody";

    private final StuckApproval approval;
    private final BpmnModelInstance model;
    private final Map<String, Integer> open;
    private final List<String> ends = new ArrayList<>();
    private final List<String> begins = new ArrayList<>();
    private final List<FlowNode> begun = new ArrayList<>();

    private ModificationCheck(StuckApproval approval, BpmnModelInstance model) {
        this.approval = approval;
        this.model = model;
        this.open = new HashMap<>(approval.root().open());
    }

    /** @param moving what can run at once and gives the record another status, which no modification may */
    record Outcome(List<String> ends, List<String> begins, List<String> moving) {}

    /** @throws dev.countersign.ledger.RefusedException {@code unknown-activity}, {@code instruction-refused} */
    static Outcome of(StuckApproval approval, BpmnModelInstance model, List<Instruction> instructions) {
        ModificationCheck check = new ModificationCheck(approval, model);
        instructions.forEach(check::apply);
        if (check.begins.isEmpty()
                && approval.root().leaves().stream().noneMatch(leaf -> check.open.containsKey(leaf))) {
            throw WorkflowRule.INSTRUCTION_REFUSED.refuse(
                    Instruction.STOP,
                    instructions.get(instructions.size() - 1).activity(),
                    "nothing of the approval would be left; begin something, or use the operation cancel");
        }
        return new Outcome(List.copyOf(check.ends), List.copyOf(check.begins), AtOnce.moving(check.begun));
    }

    /** The name by which the engine cancels and begins all of an activity at once. */
    static String whole(BpmnModelInstance model, String activity) {
        return model.getModelElementById(activity) instanceof Activity found
                        && found.getLoopCharacteristics() instanceof MultiInstanceLoopCharacteristics
                ? activity + WHOLE
                : activity;
    }

    private void apply(Instruction instruction) {
        ModelElementInstance element = model.getModelElementById(instruction.activity());
        if (!(element instanceof FlowNode node)) {
            throw WorkflowRule.ACTIVITY_UNKNOWN.refuse(
                    approval.definitionId(),
                    instruction.activity(),
                    model.getModelElementsByType(FlowNode.class).stream()
                            .map(FlowNode::getId)
                            .sorted()
                            .collect(Collectors.joining(", ")));
        }
        switch (instruction.kind()) {
            case Instruction.STOP -> stop(node);
            case Instruction.BEFORE -> {
                demandReachable(instruction, node);
                begun.add(node);
                begins.add(beginning(node));
            }
            case Instruction.AFTER -> {
                demandReachable(instruction, node);
                List<FlowNode> next = node.getSucceedingNodes().list();
                if (node.getOutgoing().size() != 1) {
                    throw refused(
                            instruction,
                            "it has %d ways on (expected: one); name the activity to start before"
                                    .formatted(node.getOutgoing().size()));
                }
                begun.add(next.get(0));
                begins.add("behind " + name(node) + ": " + beginning(next.get(0)));
            }
            default ->
                throw refused(
                        instruction, "there is no such instruction (expected: cancel, start-before, start-after)");
        }
    }

    private void stop(FlowNode node) {
        String whole = whole(model, node.getId());
        if (open.remove(whole) == null) {
            throw refused(
                    new Instruction(Instruction.STOP, node.getId()),
                    "it is not open (open: %s)"
                            .formatted(
                                    approval.root().leaves().isEmpty()
                                            ? "nothing"
                                            : String.join(", ", approval.root().leaves())));
        }
        Set<String> ending = within(node);
        ending.forEach(open::remove);
        ends.add(name(node) + " ends, and no signature comes of it");
        for (OpenTask task : approval.tasksOf(ending)) {
            ends.add("task %s (%s) is taken away, %s".formatted(task.taskId(), task.name(), task.waitsFor()));
        }
    }

    /** An activity and all inside it, however deep. */
    private static Set<String> within(FlowNode node) {
        Set<String> all = new HashSet<>(Set.of(node.getId()));
        node.getChildElementsByType(FlowNode.class).forEach(inner -> all.addAll(within(inner)));
        return all;
    }

    /** It lies where a token can be put: not at the edge of something, and in no scope that begins otherwise, or more than once. */
    private void demandReachable(Instruction instruction, FlowNode node) {
        if (node instanceof BoundaryEvent) {
            throw refused(instruction, "it is an event at the edge of an activity, which begins by itself");
        }
        ModelElementInstance scope = node.getParentElement();
        while (scope instanceof SubProcess outer) {
            if (outer.triggeredByEvent()) {
                throw refused(instruction, "it belongs to " + name(outer) + ", which begins by its event alone");
            }
            if (outer.getLoopCharacteristics() != null || open.getOrDefault(outer.getId(), 0) > 1) {
                throw refused(instruction, "it belongs to " + name(outer) + ", which is repeated; name that one");
            }
            scope = scope.getParentElement();
        }
    }

    private static String beginning(FlowNode node) {
        if (node instanceof ServiceTask task) {
            return Delegate.in(String.valueOf(task.getCamundaDelegateExpression()))
                    .map(delegate -> "%s runs at once: it %s (%s)"
                            .formatted(
                                    name(node),
                                    delegate.does(),
                                    delegate.meaning().words()))
                    .orElse(name(node) + " runs at once");
        }
        if (node instanceof CallActivity call) {
            return "%s begins anew: it calls %s, with a new task".formatted(name(node), call.getCalledElement());
        }
        return node instanceof UserTask || node instanceof SubProcess
                ? name(node) + " begins anew"
                : "the process goes on at once from " + name(node);
    }

    static String name(FlowNode node) {
        return node.getName() == null ? node.getId() : node.getName() + " (" + node.getId() + ")";
    }

    private static RuntimeException refused(Instruction instruction, String why) {
        return WorkflowRule.INSTRUCTION_REFUSED.refuse(instruction.kind(), instruction.activity(), why);
    }
}

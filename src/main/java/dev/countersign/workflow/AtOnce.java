package dev.countersign.workflow;

import dev.countersign.models.Delegate;
import dev.countersign.models.Delegate.Meaning;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.CatchEvent;
import org.camunda.bpm.model.bpmn.instance.EventBasedGateway;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.ReceiveTask;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.UserTask;

/** What can run in the same transaction as the step it begins with: everything up to where somebody or something is waited for. */
final class AtOnce {

    private static final Set<Meaning> MOVING = EnumSet.of(Meaning.BEGINS_VERSION, Meaning.ENDS_VERSION, Meaning.EFFECT);

    private AtOnce() {}

    /** Names of the tasks that can run at once and give a record another status, whatever conditions decide on the way. */
    static List<String> moving(Collection<FlowNode> begun) {
        Set<FlowNode> seen = new LinkedHashSet<>(begun);
        Deque<FlowNode> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            after(open.removeFirst()).stream().filter(seen::add).forEach(open::add);
        }
        return seen.stream()
                .filter(node -> node instanceof ServiceTask task && isMoving(task))
                .map(ModificationCheck::name)
                .toList();
    }

    private static Collection<FlowNode> after(FlowNode node) {
        if (node instanceof SubProcess inner) {
            return inner.getChildElementsByType(StartEvent.class).stream()
                    .map(FlowNode.class::cast)
                    .toList();
        }
        boolean waits = node instanceof UserTask
                || node instanceof CallActivity
                || node instanceof ReceiveTask
                || node instanceof EventBasedGateway
                || node instanceof CatchEvent && !(node instanceof StartEvent);
        return waits ? List.of() : node.getSucceedingNodes().list();
    }

    private static boolean isMoving(ServiceTask task) {
        return Delegate.in(String.valueOf(task.getCamundaDelegateExpression()))
                .filter(delegate -> MOVING.contains(delegate.meaning()))
                .isPresent();
    }
}

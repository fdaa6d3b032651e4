package dev.countersign.workflow.dryrun;

import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.core.model.CoreModelElement;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.pvm.process.TransitionImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;

/**
 * Sees what is drawn and what of it runs, and stands guard where the running system does, for a transaction as a whole where that does for
 * each instance. What a transaction reached counts when it is {@linkplain #commit committed}.
 */
final class Watched extends AbstractBpmnParseListener {

    private static final String SIGNATURE_STEP = "signature-step";

    /** More than that in one transaction is a circle in which nobody can act. */
    private static final int MOST_STEPS = 2_000;

    private final Stage stage;
    private final Set<String> approvals;
    private final SortedMap<String, Drawn> drawn = new TreeMap<>();
    private final Set<String> reached = new HashSet<>();
    private final Set<String> now = new HashSet<>();
    private int steps;

    /** @param approvals keys of the processes that people can start */
    Watched(Stage stage, Set<String> approvals) {
        this.stage = stage;
        this.approvals = approvals;
    }

    /** By process. */
    SortedMap<String, Drawn> drawn() {
        return drawn;
    }

    void forget() {
        drawn.clear();
        reached.clear();
        now.clear();
    }

    void begin() {
        steps = 0;
        now.clear();
    }

    void commit() {
        reached.addAll(now);
    }

    /** What was reached since the last time this was asked: {@code process#part}. */
    Set<String> taken() {
        Set<String> taken = Set.copyOf(reached);
        reached.clear();
        return taken;
    }

    @Override
    public void parseProcess(Element element, ProcessDefinitionEntity definition) {
        String process = definition.getKey();
        drawn.put(process, Drawn.of(process, element));
        watch(process, definition);
        if (process.equals(SIGNATURE_STEP)) {
            at(definition, ExecutionListener.EVENTNAME_END, execution -> stage.endsStep());
        } else if (approvals.contains(process)) {
            at(definition, ExecutionListener.EVENTNAME_END, execution -> stage.endsApproval());
        }
    }

    @Override
    public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
        String process = ((ProcessDefinitionEntity) scope.getProcessDefinition()).getKey();
        if (process.equals(SIGNATURE_STEP)) {
            at(activity, ExecutionListener.EVENTNAME_END, execution -> stage.leavesSignature());
        } else if (approvals.contains(process)) {
            at(activity, ExecutionListener.EVENTNAME_END, execution -> stage.leavesRework());
        }
    }

    private void watch(String process, ScopeImpl scope) {
        for (ActivityImpl activity : scope.getActivities()) {
            at(activity, ExecutionListener.EVENTNAME_START, execution -> reach(process, activity.getId()));
            activity.getOutgoingTransitions().forEach(flow -> watch(process, (TransitionImpl) flow));
            watch(process, activity);
        }
    }

    private void watch(String process, TransitionImpl flow) {
        flow.addBuiltInListener(
                ExecutionListener.EVENTNAME_TAKE, (ExecutionListener) execution -> reach(process, flow.getId()));
    }

    private void reach(String process, String part) {
        if (++steps > MOST_STEPS) {
            throw new IllegalStateException("the process goes round and round at " + part + " and nobody can act");
        }
        now.add(process + "#" + part);
    }

    private static void at(CoreModelElement element, String event, Consumer<DelegateExecution> then) {
        element.addBuiltInListener(event, (ExecutionListener) then::accept);
    }
}

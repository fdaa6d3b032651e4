package dev.countersign.workflow;

import dev.countersign.records.RecordStatus;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.signing.Signatures;
import dev.countersign.signing.SigningTask;
import java.util.Optional;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.MultiInstanceActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.task.TaskDefinition;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.springframework.stereotype.Component;

/**
 * Guards every way out of the steps that count (11.10(f), T4). Built-in listeners run whatever {@code skipCustomListeners} says,
 * for completion, signal, message, modification, cancellation and deletion alike. They believe what the transaction carries
 * and what the store holds; never a variable. Added at every parse, so that models deployed earlier have them too.
 */
@Component
class Controls extends AbstractBpmnParseListener {

    private final Signatures signatures;
    private final Records records;
    private final SigningTasks signingTasks;
    private final ModelWatch models;

    Controls(Signatures signatures, Records records, SigningTasks signingTasks, ModelWatch models) {
        this.signatures = signatures;
        this.records = records;
        this.signingTasks = signingTasks;
        this.models = models;
    }

    @Override
    public void parseProcess(Element element, ProcessDefinitionEntity definition) {
        if (SigningTasks.STEP_KEY.equals(definition.getKey())) {
            definition.addBuiltInListener(ExecutionListener.EVENTNAME_END, (ExecutionListener) this::stepEnds);
        } else if (Starting.APPROVALS.contains(definition.getKey())) {
            definition.addBuiltInListener(ExecutionListener.EVENTNAME_END, (ExecutionListener) this::approvalEnds);
        }
    }

    @Override
    public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
        String key = ((ProcessDefinitionEntity) scope.getProcessDefinition()).getKey();
        TaskDefinition task = ((UserTaskActivityBehavior) activity.getActivityBehavior()).getTaskDefinition();
        if (SigningTasks.STEP_KEY.equals(key)) {
            task.addBuiltInTaskListener(TaskListener.EVENTNAME_CREATE, this::signatureDue);
            task.addBuiltInTaskListener(TaskListener.EVENTNAME_COMPLETE, this::signatureTaskCompletes);
            activity.addBuiltInListener(ExecutionListener.EVENTNAME_END, (ExecutionListener) this::signatureTaskEnds);
        } else if (Starting.APPROVALS.contains(key)) {
            task.addBuiltInTaskListener(TaskListener.EVENTNAME_CREATE, this::reworkDue);
            activity.addBuiltInListener(ExecutionListener.EVENTNAME_END, (ExecutionListener) this::reworkEnds);
        }
    }

    /** Asked of the execution: the task is new, and the engine would look for variables of its own all the same. */
    private void signatureDue(DelegateTask task) {
        DelegateExecution execution = task.getExecution();
        task.setName(named((String) execution.getVariable(Variables.STEP_NAME), Variables.recordId(execution)));
    }

    private void reworkDue(DelegateTask task) {
        task.setName(named(task.getName(), Variables.recordId(task)));
    }

    /** In the engine a task's name has the record's title, or nobody could tell the tasks of a list apart. */
    private String named(String step, UUID recordId) {
        String title = records.latest(recordId).map(RecordVersion::title).orElse("");
        String name = step + ": " + title;
        return name.length() <= 200 ? name : name.substring(0, 199) + "…";
    }

    /** Remembers the task for the delegates: when they run, the engine has deleted it. */
    private void signatureTaskCompletes(DelegateTask task) {
        if (!signatures.isOpenFor(task.getId())) {
            throw WorkflowRule.SIGN_INSTEAD.refuse(task.getId(), task.getId(), task.getId());
        }
        ExecutionEntity execution = ((TaskEntity) task).getExecution();
        models.demandTrusted(SigningTasks.definitions(execution));
        Carried carried = Carried.required(task.getTaskDefinitionKey());
        SigningTask signing = signingTasks.of((TaskEntity) task);
        carried.completed(task.getProcessInstanceId(), signing);
        repetition(execution).ifPresent(instance -> carried.completed(instance, signing));
    }

    private void signatureTaskEnds(DelegateExecution execution) {
        Carried carried = Carried.required(execution.getCurrentActivityId());
        boolean opened = carried.completedIn(execution.getProcessInstanceId())
                .filter(task -> signatures.isOpenFor(task.taskId()))
                .isPresent();
        if (!opened && !isEndedEarly(carried, execution)) {
            throw WorkflowRule.STEP_HAS_A_DOOR.refuse(execution.getCurrentActivityId());
        }
    }

    private void stepEnds(DelegateExecution execution) {
        Carried carried = Carried.required(SigningTasks.STEP_KEY);
        boolean persisted = carried.completedIn(execution.getProcessInstanceId())
                .filter(task -> signatures.isPersistedFor(task.taskId()))
                .isPresent();
        if (!persisted && !isEndedEarly(carried, execution)) {
            throw WorkflowRule.STEP_HAS_A_DOOR.refuse(SigningTasks.STEP_KEY);
        }
    }

    private void reworkEnds(DelegateExecution execution) {
        UUID recordId = Variables.recordId(execution);
        Carried carried = Carried.required(execution.getCurrentActivityId());
        if (!carried.hasRevised(recordId) && !isEndedEarly(carried, execution)) {
            throw WorkflowRule.STEP_HAS_A_DOOR.refuse(execution.getCurrentActivityId());
        }
    }

    /**
     * A withdrawal ends what is open; a signed intervention does too, but lets nothing come to its regular end; and so does the signature
     * of a repeated step with which enough have signed, or one has rejected.
     */
    private boolean isEndedEarly(Carried carried, DelegateExecution execution) {
        UUID recordId = Variables.recordId(execution);
        return carried.withdrawalOf(recordId).isPresent()
                || execution.isCanceled() && (carried.breaksGlassOf(recordId) || isLeftOver(carried, execution));
    }

    private boolean isLeftOver(Carried carried, DelegateExecution execution) {
        return repetition((ExecutionEntity) execution)
                .flatMap(carried::completedIn)
                .filter(sibling -> signatures.isPersistedFor(sibling.taskId()))
                .isPresent();
    }

    /** Id of the activity instance in which this step is called several times; empty if it is called once. */
    private static Optional<String> repetition(ExecutionEntity execution) {
        ExecutionEntity caller = execution.getProcessInstance().getSuperExecution();
        return Optional.ofNullable(caller)
                .filter(one -> one.getActivity().getFlowScope() instanceof ActivityImpl scope
                        && scope.getActivityBehavior() instanceof MultiInstanceActivityBehavior)
                .map(ExecutionEntity::getParentActivityInstanceId);
    }

    private void approvalEnds(DelegateExecution execution) {
        UUID recordId = Variables.recordId(execution);
        RecordStatus status = records.status(recordId);
        if (status != RecordStatus.EFFECTIVE && status != RecordStatus.WITHDRAWN) {
            throw WorkflowRule.CANCELLATION_REFUSED.refuse(recordId);
        }
    }
}

package dev.countersign.workflow;

import static dev.countersign.workflow.TestApprovals.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.records.RecordStatus;
import dev.countersign.signing.Signatures;
import dev.countersign.workflow.Processes.Started;
import dev.countersign.workflow.TestApprovals.Cast;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Attacks on the steps that count with everything the engine's Java API has, by somebody it does not restrict at all (T4, T5).
 * REST and the list of commands are closed before; this is what holds when something gets past both.
 */
@CountersignTest
@Requirement("WFL-01")
class ControlsTest {

    private static final Map<String, Object> PRETENDED = Map.of(
            Variables.DECISION, "approve", "signed", true, "signature", "0192", "isOpen", true, "persisted", true);

    @Autowired
    TestApprovals approvals;

    @Autowired
    Processes processes;

    @Autowired
    Signatures signatures;

    @Autowired
    ProcessEngine listed;

    /** Past the list of commands. */
    ProcessEngine engine;

    Cast cast;

    @BeforeEach
    void init() {
        cast = approvals.cast();
        // whoever a door acted for is not on this thread any more
        listed.getIdentityService().clearAuthentication();
        engine = Unlisted.of(listed);
    }

    static Stream<Arguments> waysPastASignature() {
        return ways().entrySet().stream().map(way -> Arguments.of(Named.of(way.getKey(), way.getValue())));
    }

    /** By what they do; on the engine as it comes all of them work. */
    static Map<String, BiConsumer<ProcessEngine, Task>> ways() {
        return Map.ofEntries(
                entry("completing the task", (engine, task) -> engine.getTaskService()
                        .complete(task.getId())),
                entry("completing it with variables that pretend a signature", (engine, task) -> engine.getTaskService()
                        .complete(task.getId(), PRETENDED)),
                entry("writing the variables first", (engine, task) -> {
                    engine.getRuntimeService().setVariables(task.getProcessInstanceId(), PRETENDED);
                    engine.getTaskService().complete(task.getId());
                }),
                entry("submitting its form", (engine, task) -> engine.getFormService()
                        .submitTaskForm(task.getId(), PRETENDED)),
                entry("resolving it", (engine, task) -> {
                    engine.getTaskService().delegateTask(task.getId(), "somebody");
                    engine.getTaskService().resolveTask(task.getId(), PRETENDED);
                    engine.getTaskService().complete(task.getId());
                }),
                entry("signalling its execution", (engine, task) -> engine.getRuntimeService()
                        .signal(task.getExecutionId(), PRETENDED)),
                entry("deleting the step", (engine, task) -> engine.getRuntimeService()
                        .deleteProcessInstance(task.getProcessInstanceId(), "not needed", true)),
                entry("deleting the approval", (engine, task) -> engine.getRuntimeService()
                        .deleteProcessInstance(rootOf(engine, task), "not needed", true)),
                entry("starting behind the task", (engine, task) -> modify(engine, task)
                        .startBeforeActivity("persistence")
                        .cancelAllForActivity("sign")
                        .execute(true, true)),
                entry("starting after everything", (engine, task) -> modify(engine, task)
                        .cancelAllForActivity("sign")
                        .startAfterActivity("persistence")
                        .execute(true, true)),
                entry("cancelling the task", (engine, task) -> modify(engine, task)
                        .cancelAllForActivity("sign")
                        .execute(true, true)),
                entry("jumping to make effective", (engine, task) -> engine.getRuntimeService()
                        .createProcessInstanceModification(rootOf(engine, task))
                        .startBeforeActivity("release")
                        .execute(true, true)),
                entry("jumping to the end", (engine, task) -> engine.getRuntimeService()
                        .createProcessInstanceModification(rootOf(engine, task))
                        .cancelAllForActivity("review")
                        .startAfterActivity("release")
                        .execute(true, true)),
                entry("sending the withdrawal's message", (engine, task) -> engine.getRuntimeService()
                        .createMessageCorrelation("record-withdrawn")
                        .processInstanceId(rootOf(engine, task))
                        .correlateWithResult()));
    }

    @ParameterizedTest
    @MethodSource("waysPastASignature")
    @Requirement("WFL-11")
    void nothingLeavesASignatureTaskButASignature(BiConsumer<ProcessEngine, Task> way) {
        Started started = approvals.startedByService();
        Task task = approvals.openTask(started.recordId());

        assertThatThrownBy(() -> way.accept(engine, task)).isInstanceOf(RuntimeException.class);

        assertThat(approvals.openTask(started.recordId()).getId()).isEqualTo(task.getId());
        assertThat(approvals.status(started.recordId())).isEqualTo(RecordStatus.IN_REVIEW);
        assertThat(signatures.ofRecord(started.recordId())).isEmpty();
        // and it can still be signed
        approvals.approve(cast.analyst(), started.recordId());
    }

    @ParameterizedTest
    @MethodSource("waysPastASignature")
    @Requirement({"PRC-02", "WFL-11"})
    void theListOfCommandsHoldsAlone(BiConsumer<ProcessEngine, Task> way) {
        Task task = approvals.openTask(approvals.startedByService().recordId());
        assertThatThrownBy(() -> way.accept(listed, task)).isInstanceOf(AuthorizationException.class);
        assertThat(approvals
                        .openTask(Variables.recordId(
                                name -> engine.getTaskService().getVariable(task.getId(), name)))
                        .getId())
                .isEqualTo(task.getId());
    }

    @Test
    @Requirement("WFL-03")
    void nothingEndsReworkButANewVersion() {
        Started started = approvals.startedByService();
        UUID recordId = started.recordId();
        approvals.reject(cast.analyst(), recordId, "to be reworked");
        Task task = approvals.openTask(recordId);
        TaskService tasks = engine.getTaskService();
        RuntimeService runtime = engine.getRuntimeService();
        List<Runnable> ways = List.of(
                () -> tasks.complete(task.getId(), PRETENDED),
                () -> runtime.signal(task.getExecutionId()),
                () -> runtime.deleteProcessInstance(started.instanceId(), "enough", true),
                () -> runtime.createProcessInstanceModification(started.instanceId())
                        .cancelAllForActivity("rework")
                        .startBeforeActivity("approval")
                        .execute(true, true));
        assertThat(ways).allSatisfy(way -> assertThatThrownBy(way::run).isInstanceOf(RuntimeException.class));
        assertThat(approvals.openTask(recordId).getId()).isEqualTo(task.getId());
        assertThat(approvals.status(recordId)).isEqualTo(RecordStatus.IN_REWORK);
    }

    @Test
    @Requirement("WFL-11")
    void variablesSteerNothing() {
        Started started = approvals.startedByService();
        UUID recordId = started.recordId();
        RuntimeService runtime = engine.getRuntimeService();
        runtime.setVariables(started.instanceId(), Map.of(Variables.DECISION, "approve"));
        approvals.reject(cast.analyst(), recordId, "no");
        assertThat(approvals.status(recordId)).isEqualTo(RecordStatus.IN_REWORK);
    }

    @Test
    @Requirement("WFL-11")
    void anApprovalPutTogetherByVariablesNeverBecomesEffective() {
        Started started = approvals.startedByService();
        UUID recordId = started.recordId();
        assertThatThrownBy(() -> engine.getRuntimeService()
                        .createProcessInstanceByKey(TestApprovals.APPROVAL)
                        .setVariables(Map.of(Variables.RECORD_ID, recordId.toString(), Variables.DECISION, "approve"))
                        .startBeforeActivity("release")
                        .execute(true, true))
                .isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> engine.getRuntimeService()
                        .startProcessInstanceByKey(
                                SigningTasks.STEP_KEY, Map.of(Variables.RECORD_ID, recordId.toString())))
                .isInstanceOf(RuntimeException.class);
        assertThat(approvals.status(recordId)).isEqualTo(RecordStatus.IN_REVIEW);
    }

    @Test
    void aWithdrawalOfOneRecordDoesNotEndAnother() {
        Started one = approvals.startedBy(cast.author());
        Started other = approvals.startedBy(cast.author());
        processes.withdraw(person(cast.author()), one.recordId(), "only this one");
        assertThat(approvals.status(other.recordId())).isEqualTo(RecordStatus.IN_REVIEW);
        assertThat(approvals.openTask(other.recordId())).isNotNull();
    }

    private static Map.Entry<String, BiConsumer<ProcessEngine, Task>> entry(
            String name, BiConsumer<ProcessEngine, Task> way) {
        return Map.entry(name, way);
    }

    private static org.camunda.bpm.engine.runtime.ProcessInstanceModificationBuilder modify(
            ProcessEngine engine, Task task) {
        return engine.getRuntimeService().createProcessInstanceModification(task.getProcessInstanceId());
    }

    private static String rootOf(ProcessEngine engine, Task task) {
        return engine.getRuntimeService()
                .createProcessInstanceQuery()
                .processInstanceId(task.getProcessInstanceId())
                .singleResult()
                .getRootProcessInstanceId();
    }
}

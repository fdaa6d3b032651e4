package dev.countersign.workflow;

import static dev.countersign.workflow.TestApprovals.person;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.records.RecordStatus;
import dev.countersign.workflow.Processes.Started;
import dev.countersign.workflow.TestApprovals.Cast;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Every sequence flow of an approval is taken, with the real signing, store and engine under it: what the engine's history has as passed is
 * compared with what is drawn. (A dry run takes those of the other shipped models too, in an engine by itself.)
 */
@CountersignTest
@Requirement({"WFL-01", "WFL-03"})
class EveryPathTest {

    @Autowired
    private TestApprovals approvals;

    @Autowired
    private Processes processes;

    @Autowired
    private ProcessEngine engine;

    private Cast cast;

    @BeforeEach
    void people() {
        cast = approvals.cast();
    }

    @Test
    void anApprovalTakesEveryFlowThatIsDrawn() {
        Started rejectedEverywhere = approvals.startedBy(cast.author());
        UUID recordId = rejectedEverywhere.recordId();
        for (List<String> round :
                List.of(List.<String>of(), List.of(cast.author()), List.of(cast.author(), cast.analyst()))) {
            round.forEach(signer -> approvals.approve(signer, recordId));
            List<String> order = List.of(cast.author(), cast.analyst(), cast.manager());
            approvals.reject(order.get(round.size()), recordId, "not yet");
            approvals.revise(cast.author(), recordId);
        }
        List.of(cast.author(), cast.analyst(), cast.manager()).forEach(signer -> approvals.approve(signer, recordId));
        assertThat(approvals.status(recordId)).isEqualTo(RecordStatus.EFFECTIVE);
        Started ofAProgram = approvals.startedByService();
        processes.withdraw(person(cast.manager()), ofAProgram.recordId(), "not needed");

        for (String key : List.of(TestApprovals.APPROVAL, SigningTasks.STEP_KEY)) {
            Set<String> drawn = new TreeSet<>();
            Set<String> taken = new TreeSet<>();
            for (Started started : List.of(rejectedEverywhere, ofAProgram)) {
                instances(started).stream()
                        .filter(one -> one.getProcessDefinitionKey().equals(key))
                        .forEach(one -> compare(one, drawn, taken));
            }
            assertThat(taken)
                    .as("flows of %s that were taken", key)
                    .isEqualTo(drawn)
                    .isNotEmpty();
        }
    }

    /** There is one token in each: what follows something came from it. */
    private void compare(HistoricProcessInstance instance, Set<String> drawn, Set<String> taken) {
        List<String> passed = history()
                .createHistoricActivityInstanceQuery()
                .processInstanceId(instance.getId())
                .orderPartiallyByOccurrence()
                .asc()
                .list()
                .stream()
                .map(HistoricActivityInstance::getActivityId)
                .toList();
        for (SequenceFlow flow : engine.getRepositoryService()
                .getBpmnModelInstance(instance.getProcessDefinitionId())
                .getModelElementsByType(SequenceFlow.class)) {
            drawn.add(flow.getId());
            for (int at = 1; at < passed.size(); at++) {
                if (passed.get(at - 1).equals(flow.getSource().getId())
                        && passed.get(at).equals(flow.getTarget().getId())) {
                    taken.add(flow.getId());
                }
            }
        }
    }

    private List<HistoricProcessInstance> instances(Started started) {
        return history()
                .createHistoricProcessInstanceQuery()
                .rootProcessInstanceId(started.instanceId())
                .list();
    }

    private HistoryService history() {
        return engine.getHistoryService();
    }
}

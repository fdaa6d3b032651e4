package dev.countersign.workflow;

import static dev.countersign.workflow.TestApprovals.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.changes.ProcessModels;
import dev.countersign.ledger.Caller;
import dev.countersign.records.NewVersion;
import dev.countersign.records.RecordStatus;
import dev.countersign.records.Records;
import dev.countersign.workflow.Processes.StartRequest;
import dev.countersign.workflow.Processes.Started;
import dev.countersign.workflow.TestApprovals.Cast;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.migration.MigratingProcessInstanceValidationException;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.transaction.support.TransactionTemplate;

/** What holds when an intervention is tried past its doors, each control by itself. */
@CountersignTest
@Requirement({"PRC-02", "WFL-11"})
class BreakGlassGuardsTest {

    private static final String WITHOUT_STEPS = """
            <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t">
              <bpmn:process id="record-approval" isExecutable="true" camunda:historyTimeToLive="1">
                <bpmn:startEvent id="s" /><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="wait" />
                <bpmn:receiveTask id="wait" /><bpmn:sequenceFlow id="g" sourceRef="wait" targetRef="release" />
                <bpmn:serviceTask id="release" camunda:delegateExpression="${makeEffective}" />
              </bpmn:process>
            </bpmn:definitions>""";

    @LocalServerPort
    int port;

    @Autowired
    TestApprovals approvals;

    @Autowired
    TestPeople people;

    @Autowired
    ProcessEngine listed;

    @Autowired
    Engine door;

    @Autowired
    BreakGlassExecution execution;

    @Autowired
    BreakGlass breakGlass;

    @Autowired
    Records records;

    @Autowired
    Processes processes;

    @Autowired
    TransactionTemplate transactions;

    private ProcessEngine engine;
    private Cast cast;
    private Started target;
    private Task task;

    @BeforeEach
    void init() {
        listed.getIdentityService().clearAuthentication();
        engine = Unlisted.of(listed);
        cast = approvals.cast();
        target = approvals.startedByService();
        task = approvals.openTask(target.recordId());
    }

    @Test
    void aMigrationToAModelWithoutStepsIsRefusedByTheDoorAndByTheEngine() {
        String deployment = UngatedDeployment.of(engine, () -> engine.getRepositoryService()
                .createDeployment()
                .addString("processes/record-approval.bpmn", WITHOUT_STEPS)
                .deploy()
                .getId());
        try {
            String definition = engine.getRepositoryService()
                    .createProcessDefinitionQuery()
                    .deploymentId(deployment)
                    .singleResult()
                    .getId();
            TestClient administrator = TestClient.signedIn(port, people.somebody(Role.PROCESS_ADMINISTRATOR));
            HttpResponse<String> refused = administrator.post(
                    "/api/break-glass/preview",
                    Map.of("operation", "migrate", "incident", "faster", "instances", List.of(target.instanceId())));
            assertThat(refused.body()).contains("WFL-081", definition);

            RuntimeService runtime = engine.getRuntimeService();
            assertThatThrownBy(() -> runtime.newMigration(runtime.createMigrationPlan(instanceDefinition(), definition)
                                    .build())
                            .processInstanceIds(target.instanceId())
                            .execute())
                    .isInstanceOf(MigratingProcessInstanceValidationException.class)
                    .hasMessageContaining("review");
        } finally {
            engine.getRepositoryService().deleteDeployment(deployment, true);
        }
        stillStands();
    }

    @Test
    void whatCancelsAStepDoesNotCompleteIt() {
        // the way a signed intervention goes, without the list of commands: it ends steps, it signs none
        assertThatThrownBy(() -> intervening(() -> engine.getTaskService().complete(task.getId())))
                .hasStackTraceContaining("WFL-011");
        assertThatThrownBy(() -> intervening(() -> engine.getRuntimeService().signal(task.getExecutionId())))
                .hasStackTraceContaining("WFL-017");
        assertThatThrownBy(() -> intervening(() -> engine.getRuntimeService()
                        .createProcessInstanceModification(target.instanceId())
                        .cancelAllForActivity("review")
                        .startBeforeActivity("release")
                        .execute()))
                .hasStackTraceContaining("signatures");
        assertThatThrownBy(() -> intervening(() -> engine.getRuntimeService()
                        .createProcessInstanceModification(task.getProcessInstanceId())
                        .cancelAllForActivity("sign")
                        .startAfterActivity("persistence")
                        .execute()))
                .hasStackTraceContaining("step signature-step ends only through its own door");
        assertThatThrownBy(() -> intervening(() -> engine.getRuntimeService()
                        .deleteProcessInstance(target.instanceId(), "without withdrawing its record")))
                .hasStackTraceContaining("WFL-018");
        stillStands();
    }

    @Test
    void anInterventionInOneApprovalEndsNoOther() {
        Started other = approvals.startedByService();
        assertThatThrownBy(() -> intervening(() -> engine.getRuntimeService()
                        .createProcessInstanceModification(other.instanceId())
                        .cancelAllForActivity("review")
                        .startBeforeActivity("review")
                        .execute()))
                .hasStackTraceContaining("WFL-017");
        assertThat(approvals.status(other.recordId())).isEqualTo(RecordStatus.IN_REVIEW);
    }

    @Test
    void nothingIsCarriedOutThatHasNotAllItsSignatures() {
        assertThatThrownBy(() -> transactions.executeWithoutResult(status -> {
                    Carried carried = Carried.begin(person(cast.manager()));
                    execution.carryOut(
                            carried, records.latest(target.recordId()).orElseThrow(), listed);
                }))
                .hasMessageContaining("WFL-087");
    }

    @Test
    void aDraftIsStartedOnlyWhileItIsWhatItShows() {
        Caller administrator = person(people.somebody(Role.PROCESS_ADMINISTRATOR));
        ObjectNode asked =
                JsonNodeFactory.instance.objectNode().put("operation", "cancel").put("incident", "past the doors");
        asked.putArray("instances").add(target.instanceId());
        JsonNode content = breakGlass.preview(administrator, null, asked);
        ((ObjectNode) content.at("/preview/0/then")).put("record", "The record stays as it is.");
        UUID draft = Objects.requireNonNull(transactions.execute(status -> records.append(
                        administrator,
                        records.validate(new NewVersion(
                                ProcessModels.BREAK_GLASS, "past the doors", content, List.of(), "because", null)))
                .recordId()));
        assertThatThrownBy(() ->
                        processes.start(administrator, ModelWatch.BREAK_GLASS, new StartRequest(null, null, draft, 1)))
                .hasMessageContaining("WFL-084");
        assertThat(records.status(draft)).isEqualTo(RecordStatus.DRAFT);
    }

    @Test
    void theCommandsRunForNobodyWhoOnlyCarriesTheName() {
        assertThatThrownBy(() -> transactions.executeWithoutResult(status -> {
                    Carried.begin(person(cast.manager()));
                    Engine.as(Party.BREAKING_GLASS, () -> {
                        listed.getRuntimeService().deleteProcessInstance(target.instanceId(), "no");
                        return true;
                    });
                }))
                .isInstanceOf(AuthorizationException.class)
                .hasMessageContaining("WFL-029");
        assertThatThrownBy(() -> transactions.executeWithoutResult(status -> {
                    Carried.begin(person(cast.manager())).breakingGlass(Set.of(target.recordId()));
                    door.as(person(cast.manager()), context -> {
                        listed.getRuntimeService().deleteProcessInstance(target.instanceId(), "no");
                        return true;
                    });
                }))
                .as("nor for the person whose signature it is")
                .hasStackTraceContaining("WFL-029");
        stillStands();
    }

    private void intervening(Runnable work) {
        transactions.executeWithoutResult(status -> {
            Carried.begin(person(cast.manager())).breakingGlass(Set.of(target.recordId()));
            work.run();
        });
    }

    private String instanceDefinition() {
        return engine.getRuntimeService()
                .createProcessInstanceQuery()
                .processInstanceId(target.instanceId())
                .singleResult()
                .getProcessDefinitionId();
    }

    private void stillStands() {
        UUID recordId = target.recordId();
        assertThat(approvals.openTask(recordId).getId()).isEqualTo(task.getId());
        assertThat(approvals.status(recordId)).isEqualTo(RecordStatus.IN_REVIEW);
        approvals.approve(cast.analyst(), recordId);
        processes.withdraw(person(cast.manager()), recordId, "the test is over");
    }
}

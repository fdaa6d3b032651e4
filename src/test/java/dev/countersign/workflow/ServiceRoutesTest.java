package dev.countersign.workflow;

import static dev.countersign.workflow.TestApprovals.person;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.database.DatabaseRoles;
import dev.countersign.records.RecordStatus;
import dev.countersign.signing.Signatures;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.repository.Deployment;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Every method of the engine's Java services, found by reflection, on behalf of every role and in every state of an approval: none
 * changes a row of the engine, and no record becomes effective (T4, T9).
 */
@CountersignTest
@Requirement({"PRC-02", "WFL-01", "WFL-11"})
class ServiceRoutesTest {

    private static final String TIMED = "<?xml version='1.0' encoding='UTF-8'?><definitions"
            + " xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' xmlns:camunda='http://camunda.org/schema/1.0/bpmn'"
            + " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' targetNamespace='timed'>"
            + "<process id='timed' isExecutable='true' camunda:historyTimeToLive='1'><startEvent id='s'/>"
            + "<sequenceFlow id='f' sourceRef='s' targetRef='t'/><userTask id='t'/><boundaryEvent id='b' attachedToRef='t'>"
            + "<timerEventDefinition><timeDuration xsi:type='tFormalExpression'>P30D</timeDuration></timerEventDefinition>"
            + "</boundaryEvent><sequenceFlow id='h' sourceRef='b' targetRef='d'/><endEvent id='d'/>"
            + "<sequenceFlow id='g' sourceRef='t' targetRef='e'/><endEvent id='e'/></process></definitions>";

    @Autowired
    ProcessEngine services;

    @Autowired
    TestApprovals approvals;

    @Autowired
    TestPeople people;

    @Autowired
    Tasks tasks;

    @Autowired
    Signatures signatures;

    private EngineRows rows;

    @BeforeEach
    void init(@Autowired DatabaseRoles roles) throws Exception {
        services.getIdentityService().clearAuthentication();
        Connection superuser = roles.connect(DatabaseRoles.SUPERUSER);
        rows = new EngineRows(superuser, services);
    }

    @AfterEach
    void done() throws SQLException {
        services.getIdentityService().clearAuthentication();
        rows.close();
    }

    /** Another engine has others: then its new ones are looked at, and counted here. */
    @Test
    void theServicesHaveTheMethodsThatWereLookedAt() {
        assertThat(ServiceCalls.services().stream().map(ServiceCalls::counted))
                .containsExactly(
                        "AuthorizationService: 3 change, 3 read",
                        "CaseService: 30 change, 18 read",
                        "DecisionService: 7 change, 0 read",
                        "ExternalTaskService: 20 change, 4 read",
                        "FilterService: 4 change, 11 read",
                        "FormService: 7 change, 14 read",
                        "HistoryService: 29 change, 34 read",
                        "IdentityService: 23 change, 16 read",
                        "ManagementService: 68 change, 22 read",
                        "RepositoryService: 28 change, 27 read",
                        "RuntimeService: 87 change, 25 read",
                        "TaskService: 57 change, 31 read");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    @Requirement("AUT-01")
    void noRoleChangesAnythingAboutAnOpenTask(Role role) throws SQLException {
        UUID record = approvals.startedByService().recordId();
        Task task = approvals.openTask(record);

        String somebody = people.somebody(role);
        changesNothing(somebody, role, new ServiceCalls(services, task));

        assertThat(approvals.openTask(record).getId()).isEqualTo(task.getId());
        assertThat(approvals.status(record)).isEqualTo(RecordStatus.IN_REVIEW);
        assertThat(signatures.ofRecord(record)).isEmpty();
    }

    @Test
    void whoHasTakenTheTaskChangesNothingAboutItEither() throws SQLException {
        UUID record = approvals.startedByService().recordId();
        Task task = approvals.openTask(record);
        String analyst = approvals.cast().analyst();
        tasks.claim(person(analyst), task.getId());

        changesNothing(analyst, Role.QA_ANALYST, new ServiceCalls(services, task));

        assertThat(approvals.openTask(record).getAssignee()).isEqualTo(analyst);
        assertThat(approvals.status(record)).isEqualTo(RecordStatus.IN_REVIEW);
        assertThat(signatures.ofRecord(record)).isEmpty();
    }

    @Test
    @Requirement("WFL-03")
    void nobodyLeavesRework() throws SQLException {
        UUID record = approvals.startedByService().recordId();
        approvals.reject(approvals.cast().analyst(), record, "to be reworked");
        Task rework = approvals.openTask(record);

        changesNothing(approvals.cast().otherAnalyst(), Role.QA_ANALYST, new ServiceCalls(services, rework));

        assertThat(approvals.openTask(record).getId()).isEqualTo(rework.getId());
        assertThat(approvals.status(record)).isEqualTo(RecordStatus.IN_REWORK);
    }

    @Test
    void nobodyRunsOrMovesAJobThatWaits() throws SQLException {
        ProcessEngine unlisted = Unlisted.of(services);
        Deployment deployment = UngatedDeployment.of(unlisted, () -> unlisted.getRepositoryService()
                .createDeployment()
                .addString("timed.bpmn", TIMED)
                .deploy());
        try {
            String instance = unlisted.getRuntimeService()
                    .startProcessInstanceByKey("timed")
                    .getId();
            Task task = unlisted.getTaskService()
                    .createTaskQuery()
                    .processInstanceId(instance)
                    .singleResult();
            Job job = unlisted.getManagementService()
                    .createJobQuery()
                    .processInstanceId(instance)
                    .singleResult();
            ServiceCalls calls = new ServiceCalls(services, task, job.getId());

            changesNothing(people.somebody(Role.QA_MANAGER), Role.QA_MANAGER, calls);

            assertThat(calls.refused())
                    .contains(
                            "ManagementService.executeJob/1",
                            "ManagementService.setJobDuedate/2",
                            "ManagementService.deleteJob/1",
                            "ManagementService.setJobRetries/2");
        } finally {
            services.getIdentityService().clearAuthentication();
            unlisted.getRepositoryService().deleteDeployment(deployment.getId(), true, true, true);
        }
    }

    private void changesNothing(String who, Role role, ServiceCalls calls) throws SQLException {
        String before = rows.digest();
        services.getIdentityService().setAuthentication(who, List.of(role.code()));
        calls.all();
        assertThat(calls.done())
                .as("methods that change something and did not throw")
                .isEmpty();
        assertThat(calls.refused()).hasSizeGreaterThan(100);
        // a method of the engine may be called anything
        calls.reads();
        services.getIdentityService().clearAuthentication();
        assertThat(rows.digest()).isEqualTo(before);
    }
}

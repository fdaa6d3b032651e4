package dev.countersign.workflow;

import static dev.countersign.workflow.TestApprovals.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.historyService;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.RecordStatus;
import dev.countersign.records.Records;
import dev.countersign.signing.Signature;
import dev.countersign.signing.Signatures;
import dev.countersign.workflow.Processes.Started;
import dev.countersign.workflow.TestApprovals.Cast;
import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.history.HistoricVariableInstance;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.test.assertions.bpmn.AbstractAssertions;
import org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests;
import org.camunda.bpm.engine.test.assertions.bpmn.ProcessInstanceAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Every path of {@code record-approval}, with the real signing under it. */
@CountersignTest
class RecordApprovalTest {

    @Autowired
    TestApprovals approvals;

    @Autowired
    Processes processes;

    @Autowired
    Tasks tasks;

    @Autowired
    Records records;

    @Autowired
    Signatures signatures;

    @Autowired
    ProcessEngine engine;

    Cast cast;

    @BeforeEach
    void init() {
        BpmnAwareTests.init(engine);
        cast = approvals.cast();
    }

    @AfterEach
    void reset() {
        AbstractAssertions.reset();
    }

    @Test
    @Requirement({"WFL-01", "WFL-11"})
    void aServiceAccountsRecordBecomesEffectiveByReviewAndApproval() {
        Started started = approvals.startedByService();
        that(started).isWaitingAt("review").variables().containsEntry(Variables.PERSON_DRAFTED, false);
        assertThat(approvals.status(started.recordId())).isEqualTo(RecordStatus.IN_REVIEW);

        approvals.approve(cast.analyst(), started.recordId());
        that(started).isWaitingAt("approval");
        approvals.approve(cast.manager(), started.recordId());

        assertThat(approvals.status(started.recordId())).isEqualTo(RecordStatus.EFFECTIVE);
        assertThat(passed(started)).contains("keep", "plan", "open", "review", "approval", "release", "effective");
        assertThat(passed(started)).doesNotContain("authorship", "reject", "rework");
    }

    @Test
    @Requirement("WFL-01")
    void whoeverWroteTheVersionSignsForItFirst() {
        Started started = approvals.startedBy(cast.author());
        that(started).isWaitingAt("authorship");
        assertThat(approvals.openTask(started.recordId()).getAssignee()).isEqualTo(cast.author());

        approvals.approve(cast.author(), started.recordId());
        that(started).isWaitingAt("review");
        approvals.approve(cast.analyst(), started.recordId());
        approvals.approve(cast.manager(), started.recordId());

        assertThat(approvals.status(started.recordId())).isEqualTo(RecordStatus.EFFECTIVE);
        assertThat(steps(started.recordId())).containsExactly("authorship", "review", "approval");
    }

    @Test
    @Requirement("WFL-03")
    void anAuthorCanSendTheirOwnVersionBack() {
        Started started = approvals.startedBy(cast.author());
        approvals.reject(cast.author(), started.recordId(), "a step is missing");
        that(started).isWaitingAt("rework");
        assertThat(approvals.status(started.recordId())).isEqualTo(RecordStatus.IN_REWORK);

        approvals.revise(cast.author(), started.recordId());
        that(started).isWaitingAt("authorship").variables().containsEntry(Variables.RECORD_VERSION, 2);
    }

    @Test
    @Requirement({"WFL-03", "REC-04"})
    void aRejectionAtReviewLeadsThroughReworkToANewVersionThatIsSignedAgain() {
        Started started = approvals.startedByService();
        UUID recordId = started.recordId();
        Signature rejection = approvals.reject(cast.analyst(), recordId, "the tolerance is wrong");
        that(started).isWaitingAt("rework");
        assertThat(approvals.openTask(recordId).getAssignee()).isNull();

        assertThat(approvals.revise(cast.otherAnalyst(), recordId).version()).isEqualTo(2);
        that(started).isWaitingAt("authorship");
        approvals.approve(cast.otherAnalyst(), recordId);
        that(started).isWaitingAt("review");
        approvals.approve(cast.analyst(), recordId);
        approvals.approve(cast.manager(), recordId);

        assertThat(approvals.status(recordId)).isEqualTo(RecordStatus.EFFECTIVE);
        assertThat(signatures.ofRecord(recordId).get(0).signatureId()).isEqualTo(rejection.signatureId());
        assertThat(signatures.ofRecord(recordId)).extracting(Signature::version).containsExactly(1, 2, 2, 2);
    }

    @Test
    @Requirement("WFL-03")
    void aRejectionAtApprovalGoesBackToTheAuthor() {
        Started started = approvals.startedBy(cast.author());
        UUID recordId = started.recordId();
        approvals.approve(cast.author(), recordId);
        approvals.approve(cast.analyst(), recordId);
        approvals.reject(cast.manager(), recordId, "scope is unclear");
        that(started).isWaitingAt("rework");
        assertThat(approvals.openTask(recordId).getAssignee()).isEqualTo(cast.author());

        assertThatThrownBy(() -> approvals.revise(cast.otherAnalyst(), recordId))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().number()).isEqualTo("WFL-015"));
        approvals.revise(cast.author(), recordId);
        approvals.approve(cast.author(), recordId);
        approvals.approve(cast.analyst(), recordId);
        approvals.approve(cast.manager(), recordId);
        assertThat(approvals.status(recordId)).isEqualTo(RecordStatus.EFFECTIVE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"authorship", "review", "approval", "rework"})
    @Requirement("WFL-01")
    void aRecordCanBeWithdrawnWhereverItWaits(String place) {
        Started started = approvals.startedBy(cast.author());
        UUID recordId = started.recordId();
        bring(recordId, place);
        that(started).isWaitingAt(place);

        processes.withdraw(person(cast.author()), recordId, "superseded by another document");

        assertThat(approvals.status(recordId)).isEqualTo(RecordStatus.WITHDRAWN);
        assertThat(approvals.instance(started)).isNull();
        assertThat(approvals.openTask(recordId)).isNull();
        assertThat(passed(started)).contains("withdraw", "withdrawn").doesNotContain("effective");
    }

    @Test
    @Requirement("WFL-01")
    void withdrawalIsForAuthorsAndQaManagersWithAReason() {
        UUID recordId = approvals.startedBy(cast.author()).recordId();
        assertRefused("WFL-006", () -> processes.withdraw(person(cast.analyst()), recordId, "I do not like it"));
        assertRefused("WFL-007", () -> processes.withdraw(person(cast.manager()), recordId, " "));
        assertRefused("WFL-028", () -> processes.withdraw(person(cast.manager()), recordId, "\u202edehsinif\u202c"));
        processes.withdraw(person(cast.manager()), recordId, "not needed any more");
        assertThat(approvals.status(recordId)).isEqualTo(RecordStatus.WITHDRAWN);
    }

    @Test
    @Requirement("WFL-01")
    void aDraftThatWasNeverStartedCanBeWithdrawnToo() {
        UUID recordId = approvals.drafted(cast.author());
        assertThat(approvals.status(recordId)).isEqualTo(RecordStatus.DRAFT);
        processes.withdraw(person(cast.author()), recordId, "written twice");
        assertThat(approvals.status(recordId)).isEqualTo(RecordStatus.WITHDRAWN);
        assertRefused("REC-012", () -> processes.withdraw(person(cast.author()), recordId, "again"));
    }

    @Test
    @Requirement({"REC-01", "REC-04", "WFL-01"})
    void aSecondVersionSupersedesTheFirstOnlyWhenItIsEffectiveItself() {
        UUID recordId = effective();

        approvals.revise(cast.author(), recordId);
        assertThat(records.status(recordId, 1)).contains(RecordStatus.EFFECTIVE);
        approvals.startedAgain(cast.author(), recordId, 2);
        approvals.approve(cast.author(), recordId);
        approvals.approve(cast.analyst(), recordId);
        assertThat(records.status(recordId, 1)).contains(RecordStatus.EFFECTIVE);
        approvals.approve(cast.manager(), recordId);

        assertThat(records.status(recordId, 1)).contains(RecordStatus.SUPERSEDED);
        assertThat(records.status(recordId, 2)).contains(RecordStatus.EFFECTIVE);
        assertThat(approvals.status(recordId)).isEqualTo(RecordStatus.EFFECTIVE);
        assertThat(signatures.ofRecord(recordId)).extracting(Signature::version).containsExactly(1, 1, 1, 2, 2, 2);
    }

    @Test
    @Requirement({"REC-01", "WFL-01"})
    void aWithdrawnRevisionLeavesTheVersionInForce() {
        UUID recordId = effective();
        approvals.revise(cast.author(), recordId);
        Started again = approvals.startedAgain(cast.author(), recordId, 2);
        approvals.approve(cast.author(), recordId);

        processes.withdraw(person(cast.author()), recordId, "the change is not needed");

        assertThat(approvals.instance(again)).isNull();
        assertThat(records.status(recordId, 2)).contains(RecordStatus.WITHDRAWN);
        assertThat(records.status(recordId, 1)).contains(RecordStatus.EFFECTIVE);
        assertThat(approvals.status(recordId)).isEqualTo(RecordStatus.EFFECTIVE);
    }

    /** A record of the author's with its first version in force. */
    private UUID effective() {
        UUID recordId = approvals.startedBy(cast.author()).recordId();
        approvals.approve(cast.author(), recordId);
        approvals.approve(cast.analyst(), recordId);
        approvals.approve(cast.manager(), recordId);
        return recordId;
    }

    @Test
    @Requirement("WFL-01")
    void theProcessHoldsIdsDigestsAndOutcomesAlone() {
        Started started = approvals.startedByService();
        approvals.approve(cast.analyst(), started.recordId());
        approvals.approve(cast.manager(), started.recordId());
        String[] instances =
                historyService()
                        .createHistoricProcessInstanceQuery()
                        .rootProcessInstanceId(started.instanceId())
                        .list()
                        .stream()
                        .map(HistoricProcessInstance::getId)
                        .toArray(String[]::new);
        assertThat(instances).hasSize(3);
        List<HistoricVariableInstance> variables = historyService()
                .createHistoricVariableInstanceQuery()
                .processInstanceIdIn(instances)
                .list();
        assertThat(variables)
                .extracting(HistoricVariableInstance::getName)
                .isSubsetOf(
                        Variables.RECORD_ID,
                        Variables.RECORD_VERSION,
                        Variables.RECORD_SHA256,
                        Variables.AUTHOR,
                        Variables.PERSON_DRAFTED,
                        Variables.PLAN_STEP,
                        Variables.STEP_NAME,
                        Variables.ROLE,
                        Variables.DECISION,
                        Variables.REWORKER,
                        Variables.REWORK_ROLE);
        assertThat(variables).allSatisfy(variable -> assertThat(String.valueOf(variable.getValue()))
                .hasSizeLessThan(65));
    }

    @Test
    @Requirement("AUT-03")
    void theTaskListSaysWhyAnAuthorCannotReview() {
        Started started = approvals.startedBy(cast.author());
        approvals.approve(cast.author(), started.recordId());
        assertThat(approvals.seenBy(cast.analyst(), started.recordId()).canSign())
                .isTrue();
        assertThat(approvals.seenBy(cast.author(), started.recordId()).canSign())
                .isFalse();
        assertThat(approvals.seenBy(cast.author(), started.recordId()).whyNot()).isNotBlank();
        Task task = approvals.openTask(started.recordId());
        assertThatThrownBy(() -> tasks.claim(person(cast.author()), task.getId()))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo("not-authorized"));
    }

    @Test
    @Requirement("AUT-04")
    void aClaimedTaskIsNobodyElses() {
        Started started = approvals.startedByService();
        Task task = approvals.openTask(started.recordId());
        tasks.claim(person(cast.analyst()), task.getId());
        tasks.claim(person(cast.analyst()), task.getId());
        assertRefused("WFL-010", () -> tasks.claim(person(cast.otherAnalyst()), task.getId()));
        assertThatThrownBy(() -> approvals.approve(cast.otherAnalyst(), started.recordId()))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo("not-authorized"));
        tasks.release(person(cast.analyst()), task.getId());
        tasks.claim(person(cast.otherAnalyst()), task.getId());
        assertThat(approvals.openTask(started.recordId()).getAssignee()).isEqualTo(cast.otherAnalyst());
    }

    private void bring(UUID recordId, String place) {
        if (place.equals("authorship")) {
            return;
        }
        approvals.approve(cast.author(), recordId);
        if (place.equals("approval")) {
            approvals.approve(cast.analyst(), recordId);
        } else if (place.equals("rework")) {
            approvals.reject(cast.analyst(), recordId, "to be reworked");
        }
    }

    private ProcessInstanceAssert that(Started started) {
        return BpmnAwareTests.assertThat(approvals.instance(started));
    }

    private List<String> passed(Started started) {
        return historyService()
                .createHistoricActivityInstanceQuery()
                .processInstanceId(started.instanceId())
                .finished()
                .list()
                .stream()
                .map(activity -> activity.getActivityId())
                .toList();
    }

    private List<String> steps(UUID recordId) {
        return signatures.ofRecord(recordId).stream().map(Signature::planStep).toList();
    }

    private static void assertRefused(String number, Runnable attempt) {
        assertThatThrownBy(attempt::run).isInstanceOfSatisfying(RefusedException.class, e -> assertThat(
                        e.refusal().number())
                .isEqualTo(number));
    }
}

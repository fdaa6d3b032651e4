package dev.countersign.workflow;

import static dev.countersign.workflow.TestApprovals.APPROVAL;
import static dev.countersign.workflow.TestApprovals.LIMS;
import static dev.countersign.workflow.TestApprovals.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.Intake;
import dev.countersign.records.RecordStatus;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.records.TestRecord;
import dev.countersign.workflow.Processes.StartRequest;
import dev.countersign.workflow.Processes.Started;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.camunda.bpm.engine.ProcessEngine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Starts: idempotent by business key, in one transaction (INT-01). */
@CountersignTest
@Requirement("INT-01")
class StartingTest {

    @Autowired
    TestApprovals approvals;

    @Autowired
    TestPeople people;

    @Autowired
    Processes processes;

    @Autowired
    Records records;

    @Autowired
    ProcessEngine engine;

    @Autowired
    PlatformTransactionManager transactionManager;

    @Test
    void twentyAtOnceStartOne() throws Exception {
        TestRecord record = TestApprovals.record();
        String key = TestApprovals.key();
        List<Callable<Started>> racers = new ArrayList<>();
        CountDownLatch gun = new CountDownLatch(1);
        for (int i = 0; i < 20; i++) {
            racers.add(() -> {
                gun.await();
                return start(LIMS, key, record);
            });
        }
        ExecutorService track = Executors.newFixedThreadPool(20);
        try {
            List<Future<Started>> finished = racers.stream().map(track::submit).toList();
            gun.countDown();
            List<Started> answers = new ArrayList<>();
            for (Future<Started> one : finished) {
                answers.add(one.get());
            }
            assertThat(answers).hasSize(20);
            assertThat(answers.stream().distinct()).hasSize(1);
        } finally {
            track.shutdown();
        }
        assertThat(instancesOf(key)).isEqualTo(1);
    }

    @Test
    void twentyAtOnceWithDifferentContentStartOneAndConflictElsewhere() throws Exception {
        String key = TestApprovals.key();
        ExecutorService track = Executors.newFixedThreadPool(20);
        List<String> outcomes = new ArrayList<>();
        try {
            List<Future<String>> finished = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                finished.add(track.submit(() -> outcome(() -> start(LIMS, key, TestApprovals.record()))));
            }
            for (Future<String> one : finished) {
                outcomes.add(one.get());
            }
        } finally {
            track.shutdown();
        }
        assertThat(outcomes).filteredOn("started"::equals).hasSize(1);
        assertThat(outcomes).filteredOn("business-key-conflict"::equals).hasSize(19);
        assertThat(instancesOf(key)).isEqualTo(1);
    }

    @Test
    void aRepeatedStartAnswersWithTheFirstInstanceEvenWhenItIsOver() {
        TestRecord record = TestApprovals.record();
        String key = TestApprovals.key();
        Started first = start(LIMS, key, record);
        processes.withdraw(person(approvals.cast().manager()), first.recordId(), "not needed");
        Started again = start(LIMS, key, record);
        assertThat(again.instanceId()).isEqualTo(first.instanceId());
        assertThat(again.sha256()).isEqualTo(first.sha256());
        assertThat(again.ended()).isTrue();
    }

    @Test
    void aKeyThatAnotherCallerUsedTellsNothingOfWhatItStarted() {
        TestRecord record = TestApprovals.record();
        String key = TestApprovals.key();
        Started first = start(LIMS, key, record);
        Caller author = person(approvals.cast().author());
        for (TestRecord sent : List.of(record, TestApprovals.record())) {
            assertThatThrownBy(() -> start(author, key, sent)).isInstanceOfSatisfying(RefusedException.class, e -> {
                assertThat(e.refusal().code()).isEqualTo("business-key-conflict");
                assertThat(e.refusal().detail()).doesNotContain(first.recordId().toString(), first.instanceId());
            });
        }
    }

    @Test
    void whatIsRefusedLeavesTheKeyFree() {
        String key = TestApprovals.key();
        TestRecord broken = TestApprovals.record().changing(content -> content.remove("purpose"));
        assertCode("schema-violation", () -> start(LIMS, key, broken));
        assertThat(instancesOf(key)).isZero();
        assertThat(start(LIMS, key, TestApprovals.record()).version()).isEqualTo(1);
    }

    @Test
    void aServiceAccountStartsOnlyWhatItsScopesName() {
        StartRequest request =
                new StartRequest(TestApprovals.key(), TestApprovals.record().newVersion(), null, null);
        assertCode("not-authorized", () -> processes.start(LIMS, "signature-step", request));
        assertCode("not-authorized", () -> processes.start(LIMS, "invoice", request));
        Caller unknown = Caller.serviceAccount("nobody", null);
        assertCode("not-authorized", () -> processes.start(unknown, APPROVAL, request));
    }

    @Test
    void aPersonNeedsTheRightToStart() {
        String administrator = people.somebody(Role.IT_ADMINISTRATOR);
        StartRequest request =
                new StartRequest(TestApprovals.key(), TestApprovals.record().newVersion(), null, null);
        assertCode("not-authorized", () -> processes.start(person(administrator), APPROVAL, request));
    }

    @Test
    void anExistingDraftIsStartedAsItIsAndOnlyOnce() {
        String author = approvals.cast().author();
        RecordVersion draft = draft(author);
        StartRequest request = new StartRequest(null, null, draft.recordId(), 1);
        Started started = processes.start(person(author), APPROVAL, request);
        assertThat(started.sha256()).isEqualTo(draft.sha256());
        assertThat(records.status(draft.recordId())).isEqualTo(RecordStatus.IN_REVIEW);
        assertThat(processes.start(person(author), APPROVAL, request).instanceId())
                .isEqualTo(started.instanceId());
        StartRequest otherKey = new StartRequest(TestApprovals.key(), null, draft.recordId(), null);
        assertCode("status-conflict", () -> processes.start(person(author), APPROVAL, otherKey));
    }

    @Test
    void anExistingRecordIsFoundLatestAndOnesOwn() {
        RecordVersion draft = draft(approvals.cast().author());
        Caller author = person(approvals.cast().author());
        assertCode(
                "not-latest",
                () -> processes.start(author, APPROVAL, new StartRequest(null, null, draft.recordId(), 2)));
        assertCode(
                "record-not-found",
                () -> processes.start(author, APPROVAL, new StartRequest(null, null, UUID.randomUUID(), null)));
        assertCode(
                "record-not-found",
                () -> processes.start(LIMS, APPROVAL, new StartRequest(null, null, draft.recordId(), null)));
    }

    @Test
    void twoPeopleWhoStartOneDraftAtOnceStartOneApproval() throws Exception {
        RecordVersion draft = draft(approvals.cast().author());
        StartRequest request = new StartRequest(null, null, draft.recordId(), null);
        CountDownLatch gun = new CountDownLatch(1);
        ExecutorService track = Executors.newFixedThreadPool(2);
        List<Started> answers = new ArrayList<>();
        try {
            List<Future<Started>> finished = new ArrayList<>();
            for (String one :
                    List.of(approvals.cast().author(), approvals.cast().manager())) {
                finished.add(track.submit(() -> {
                    gun.await();
                    return processes.start(person(one), APPROVAL, request);
                }));
            }
            gun.countDown();
            for (Future<Started> one : finished) {
                answers.add(one.get());
            }
        } finally {
            track.shutdown();
        }
        assertThat(answers.stream().distinct()).hasSize(1);
        assertThat(answers.get(0).businessKey()).isEqualTo(draft.recordId() + "/1");
        assertThat(instancesOf(draft.recordId() + "/1")).isEqualTo(1);
    }

    @Test
    void draftsOfTheSameContentAreApprovalsOfTheirOwn() {
        String author = approvals.cast().author();
        TestRecord record = TestApprovals.record();
        Started one = processes.start(person(author), APPROVAL, existing(null, draft(author, record), null));
        Started other = processes.start(person(author), APPROVAL, existing(null, draft(author, record), null));
        assertThat(other.instanceId()).isNotEqualTo(one.instanceId());
        assertThat(other.businessKey()).isNotEqualTo(one.businessKey());
    }

    @Test
    void aStartRepeatedDuringReworkAnswersWithItsInstance() {
        String author = approvals.cast().author();
        RecordVersion draft = draft(author);
        StartRequest request = existing(TestApprovals.key(), draft, 1);
        Started first = processes.start(person(author), APPROVAL, request);
        approvals.reject(author, draft.recordId(), "one more thing");
        approvals.revise(author, draft.recordId());
        assertThat(processes.start(person(author), APPROVAL, request)).isEqualTo(first);
        assertThat(processes.start(person(author), APPROVAL, existing(request.businessKey(), draft, null)))
                .isEqualTo(first);
    }

    @Test
    void aDraftThatChangedIsOtherContentForTheSameKey() {
        String author = approvals.cast().author();
        Started first = approvals.startedBy(author);
        approvals.approve(author, first.recordId());
        approvals.approve(approvals.cast().analyst(), first.recordId());
        approvals.approve(approvals.cast().manager(), first.recordId());
        RecordVersion next = approvals.revise(author, first.recordId());
        assertCode(
                "business-key-conflict",
                () -> processes.start(person(author), APPROVAL, existing(first.businessKey(), next, null)));
        Started second = processes.start(person(author), APPROVAL, existing(null, next, null));
        assertThat(second.instanceId()).isNotEqualTo(first.instanceId());
        assertThat(second.version()).isEqualTo(2);
    }

    @Test
    void nobodyTakesTheKeyThatADraftHasOfItself() {
        String author = approvals.cast().author();
        RecordVersion draft = draft(author);
        String key = draft.recordId() + "/1";
        assertCode("invalid-request", () -> start(LIMS, key, TestApprovals.record()));
        assertCode("invalid-request", () -> processes.start(person(author), APPROVAL, existing(key, draft(author), 1)));
        assertThat(processes
                        .start(person(author), APPROVAL, existing(key, draft, null))
                        .businessKey())
                .isEqualTo(key);
    }

    private static StartRequest existing(@Nullable String key, RecordVersion version, @Nullable Integer wanted) {
        return new StartRequest(key, null, version.recordId(), wanted);
    }

    private RecordVersion draft(String author) {
        return draft(author, TestApprovals.record());
    }

    private RecordVersion draft(String author, TestRecord record) {
        Intake intake = records.validate(record.newVersion());
        return Objects.requireNonNull(
                new TransactionTemplate(transactionManager).execute(status -> records.append(person(author), intake)));
    }

    private Started start(Caller caller, String key, TestRecord record) {
        return processes.start(caller, APPROVAL, new StartRequest(key, record.newVersion(), null, null));
    }

    private long instancesOf(String businessKey) {
        return engine.getHistoryService()
                .createHistoricProcessInstanceQuery()
                .processInstanceBusinessKey(businessKey)
                .processDefinitionKey(APPROVAL)
                .count();
    }

    private static String outcome(Runnable attempt) {
        try {
            attempt.run();
            return "started";
        } catch (RefusedException e) {
            return e.refusal().code();
        }
    }

    private static void assertCode(String code, Runnable attempt) {
        assertThatThrownBy(attempt::run).isInstanceOfSatisfying(RefusedException.class, e -> assertThat(
                        e.refusal().code())
                .isEqualTo(code));
    }
}

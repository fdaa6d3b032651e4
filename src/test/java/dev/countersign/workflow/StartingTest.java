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

    private RecordVersion draft(String author) {
        return Objects.requireNonNull(new TransactionTemplate(transactionManager)
                .execute(status -> records.append(
                        person(author), records.validate(TestApprovals.record().newVersion()))));
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

package dev.countersign.workflow;

import dev.countersign.Authenticator;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.ledger.Caller;
import dev.countersign.records.RecordStatus;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.records.TestRecord;
import dev.countersign.records.TestRecords;
import dev.countersign.signing.Signature;
import dev.countersign.signing.SigningRequest;
import dev.countersign.workflow.Processes.StartRequest;
import dev.countersign.workflow.Processes.Started;
import dev.countersign.workflow.Tasks.TaskView;
import java.util.Objects;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Approvals driven through the front doors, by people of their own, for tests of the process. */
@Component
public class TestApprovals {

    static final String APPROVAL = "record-approval";
    static final Caller LIMS = Caller.serviceAccount("lims", "127.0.0.1");

    private final Processes processes;
    private final Tasks tasks;
    private final Records records;
    private final TestPeople people;
    private final ProcessEngine engine;
    private final TransactionTemplate transactions;
    private @Nullable Cast cast;

    TestApprovals(
            Processes processes,
            Tasks tasks,
            Records records,
            TestPeople people,
            ProcessEngine engine,
            TransactionTemplate transactions) {
        this.processes = processes;
        this.tasks = tasks;
        this.records = records;
        this.people = people;
        this.engine = engine;
        this.transactions = transactions;
    }

    /** Four signers nobody else uses: making one costs several password hashes, so that tests share them. */
    record Cast(String author, String analyst, String otherAnalyst, String manager) {}

    synchronized Cast cast() {
        if (cast == null) {
            cast = new Cast(
                    people.signer(Role.QA_ANALYST),
                    people.signer(Role.QA_ANALYST),
                    people.signer(Role.QA_ANALYST),
                    people.signer(Role.QA_MANAGER));
        }
        return cast;
    }

    static Caller person(String userId) {
        return Caller.person(userId, "session-of-" + userId, "127.0.0.1");
    }

    static TestRecord record() {
        return TestRecords.sop("SOP-" + UUID.randomUUID());
    }

    static String key() {
        return "KEY-" + UUID.randomUUID();
    }

    Started startedByService() {
        return processes.start(LIMS, APPROVAL, new StartRequest(key(), record().newVersion(), null, null));
    }

    Started startedBy(String userId) {
        return processes.start(person(userId), APPROVAL, new StartRequest(key(), record().newVersion(), null, null));
    }

    /** A draft of this person's that waits for nobody. */
    UUID drafted(String userId) {
        return Objects.requireNonNull(
                transactions.execute(status -> records.append(person(userId), records.validate(record().newVersion()))
                        .recordId()));
    }

    Started startedAgain(String userId, UUID recordId, int version) {
        return processes.start(person(userId), APPROVAL, new StartRequest(key(), null, recordId, version));
    }

    /** The one open task of that record, as the engine has it. */
    Task openTask(UUID recordId) {
        return engine.getTaskService()
                .createTaskQuery()
                .processVariableValueEquals(Variables.RECORD_ID, recordId.toString())
                .singleResult();
    }

    Signature approve(String userId, UUID recordId) {
        return sign(userId, recordId, true, null);
    }

    Signature reject(String userId, UUID recordId, String reason) {
        return sign(userId, recordId, false, reason);
    }

    Signature sign(String userId, UUID recordId, boolean approve, @Nullable String reason) {
        RecordVersion latest = records.latest(recordId).orElseThrow();
        return tasks.sign(
                person(userId),
                openTask(recordId).getId(),
                new SigningRequest(approve, null, latest.sha256(), null, reason),
                Authenticator.PASSWORD.toCharArray(),
                Authenticator.freshCode(userId));
    }

    RecordVersion revise(String userId, UUID recordId) {
        RecordVersion latest = records.latest(recordId).orElseThrow();
        TestRecord next = TestRecords.sop("SOP-" + UUID.randomUUID()).because("as the rejection asked");
        return processes.revise(person(userId), recordId, next.newVersion(), latest.sha256());
    }

    TaskView seenBy(String userId, UUID recordId) {
        return tasks.of(person(userId), recordId).views().stream()
                .findFirst()
                .orElseThrow(() -> new AssertionError(userId + " sees no task of " + recordId));
    }

    ProcessInstance instance(Started started) {
        return engine.getRuntimeService()
                .createProcessInstanceQuery()
                .processInstanceId(started.instanceId())
                .singleResult();
    }

    RecordStatus status(UUID recordId) {
        return records.status(recordId);
    }
}

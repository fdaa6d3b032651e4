package dev.countersign.signing;

import dev.countersign.Authenticator;
import dev.countersign.TestPeople;
import dev.countersign.TestPresence;
import dev.countersign.authority.Role;
import dev.countersign.identity.Presence;
import dev.countersign.identity.ProofOfPresence;
import dev.countersign.ledger.Caller;
import dev.countersign.records.Intake;
import dev.countersign.records.RecordStatus;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.records.TestRecord;
import dev.countersign.records.TestRecords;
import dev.countersign.signing.SigningTask.ProcessElement;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Records in review and ceremonies over them, without an engine: the order of calls that a process model makes. */
@Component
public class TestCeremonies {

    private final Signatures signatures;
    private final Presence presence;
    private final Records records;
    private final TestPeople people;
    private final TransactionTemplate transaction;
    private final Supplier<Team> team = new Supplier<>() {
        private @Nullable Team made;

        @Override
        public synchronized Team get() {
            made = made == null
                    ? new Team(
                            people.signer(Role.QA_ANALYST),
                            people.signer(Role.QA_ANALYST),
                            people.signer(Role.QA_MANAGER))
                    : made;
            return made;
        }
    };

    TestCeremonies(
            Signatures signatures,
            Presence presence,
            Records records,
            TestPeople people,
            PlatformTransactionManager manager) {
        this.signatures = signatures;
        this.presence = presence;
        this.records = records;
        this.people = people;
        this.transaction = new TransactionTemplate(manager);
    }

    /** Three people with keys, the same for all tests. */
    public record Team(String author, String reviewer, String approver) {}

    public Team team() {
        return team.get();
    }

    public static Caller caller(String userId) {
        return Caller.person(userId, "session-of-" + userId, "127.0.0.1");
    }

    public <T> T in(Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> work.get()));
    }

    /** A new record in review with its plan. */
    public RecordVersion inReview(Caller author) {
        return inReview(author, TestRecords.testSuite("VP-" + UUID.randomUUID()));
    }

    public RecordVersion inReview(Caller author, TestRecord record) {
        Intake intake = records.validate(record.newVersion());
        return in(() -> {
            RecordVersion version = records.append(author, intake);
            signatures.plan(author, version);
            records.moveTo(author, version.recordId(), 1, RecordStatus.IN_REVIEW, null);
            return version;
        });
    }

    public RecordVersion version(UUID recordId) {
        return records.latest(recordId).orElseThrow();
    }

    /** The next version, in review after a rejection. */
    public RecordVersion revised(Caller author, RecordVersion version, TestRecord record) {
        Intake intake = records.validate(record.newVersion());
        return in(() -> {
            records.moveTo(author, version.recordId(), version.version(), RecordStatus.IN_REWORK, "as rejected");
            RecordVersion next = records.appendNext(author, version.recordId(), intake, version.sha256());
            records.moveTo(author, next.recordId(), next.version(), RecordStatus.IN_REVIEW, null);
            return next;
        });
    }

    public SigningTask task(RecordVersion version, String step, @Nullable String assignee) {
        return new SigningTask(
                UUID.randomUUID().toString(),
                step,
                version.recordId(),
                version.version(),
                step,
                assignee,
                List.of(new ProcessElement(
                        "record-approval", 1, version.sha256().hex(), "instance", step)));
    }

    public static SigningRequest approval(RecordVersion version) {
        return new SigningRequest(true, null, version.sha256(), null, null);
    }

    public static SigningRequest rejection(RecordVersion version, @Nullable String reason) {
        return new SigningRequest(false, null, version.sha256(), null, reason);
    }

    public ProofOfPresence prove(Ceremony ceremony) {
        String person = ceremony.caller().actorId();
        return TestPresence.prove(
                presence,
                ceremony.caller(),
                ceremony.task().taskId(),
                ceremony.intentSha256(),
                Authenticator.PASSWORD.toCharArray(),
                Authenticator.freshCode(person));
    }

    /** The transaction of a signature. */
    public Signature complete(Ceremony ceremony, ProofOfPresence proof) {
        return in(() -> {
            signatures.open(ceremony, proof);
            steps(ceremony.task());
            return signatures.persisted().orElseThrow();
        });
    }

    /** What the delegates of the model do. */
    public void steps(SigningTask task) {
        signatures.authorise(task);
        signatures.reauthenticate(task);
        signatures.bind(task);
        signatures.persist(task);
    }

    public Signature sign(String userId, SigningTask task, SigningRequest request) {
        Ceremony ceremony = signatures.intend(caller(userId), task, request);
        try (ProofOfPresence proof = prove(ceremony)) {
            return complete(ceremony, proof);
        }
    }

    public Signature approve(String userId, RecordVersion version, String step) {
        return sign(userId, task(version, step, userId), approval(version));
    }

    /** Signed by author, reviewer and approver. */
    public RecordVersion fullySigned() {
        RecordVersion version = inReview(caller(team().author()));
        approve(team().author(), version, "authorship");
        approve(team().reviewer(), version, "review");
        approve(team().approver(), version, "approval");
        return version;
    }
}

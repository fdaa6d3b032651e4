package dev.countersign.signing;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Authority.Demanded;
import dev.countersign.authority.Lineage;
import dev.countersign.authority.SignatureAuthorities;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.ledger.LogTrust;
import dev.countersign.ledger.Refusal;
import dev.countersign.records.RecordStatus;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.signing.SignaturePlan.Step;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Who may sign what, now (11.10(g), AUT-04): asked before the form is shown, at the intent, and again under the lock. */
@Component
class SigningRules {

    private final Records records;
    private final SignaturePlans plans;
    private final SignedHistory history;
    private final Authority authority;
    private final SignatureAuthorities signers;
    private final People people;
    private final LogTrust log;

    SigningRules(
            Records records,
            SignaturePlans plans,
            SignedHistory history,
            Authority authority,
            SignatureAuthorities signers,
            People people,
            LogTrust log) {
        this.records = records;
        this.plans = plans;
        this.history = history;
        this.authority = authority;
        this.signers = signers;
        this.people = people;
        this.log = log;
    }

    Optional<Refusal> refusal(String userId, SigningTask task) {
        Optional<Refusal> inRecovery = log.refusalToSign();
        if (inRecovery.isPresent()) {
            return inRecovery;
        }
        Optional<SignaturePlan> plan = plans.of(task.recordId());
        if (plan.isEmpty()) {
            return Optional.of(SigningRefusal.NO_PLAN.refusal(task.recordId()));
        }
        Step step = plans.step(plan.get(), task.planStep());
        return ofAccount(userId)
                .or(() -> ofTask(userId, task))
                .or(() -> ofVersion(userId, task, step))
                .or(() -> ofPerson(userId, task, step));
    }

    private Optional<Refusal> ofAccount(String userId) {
        return people.find(userId).filter(Person::isActive).isPresent()
                ? Optional.empty()
                : Optional.of(SigningRefusal.INACTIVE.refusal(userId));
    }

    private static Optional<Refusal> ofTask(String userId, SigningTask task) {
        String assignee = task.assignee();
        return assignee == null || assignee.equals(userId)
                ? Optional.empty()
                : Optional.of(SigningRefusal.ASSIGNED_TO_ANOTHER.refusal(userId, task.taskId(), assignee, assignee));
    }

    private Optional<Refusal> ofVersion(String userId, SigningTask task, Step step) {
        Optional<RecordVersion> newest = records.latest(task.recordId());
        if (newest.isEmpty() || newest.get().version() != task.version()) {
            int number = newest.map(RecordVersion::version).orElse(0);
            return Optional.of(SigningRefusal.NOT_NEWEST.refusal(task.version(), task.recordId(), number));
        }
        RecordStatus status = records.status(task.recordId());
        if (status != RecordStatus.IN_REVIEW) {
            return Optional.of(SigningRefusal.NOT_IN_REVIEW.refusal(task.recordId(), status.code()));
        }
        RecordVersion.Author author = newest.get().author();
        if (step.applies().equals(SignaturePolicy.PERSON_DRAFTED) && !author.isPerson()) {
            return Optional.of(SigningRefusal.NOT_APPLICABLE.refusal(step.code(), task.version(), author.id()));
        }
        if (step.role().isEmpty() && !(author.isPerson() && author.id().equals(userId))) {
            return Optional.of(SigningRefusal.NOT_THE_AUTHOR.refusal(userId, step.code(), author.id(), task.version()));
        }
        return Optional.empty();
    }

    private Demanded demanded(SigningTask task, Step step) {
        String type = records.latest(task.recordId()).map(RecordVersion::type).orElse("");
        return new Demanded(step.code(), step.role(), step.meaning(), type, step.independentOf());
    }

    private Optional<Refusal> ofPerson(String userId, SigningTask task, Step step) {
        Lineage lineage = history.lineage(task.recordId());
        Optional<Refusal> refused = authority.refusalToSign(userId, demanded(task, step), lineage);
        if (refused.isPresent()) {
            return refused;
        }
        Optional<Refusal> unauthorised = signers.refusalToSign(userId, type(task), step.meaning());
        if (unauthorised.isPresent()) {
            return unauthorised;
        }
        boolean signed = history.ofVersion(task.recordId(), task.version()).stream()
                .anyMatch(one ->
                        one.planStep().equals(step.code()) && one.userId().equals(userId));
        return signed
                ? Optional.of(SigningRefusal.ALREADY_SIGNED.refusal(userId, step.code(), task.version()))
                : Optional.empty();
    }

    /**
     * By what this person may sign the task, for the entry of the signature: asked once more under the lock (AUT-02).
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}
     */
    Map<String, Object> authority(String userId, SigningTask task) {
        Step step = plans.step(plans.demanded(task.recordId()), task.planStep());
        return signers.demandToSign(userId, type(task), step.meaning());
    }

    private String type(SigningTask task) {
        return records.version(task.recordId(), task.version()).orElseThrow().type();
    }
}

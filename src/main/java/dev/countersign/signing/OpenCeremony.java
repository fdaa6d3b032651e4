package dev.countersign.signing;

import dev.countersign.identity.ProofOfPresence;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The ceremony of the running transaction and how far it got. Bound to the transaction: a process variable cannot stand in for
 * it, another thread or transaction does not see it, and it is gone when the transaction ends.
 */
final class OpenCeremony {

    private static final Object KEY = OpenCeremony.class;

    /** In this order, once each. */
    enum Stage {
        OPENED,
        AUTHORISED,
        PRESENT,
        BOUND,
        PERSISTED
    }

    private final Ceremony ceremony;
    private final ProofOfPresence proof;
    private Stage stage = Stage.OPENED;
    private @Nullable BoundSignature bound;
    private @Nullable Signature persisted;

    private OpenCeremony(Ceremony ceremony, ProofOfPresence proof) {
        this.ceremony = ceremony;
        this.proof = proof;
    }

    /** What the third step made and the fourth stores. */
    record BoundSignature(UUID signatureId, byte[] statement, byte[] signature, String jws) {}

    static void bind(Ceremony ceremony, ProofOfPresence proof) {
        TransactionSynchronizationManager.bindResource(KEY, new OpenCeremony(ceremony, proof));
        TransactionSynchronizationManager.registerSynchronization(new Binding());
    }

    static Optional<OpenCeremony> current() {
        return Optional.ofNullable((OpenCeremony) TransactionSynchronizationManager.getResource(KEY));
    }

    /**
     * The transaction's ceremony, if it is for exactly this task, step and version.
     *
     * @throws dev.countersign.ledger.RefusedException {@code signature-required}
     */
    static OpenCeremony demandedFor(SigningTask task) {
        OpenCeremony open = current().orElseThrow(() -> SigningRefusal.NOT_OPENED.refuse(task.taskId(), task.taskId()));
        SigningTask own = open.ceremony.task();
        if (!own.taskId().equals(task.taskId())
                || !own.recordId().equals(task.recordId())
                || own.version() != task.version()
                || !own.planStep().equals(task.planStep())) {
            throw SigningRefusal.OTHER_TASK.refuse(
                    own.planStep(), own.version(), own.taskId(), task.planStep(), task.version(), task.taskId());
        }
        return open;
    }

    /** @throws dev.countersign.ledger.RefusedException {@code signature-required} unless that is the next stage */
    void expectNext(Stage next) {
        if (stage.ordinal() + 1 != next.ordinal()) {
            throw SigningRefusal.OUT_OF_ORDER.refuse(ceremony.task().taskId(), stage, next);
        }
    }

    void reach(Stage next) {
        expectNext(next);
        stage = next;
    }

    void reachBound(BoundSignature signature) {
        reach(Stage.BOUND);
        bound = signature;
    }

    void reachPersisted(Signature signature) {
        reach(Stage.PERSISTED);
        persisted = signature;
    }

    Ceremony ceremony() {
        return ceremony;
    }

    ProofOfPresence proof() {
        return proof;
    }

    BoundSignature bound() {
        return Objects.requireNonNull(bound, "bound before persisted");
    }

    /** The signature that was appended, once it was. */
    Optional<Signature> persisted() {
        return Optional.ofNullable(persisted);
    }

    boolean isFor(String taskId) {
        return ceremony.task().taskId().equals(taskId);
    }

    boolean isPersisted() {
        return persisted != null;
    }

    /** Keeps the ceremony out of inner transactions and takes it away when its own ends. */
    private static final class Binding implements TransactionSynchronization {

        private @Nullable Object suspended;

        @Override
        public void suspend() {
            suspended = TransactionSynchronizationManager.unbindResource(KEY);
        }

        @Override
        public void resume() {
            TransactionSynchronizationManager.bindResource(KEY, Objects.requireNonNull(suspended));
        }

        @Override
        public void afterCompletion(int status) {
            TransactionSynchronizationManager.unbindResourceIfPossible(KEY);
        }
    }
}

package dev.countersign.workflow;

import dev.countersign.ledger.Caller;
import dev.countersign.records.Intake;
import dev.countersign.signing.SigningTask;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What the door that opened this transaction brought along. It reaches the delegates and the built-in listeners beside the
 * engine, never through it: a process variable can be written by anybody who reaches the engine, this only by a door.
 */
final class Carried implements TransactionSynchronization {

    private final Caller caller;
    private final Map<String, SigningTask> completed = new HashMap<>();
    private @Nullable Intake intake;
    private @Nullable UUID revised;
    private @Nullable Withdrawal withdrawal;
    private Set<UUID> glass = Set.of();

    private Carried(Caller caller) {
        this.caller = caller;
    }

    record Withdrawal(UUID recordId, String reason) {}

    /**
     * Opens the load of this transaction.
     *
     * @throws IllegalStateException without a transaction, or if it carries something already
     */
    static Carried begin(Caller caller) {
        Carried carried = new Carried(caller);
        TransactionSynchronizationManager.registerSynchronization(carried);
        TransactionSynchronizationManager.bindResource(Carried.class, carried);
        return carried;
    }

    static Optional<Carried> find() {
        return Optional.ofNullable((Carried) TransactionSynchronizationManager.getResource(Carried.class));
    }

    /** @throws dev.countersign.ledger.RefusedException if no door opened this transaction */
    static Carried required(String step) {
        return find().orElseThrow(() -> WorkflowRule.STEP_HAS_A_DOOR.refuse(step));
    }

    Caller caller() {
        return caller;
    }

    Carried intake(Intake value) {
        intake = value;
        return this;
    }

    Optional<Intake> intake() {
        return Optional.ofNullable(intake);
    }

    Carried revised(UUID recordId) {
        revised = recordId;
        return this;
    }

    boolean hasRevised(UUID recordId) {
        return recordId.equals(revised);
    }

    Carried withdrawal(UUID recordId, String reason) {
        withdrawal = new Withdrawal(recordId, reason);
        return this;
    }

    Optional<Withdrawal> withdrawalOf(UUID recordId) {
        return Optional.ofNullable(withdrawal).filter(found -> found.recordId().equals(recordId));
    }

    /** The records in whose approvals this transaction intervenes from now on; none once it has. */
    void breakingGlass(Set<UUID> recordIds) {
        glass = Set.copyOf(recordIds);
    }

    boolean breaksGlass() {
        return !glass.isEmpty();
    }

    boolean breaksGlassOf(UUID recordId) {
        return glass.contains(recordId);
    }

    /** The signature task of this process instance, or one of this repetition, was completed in this transaction. */
    void completed(String instanceId, SigningTask task) {
        completed.put(instanceId, task);
    }

    Optional<SigningTask> completedIn(String instanceId) {
        return Optional.ofNullable(completed.get(instanceId));
    }

    @Override
    public void suspend() {
        TransactionSynchronizationManager.unbindResource(Carried.class);
    }

    @Override
    public void resume() {
        TransactionSynchronizationManager.bindResource(Carried.class, this);
    }

    @Override
    public void afterCompletion(int status) {
        TransactionSynchronizationManager.unbindResourceIfPossible(Carried.class);
    }
}

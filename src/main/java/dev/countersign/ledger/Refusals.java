package dev.countersign.ledger;

import dev.countersign.ledger.AuditEvent.RecordReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Durable memory of what was refused (SIG-07, 11.300(d)): kept in its own transaction after the business one rolled back. */
public interface Refusals {

    /** Records one refusal now. MUST NOT be called inside a transaction. */
    void record(Caller caller, String attempt, String subject, @Nullable RecordReference record, Refusal refusal);

    /**
     * Runs an attempt outside any transaction of its own; if it ends in a {@link RefusedException}, records the refusal
     * durably and throws the same exception on. JSON that was refused is such a refusal too, {@code invalid-json}.
     *
     * @param attempt what was tried, e.g. {@code record.draft}
     * @param subject on what
     */
    <T> T guarding(Caller caller, String attempt, String subject, Supplier<T> work);
}

package dev.countersign.ledger;

import dev.countersign.crypto.Digest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The way out of recovery mode when what was lost does not come back (T11): two people sign that the log goes on with what is
 * stored, in a new epoch, whose first entry cites what the witnesses remember. Who may decide, and that they were present, is for
 * the caller to see to; that two enrolled people signed is checked here, and again whenever the epoch is read.
 */
public interface LogRecovery {

    Situation situation();

    /**
     * The statement that two people are to sign: {@code countersign/log-epoch/v1}.
     *
     * @throws RefusedException {@code not-in-recovery}, or {@code log-broken} if what is stored is not whole in itself
     */
    byte[] statement(String reason);

    /**
     * Opens the epoch and compares the log with its witnesses. MUST NOT be called inside a transaction.
     *
     * @param caller who decided second
     * @throws RefusedException {@code situation-changed} if the statement is no longer about what is stored
     */
    void open(Caller caller, byte[] statement, Decision first, Decision second);

    /** @param signature of the person with that key, over the statement */
    @SuppressWarnings("ArrayRecordComponent")
    record Decision(UUID keyId, byte[] signature) {}

    /** What a checkpoint states. */
    record Stated(String origin, long size, Digest root) {}

    /**
     * How things stand.
     *
     * @param cause why the log is in recovery mode, in a sentence without its end; empty if it is not
     * @param stored the newest stored checkpoint; null if what is stored is not whole
     * @param witnessed the newest checkpoint that a witness can show; null if none can
     */
    record Situation(
            String cause,
            @Nullable Stated storedOrNull,
            @Nullable Stated witnessed) {

        public boolean inRecovery() {
            return !cause.isEmpty();
        }

        /** @throws IllegalStateException if what is stored is not whole */
        public Stated stored() {
            if (storedOrNull == null) {
                throw new IllegalStateException("what is stored is not whole");
            }
            return storedOrNull;
        }
    }
}

package dev.countersign.recovery;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.LogRecovery.Situation;
import java.time.Instant;
import java.util.Optional;

/** The two-person exit from recovery mode (T11). Both are QA managers, both prove their presence, both sign the same statement. */
public interface Recovery {

    /** @throws dev.countersign.ledger.RefusedException {@code not-authorized} */
    Situation situation(Caller caller);

    /** What waits for a second person. */
    Optional<Proposal> proposal();

    /**
     * The first person signs; an earlier proposal lapses.
     *
     * @param password wiped by this call
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code reason-required}, {@code not-in-recovery}, {@code
     *     log-broken}, {@code reauthentication-failed}
     */
    Proposal propose(Caller caller, String reason, char[] password, String code);

    /**
     * The second person signs the same, and the log goes on.
     *
     * @param statement SHA-256 of the statement that was proposed
     * @param password wiped by this call
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code no-such-proposal}, {@code same-person}, {@code
     *     situation-changed}, {@code reauthentication-failed}
     */
    Situation confirm(Caller caller, Digest statement, char[] password, String code);

    /** @param statement exact bytes that both sign */
    @SuppressWarnings("ArrayRecordComponent")
    record Proposal(String userId, byte[] statement, Instant lapsesAt) {

        public Digest sha256() {
            return Digest.of(statement);
        }
    }
}

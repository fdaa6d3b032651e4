package dev.countersign.identity;

import dev.countersign.crypto.Digest;

/** A re-authentication that has begun: the password is being hashed, and nothing is counted or decided yet. */
public interface PresenceAttempt extends AutoCloseable {

    /**
     * Checks both components, consumes the code, counts failures and opens the person's signing key. MUST NOT be called inside
     * a transaction.
     *
     * @param intent hash of the intent the proof is bound to
     * @throws dev.countersign.ledger.RefusedException {@code reauthentication-failed} (the same for every cause) or {@code
     *     signing-locked}; the attempt is already audited
     */
    ProofOfPresence prove(Digest intent, String code);

    /** Wipes what came of the password. An attempt whose proof was never asked for counts as none. */
    @Override
    void close();
}

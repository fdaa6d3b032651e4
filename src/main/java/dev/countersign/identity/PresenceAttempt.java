package dev.countersign.identity;

import dev.countersign.crypto.Digest;
import dev.countersign.passkeys.Assertion;

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

    /**
     * As with a code, by a passkey that was asked with the intent's hash for its challenge. What it answered is kept in the proof.
     *
     * @throws dev.countersign.ledger.RefusedException likewise
     */
    ProofOfPresence prove(Digest intent, Assertion answer);

    /**
     * As with a code, by the password alone, in the next place of a series that began with all components.
     *
     * @throws dev.countersign.ledger.RefusedException likewise, and {@code all-components-required}, whatever the password, if there is no
     *     such place; that counts as no failure and is not audited here
     */
    ProofOfPresence prove(Digest intent, SeriesPlace place);

    /** Wipes what came of the password. An attempt whose proof was never asked for counts as none. */
    @Override
    void close();
}

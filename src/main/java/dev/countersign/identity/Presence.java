package dev.countersign.identity;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;

/** Re-authentication at signing (SIG-02, 11.200(a)(1)): password and second factor, checked in a transaction of its own. */
public interface Presence {

    /**
     * Checks both components, consumes the code, counts failures and opens the person's signing key. MUST NOT be called inside
     * a transaction.
     *
     * @param caller the person, with session
     * @param taskId what the proof is for
     * @param intent hash of the intent the proof is bound to
     * @param password wiped by this call, whatever happens
     * @throws dev.countersign.ledger.RefusedException {@code reauthentication-failed} (the same for every cause) or {@code
     *     signing-locked}; the attempt is already audited
     */
    ProofOfPresence prove(Caller caller, String taskId, Digest intent, char[] password, String code);
}

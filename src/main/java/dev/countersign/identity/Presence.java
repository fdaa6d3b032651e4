package dev.countersign.identity;

import dev.countersign.ledger.Caller;

/** Re-authentication at signing (SIG-02, 11.200(a)(1)): password and second factor, checked in a transaction of its own. */
public interface Presence {

    /**
     * Begins to hash the password, which is what takes time; the intent can be formed meanwhile. MUST NOT be called inside a
     * transaction. The caller closes the attempt.
     *
     * @param caller the person, with session
     * @param taskId what the proof is for
     * @param password wiped by this call, whatever happens
     * @throws dev.countersign.ledger.RefusedException {@code signing-locked}; the attempt is already audited
     */
    PresenceAttempt attempt(Caller caller, String taskId, char[] password);
}

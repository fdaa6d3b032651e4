package dev.countersign.identity;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import dev.countersign.passkeys.Assertion;
import java.util.UUID;

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

    /**
     * As {@link #attempt(Caller, String, char[])}, for a list that is signed with one proof (WFL-08): what is proved is the list's hash, and the proof
     * lasts a second longer for each of its records. Both components are needed.
     *
     * @param size of the list
     */
    PresenceAttempt attempt(Caller caller, UUID listId, int size, char[] password);

    /**
     * In the next place of a series that began with all components: by a passkey that answers the intent's hash and whose secret opens the
     * key ({@link KeyOpenings}). No password is asked. MUST NOT be called inside a transaction.
     *
     * @param secret what the passkey's PRF gave; wiped by this call, whatever happens
     * @throws dev.countersign.ledger.RefusedException {@code reauthentication-failed}, {@code signing-locked}, {@code not-authorized}; and
     *     {@code all-components-required}, whatever the passkey, if there is no such place
     */
    ProofOfPresence inSeries(
            Caller caller, String taskId, Digest intent, SeriesPlace place, Assertion answer, byte[] secret);
}

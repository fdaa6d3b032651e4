package dev.countersign.identity;

import dev.countersign.ledger.Caller;
import dev.countersign.passkeys.Assertion;

/** Somebody who is signed in proves anew who they are, before they change what they sign with. */
public interface Reauthentication {

    /**
     * Checks password and code, consumes the code, counts failures with those of signing; audited. MUST NOT be called inside a transaction.
     *
     * @param password wiped by this call, whatever happens
     * @throws dev.countersign.ledger.RefusedException {@code reauthentication-failed} or {@code signing-locked}; already audited
     */
    void demand(Caller person, char[] password, String code);

    /**
     * As with a code, by what a passkey answered to {@link dev.countersign.passkeys.Passkeys#askAgain}.
     *
     * @param session reference of the session in which it was asked
     * @param password wiped by this call, whatever happens
     * @throws dev.countersign.ledger.RefusedException likewise
     */
    void demand(Caller person, String session, char[] password, Assertion answer);
}

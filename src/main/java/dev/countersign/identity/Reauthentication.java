package dev.countersign.identity;

import dev.countersign.ledger.Caller;

/** Somebody who is signed in proves anew who they are, before they change what they sign with. */
public interface Reauthentication {

    /**
     * Checks password and code, consumes the code, counts failures with those of signing; audited. MUST NOT be called inside a transaction.
     *
     * @param password wiped by this call, whatever happens
     * @throws dev.countersign.ledger.RefusedException {@code reauthentication-failed} or {@code signing-locked}; already audited
     */
    void demand(Caller person, char[] password, String code);
}

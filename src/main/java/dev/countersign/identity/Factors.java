package dev.countersign.identity;

import dev.countersign.ledger.Caller;

/** What people log in and sign with (11.300). */
public interface Factors {

    /**
     * Sets both components of a new account and activates it; audited. Only once: replacing a lost one is another act, by two
     * people.
     *
     * @param password by the rules of docs/operations/passwords.md; wiped by this call, whatever happens
     * @param totpSecret Base32 (RFC 4648) of at least 16 bytes, as an authenticator app takes it
     * @throws dev.countersign.ledger.RefusedException {@code person-not-found}, {@code factors-set}, {@code password-refused},
     *     {@code secret-refused}
     */
    void set(Caller caller, String userId, char[] password, String totpSecret);
}

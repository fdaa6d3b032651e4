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

    /**
     * Gives the caller another password; audited. The signing key stays and is wrapped anew, whole or not at all; sessions that began
     * before are over ({@link People#activeSince}). MUST NOT be called inside a transaction.
     *
     * @param password the present one; wiped by this call, whatever happens
     * @param code of the authenticator, spent by the call
     * @param newPassword by the same rules; wiped by this call, whatever happens
     * @throws dev.countersign.ledger.RefusedException {@code password-refused}, {@code reauthentication-failed}, {@code signing-locked};
     *     already on record
     */
    void change(Caller person, char[] password, String code, char[] newPassword);
}

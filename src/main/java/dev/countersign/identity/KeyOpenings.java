package dev.countersign.identity;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import dev.countersign.passkeys.Assertion;
import java.time.Instant;
import java.util.List;

/**
 * Which passkeys open a person's signing key beside the password (KEY-02): each has a wrapping of its own, under what its PRF gives and the server's
 * share, so that neither opens it alone. One is used within a series of signatures and nowhere else. It ends with the key, with the passkey, with
 * another password, and when its owner says so.
 */
public interface KeyOpenings {

    /** Those that open the person's key now, oldest first. */
    List<Opening> of(String userId);

    /**
     * Lets a passkey open the key; audited. MUST NOT be called inside a transaction.
     *
     * @param session reference of the session in which the passkey was asked ({@code Passkeys.askToOpen})
     * @param credentialSha256 the one that the person was told about, which has to be the one that answers
     * @param password wiped by this call, whatever happens
     * @param code of the authenticator, spent by the call
     * @param secret what the passkey's PRF gave; wiped by this call, whatever happens
     * @throws dev.countersign.ledger.RefusedException {@code reauthentication-failed}, {@code signing-locked}, {@code no-prf}, {@code
     *     passkey-not-proved}, {@code passkey-not-here}, or {@code not-authorized} without a certified key
     */
    void allow(
            Caller person,
            String session,
            Digest credentialSha256,
            char[] password,
            String code,
            Assertion answer,
            byte[] secret);

    /**
     * From now on that passkey opens it no more; audited.
     *
     * @throws dev.countersign.ledger.RefusedException {@code opening-not-found}
     */
    void end(Caller person, Digest credentialSha256);

    /** @param salt over which the passkey's PRF is evaluated; no secret */
    @SuppressWarnings("ArrayRecordComponent")
    record Opening(Digest credentialSha256, byte[] salt, Instant since) {}
}

package dev.countersign.identity;

import dev.countersign.ledger.Caller;
import java.time.Instant;

/**
 * How somebody new comes to a password and an authenticator that nobody else ever saw (IDN-01, IDN-02, 11.300(b)): by a code that works
 * once, which whoever made the account hands over.
 */
public interface Invitations {

    /**
     * Makes a code for a new account; one that was made before works no longer. Audited with the reason, without the code.
     *
     * @throws dev.countersign.ledger.RefusedException {@code person-not-found}, {@code not-invitable}
     */
    Invitation invite(Caller caller, String userId, String reason);

    /**
     * The person a code was made for, if it still works.
     *
     * @throws dev.countersign.ledger.RefusedException {@code login-failed} for every cause but one: {@code invitation-over} for a good
     *     code whose time is over
     */
    Person demand(String userId, String code);

    /** A secret for a new authenticator: Base32 (RFC 4648) of 20 random bytes. */
    String newAuthenticator();

    /**
     * Sets both components of the account, which can log in from then on; audited. MUST NOT be called inside a transaction.
     *
     * @param acceptance its password is wiped by this call, whatever happens
     * @throws dev.countersign.ledger.RefusedException as {@link #demand} and {@link Factors#set}; {@code code-refused} unless the
     *     authenticator shows the code that belongs to its secret
     */
    void accept(Caller person, Acceptance acceptance);

    /** @param code 24 characters in groups of six; shown once, stored nowhere */
    record Invitation(String userId, String code, Instant expiresAt) {

        @Override
        public String toString() {
            return "invitation of " + userId;
        }
    }

    /**
     * @param code of the invitation
     * @param totpSecret of the new authenticator, Base32
     * @param totpCode what it shows now
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Acceptance(String userId, String code, char[] password, String totpSecret, String totpCode) {

        @Override
        public String toString() {
            return "acceptance of " + userId;
        }
    }
}

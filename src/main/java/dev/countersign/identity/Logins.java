package dev.countersign.identity;

import dev.countersign.ledger.Caller;
import dev.countersign.passkeys.Assertion;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Logging in with two components (IDN-03, 11.300): in one call for programs, in two steps for a browser. Unknown name, wrong
 * password and wrong, spent or late code get the same answer at the same cost. Nothing here may run inside a transaction.
 */
public interface Logins {

    /** Authority of a session that passed both components; everything but the login pages demands it. The principal's name is the user id. */
    String FULLY_AUTHENTICATED = "FULLY_AUTHENTICATED";

    /** Authority of a session that passed the password and nothing else. */
    String PASSWORD_ACCEPTED = "PASSWORD_ACCEPTED";

    /** Authority of a service account's call. */
    String SERVICE_ACCOUNT = "SERVICE_ACCOUNT";

    /**
     * Checks password and code, consumes the code, counts and audits.
     *
     * @param password wiped by this call, whatever happens
     * @throws dev.countersign.ledger.RefusedException {@code login-failed} or {@code locked}; already audited
     */
    Person logIn(Attempt attempt, char[] password, String code);

    /**
     * First step in a browser.
     *
     * @param password wiped by this call, whatever happens
     * @throws dev.countersign.ledger.RefusedException {@code login-failed} or {@code locked}; already audited
     */
    AcceptedPassword acceptPassword(Attempt attempt, char[] password);

    /**
     * Second step in a browser.
     *
     * @throws dev.countersign.ledger.RefusedException {@code login-failed} or {@code locked}; already audited
     */
    Person acceptCode(Attempt attempt, AcceptedPassword accepted, String code);

    /**
     * Second step in a browser, by a passkey that was asked in the session the password was typed in.
     *
     * @param asked reference of that session
     * @throws dev.countersign.ledger.RefusedException {@code login-failed} or {@code locked}; already audited
     */
    Person acceptPasskey(Attempt attempt, AcceptedPassword accepted, String asked, Assertion answer);

    /** Audits the end of a session. */
    void ended(Caller caller, Ending ending);

    /**
     * @param userName as typed
     * @param session reference the session will have in the audit trail, never its secret id
     * @param device the known device of that person it comes from; null from anywhere else
     */
    record Attempt(
            String userName,
            String session,
            @Nullable String address,
            @Nullable UUID device) {

        public Attempt(String userName, String session, @Nullable String address) {
            this(userName, session, address, null);
        }

        /** The same attempt of whoever typed the password. */
        Attempt of(String userId) {
            return new Attempt(userId, session, address, device);
        }
    }

    enum Ending {
        SIGNED_OUT("signed-out"),
        IDLE("idle"),
        TOO_LONG("too-long"),
        /** The account was suspended or ended meanwhile. */
        NOT_ACTIVE("not-active"),
        /** The person changed their password in another session. */
        PASSWORD_CHANGED("password-changed"),
        /** The person locked the screen; unlocking it begins another session. */
        LOCKED("locked");

        private final String code;

        Ending(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }
    }

    /** That somebody typed this person's password a moment ago; kept in the session until the code follows. */
    final class AcceptedPassword implements Serializable {
        private static final long serialVersionUID = 1L;
        private final String userId;
        private final Instant validUntil;

        AcceptedPassword(String userId, Instant validUntil) {
            this.userId = userId;
            this.validUntil = validUntil;
        }

        public String userId() {
            return userId;
        }

        Instant acceptedAt(Duration lasts) {
            return validUntil.minus(lasts);
        }

        /** Whether the code comes too late and the password has to be typed again. */
        public boolean isOver(Instant now) {
            return now.isAfter(validUntil);
        }
    }
}

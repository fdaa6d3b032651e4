package dev.countersign.identity;

import dev.countersign.ledger.Caller;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Accounts of people (IDN-01, 11.100(a)): unique, never reused. */
public interface People {

    Optional<Person> find(String userId);

    /** From when on sessions of an active account count: when its password was set last. Empty unless it is active. */
    Optional<Instant> activeSince(String userId);

    /** Everybody, by user id. */
    List<Person> all();

    /** Creates an account that cannot log in until its factors are set; audited. */
    void create(Caller caller, String userId, String printedName, String title, ZoneId zone);

    /**
     * As {@link #create(Caller, String, String, String, ZoneId)}.
     *
     * @param email where notices about the account go; null or nothing for none
     * @throws dev.countersign.ledger.RefusedException {@code user-id-refused}, {@code person-refused}, {@code person-exists}, {@code
     *     mail-address-refused}
     */
    void create(Caller caller, String userId, String printedName, String title, ZoneId zone, @Nullable String email);

    /**
     * Suspends an account, lets it back, or ends it; effective at once; audited with its reason.
     *
     * @param to anything but created
     * @throws dev.countersign.ledger.RefusedException {@code person-not-found}, {@code state-refused}, {@code reason-required}
     */
    void move(Caller caller, String userId, Person.State to, String reason);
}

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
     * As {@link #create(Caller, String, String, String, ZoneId)}, for a reason.
     *
     * @param email where notices about the account go; null or nothing for none
     * @throws dev.countersign.ledger.RefusedException {@code user-id-refused}, {@code person-refused}, {@code person-exists}, {@code
     *     mail-address-refused}
     */
    void create(Caller caller, String userId, Description described, @Nullable String email, String reason);

    /**
     * That somebody could be described so.
     *
     * @param whom the person as the refusal calls them
     * @throws dev.countersign.ledger.RefusedException {@code person-refused}, {@code mail-address-refused}
     */
    void demandFit(String whom, Description described, @Nullable String email);

    /**
     * Describes a person otherwise from now on; audited with what was before, and the reason. What was signed before says what it said. MUST be
     * called inside a transaction: whether a certificate still names the person is the caller's to see to.
     *
     * @return what was before
     * @throws dev.countersign.ledger.RefusedException {@code person-not-found}, {@code person-refused}, {@code nothing-changed}
     */
    Description describe(Caller caller, String userId, Description described, String reason);

    /**
     * Suspends an account, lets it back, or ends it; effective at once; audited with its reason.
     *
     * @param to anything but created
     * @throws dev.countersign.ledger.RefusedException {@code person-not-found}, {@code state-refused}, {@code reason-required}
     */
    void move(Caller caller, String userId, Person.State to, String reason);

    /**
     * What signatures say of somebody besides the user id.
     *
     * @param printedName as it appears in signatures, and in the certificate
     * @param title job title as it appears in signatures
     * @param zone time zone the person works in
     */
    record Description(String printedName, String title, ZoneId zone) {

        /** Of a person as they are described now. */
        public static Description of(Person person) {
            return new Description(person.printedName(), person.title(), person.zone());
        }
    }
}

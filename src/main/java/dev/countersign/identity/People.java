package dev.countersign.identity;

import dev.countersign.ledger.Caller;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Accounts of people (IDN-01, 11.100(a)): unique, never reused. */
public interface People {

    Optional<Person> find(String userId);

    /** Everybody, by user id. */
    List<Person> all();

    /** Creates an account that cannot log in until its factors are set; audited. */
    void create(Caller caller, String userId, String printedName, String title, ZoneId zone);
}

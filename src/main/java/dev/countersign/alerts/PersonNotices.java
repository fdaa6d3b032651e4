package dev.countersign.alerts;

import dev.countersign.ledger.Caller;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Security events of somebody's own account (NIST SP 800-63B-4, 4.6): what only the person can say whether it was them. */
public interface PersonNotices {

    /** The newest of the caller, seen or not; none for programs. */
    List<PersonNotice> of(Caller caller, int most);

    /** How many the caller has not seen. */
    int unseen(Caller caller);

    /** The caller has seen what happened up to then; audited. */
    void seen(Caller caller, Instant upTo);

    /** @param type of the audit entry @param actor who did it: the person or somebody else */
    record PersonNotice(
            String type, Instant at, String actor, @Nullable String address, boolean isNew) {}
}

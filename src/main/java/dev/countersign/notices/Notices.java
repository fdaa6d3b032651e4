package dev.countersign.notices;

import dev.countersign.ledger.Caller;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** What people are told of their work (WFL-05, WFL-09). */
public interface Notices {

    /**
     * Tells the people of an audience, on their page and where they gave an address by e-mail; in the transaction of the caller, with one
     * audit entry that names them. Whoever is suspended or has left is not told.
     *
     * @param toldBy subject of the audit entry: what tells, e.g. {@code process-instance:…}
     * @throws IllegalArgumentException if the text is longer than 200 characters
     */
    void tell(Caller caller, String toldBy, Audience audience, UUID recordId, int version, String text);

    /**
     * Tells people what the audit trail says already, so that no entry is made of it: on their page and, if they gave an address and want this
     * kind, by e-mail; in the transaction of the caller. Whoever may not read records now is not told.
     *
     * @param values of the news, in its order
     */
    void inform(WorkNews news, Collection<String> userIds, UUID recordId, int version, String... values);

    /** The newest of the caller, seen or not; none for programs. */
    List<Notice> of(Caller caller, int most);

    /** The caller has seen what was told up to then. */
    void seen(Caller caller, Instant upTo);

    /** Who is told: everybody who has a role at that moment, or one person. */
    record Audience(String name, List<String> userIds) {}

    record Notice(UUID noticeId, String text, UUID recordId, int version, Instant at, boolean isNew) {}
}

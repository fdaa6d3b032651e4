package dev.countersign.web;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.identity.People;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Refusals;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.springframework.session.Session;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Who is signed in from where, and the end of it (IDN-05): of one's own sessions, or of another person's by an IT Administrator with a
 * reason. A session that was ended is over on every node at its next request.
 */
@Component
class OpenSessions {

    private static final String OWN = "ended by its owner";
    private static final int LONGEST_REASON = 1000;

    private final StoredSessions stored;
    private final Authority authority;
    private final People people;
    private final Ledger ledger;
    private final Refusals refusals;
    private final TransactionTemplate transaction;

    OpenSessions(
            StoredSessions stored,
            Authority authority,
            People people,
            Ledger ledger,
            Refusals refusals,
            TransactionTemplate transaction) {
        this.stored = stored;
        this.authority = authority;
        this.people = people;
        this.ledger = ledger;
        this.refusals = refusals;
        this.transaction = transaction;
    }

    /** @param reference as in the audit trail; opens nothing */
    record OpenSession(
            String reference, Instant since, Instant lastAction, String address, String browser, boolean current) {}

    /** One's own, the latest action first. */
    List<OpenSession> own(Caller caller) {
        return all(caller.actorId(), Objects.toString(caller.session(), ""));
    }

    /** Another person's; for IT Administrators. */
    List<OpenSession> of(Caller administrator, String userId) {
        return refusals.guarding(administrator, "session.list", "person:" + userId, () -> {
            demandAdministrator(administrator, userId);
            return all(userId, Objects.toString(administrator.session(), ""));
        });
    }

    void endOwn(Caller caller, String reference) {
        guarding(caller, caller.actorId(), () -> {
            if (end(caller, caller.actorId(), OWN, session -> session.reference()
                            .equals(reference))
                    == 0) {
                throw WebRefusal.SESSION_NOT_FOUND.refuse("You have no session " + reference
                        + " (expected: one of the list of your sessions). It may have ended already.");
            }
        });
    }

    /** All but the one that asks. */
    void endOthers(Caller caller) {
        guarding(
                caller,
                caller.actorId(),
                () -> end(caller, caller.actorId(), OWN, session -> !session.reference()
                        .equals(caller.session())));
    }

    /** All of another person, by an IT Administrator. */
    void endAll(Caller administrator, String userId, String reason) {
        guarding(administrator, userId, () -> {
            demandAdministrator(administrator, userId);
            demandReason(reason);
            end(administrator, userId, reason, session -> true);
        });
    }

    /** One of another person, by an IT Administrator. */
    void endOne(Caller administrator, String userId, String reference, String reason) {
        guarding(administrator, userId, () -> {
            demandAdministrator(administrator, userId);
            demandReason(reason);
            if (end(administrator, userId, reason, session -> session.reference()
                            .equals(reference))
                    == 0) {
                throw WebRefusal.SESSION_NOT_FOUND.refuse("Person " + userId + " has no session " + reference
                        + " (expected: one of the list of their sessions). It may have ended already.");
            }
        });
    }

    private void demandAdministrator(Caller caller, String userId) {
        if (!caller.isPerson() || !authority.may(caller.actorId(), Permission.MANAGE_ACCOUNTS)) {
            throw WebRefusal.NOT_AUTHORIZED.refuse(
                    "%s may not see or end sessions of %s (expected: an IT Administrator). Ask one."
                            .formatted(caller.actorId(), userId));
        }
        if (people.find(userId).isEmpty()) {
            throw WebRefusal.NOT_FOUND.refuse("Person " + userId + " does not exist (expected: the id of an account).");
        }
    }

    private static void demandReason(String reason) {
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw WebRefusal.REASON_MISSING.refuse(
                    "Ending somebody else's session needs a reason (expected: a sentence of at most 1000 characters).");
        }
    }

    private void guarding(Caller caller, String userId, Runnable work) {
        refusals.guarding(caller, "session.revoke", "person:" + userId, () -> {
            work.run();
            return true;
        });
    }

    /** Said before it is done: a session that ends unsaid would be the worse half. */
    private int end(Caller caller, String userId, String reason, Predicate<OpenSession> which) {
        int ended = 0;
        for (Session session : stored.of(userId).values()) {
            OpenSession open = Sessions.describe(session, "").filter(which).orElse(null);
            if (open != null) {
                transaction.executeWithoutResult(
                        status -> ledger.append(caller, new SessionRevoked(userId, open, reason)));
                stored.end(session.getId());
                ended++;
            }
        }
        return ended;
    }

    private List<OpenSession> all(String userId, String current) {
        return stored.of(userId).values().stream()
                .flatMap(session -> Sessions.describe(session, current).stream())
                .sorted(Comparator.comparing(OpenSession::lastAction).reversed())
                .toList();
    }
}

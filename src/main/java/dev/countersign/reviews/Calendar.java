package dev.countersign.reviews;

import dev.countersign.crypto.Identifiers;
import dev.countersign.crypto.UtcTime;
import dev.countersign.identity.Components;
import dev.countersign.identity.Components.InUse;
import dev.countersign.identity.Person;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.reviews.ReviewMapper.LastDone;
import dev.countersign.reviews.ReviewMapper.Row;
import dev.countersign.worm.WormStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes tasks when they fall due, takes back what there is nothing left to do about, and tells once of what is overdue. */
@Component
class Calendar {

    static final String REVIEW = "credential-review";
    static final String TEST = "authenticator-test";
    static final String STALE = "stale-account";

    private static final Caller SYSTEM = Caller.system("reviews");

    private final ReviewMapper tasks;
    private final Components components;
    private final WormStore store;
    private final Ledger ledger;
    private final Identifiers identifiers;
    private final ReviewSettings settings;
    private final Clock clock;
    private final TransactionTemplate transaction;

    Calendar(
            ReviewMapper tasks,
            Components components,
            WormStore store,
            Ledger ledger,
            Identifiers identifiers,
            ReviewSettings settings,
            Clock clock,
            TransactionTemplate transaction) {
        this.tasks = tasks;
        this.components = components;
        this.store = store;
        this.ledger = ledger;
        this.identifiers = identifiers;
        this.settings = settings;
        this.clock = clock;
        this.transaction = transaction;
    }

    /**
     * Looks at the calendar once; another node that does so at the moment is enough.
     *
     * @return whether it looked itself
     */
    boolean pass() {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            boolean alone = tasks.lock();
            if (alone) {
                look();
            }
            return alone;
        }));
    }

    private void look() {
        Instant now = clock.instant();
        Map<String, Instant> last = new HashMap<>();
        for (LastDone done : tasks.lastDone(organisation())) {
            last.put(done.kind() + " " + done.about(), done.doneAt());
        }
        Map<String, Row> open = new HashMap<>();
        tasks.open(organisation()).forEach(row -> open.put(row.kind() + " " + row.about(), row));
        for (InUse held : components.inUse()) {
            settle(REVIEW, held, review(held, last.get(REVIEW + " " + held.userId())), open, now);
            settle(TEST, held, test(held, last.get(TEST + " " + held.userId())), open, now);
            settle(STALE, held, stale(held, last.get(STALE + " " + held.userId())), open, now);
        }
        // what is left is about people who left
        open.values().forEach(row -> takeBack(row, now));
        tasks.overdue(organisation(), now)
                .forEach(row -> ledger.append(SYSTEM, ReviewEvent.overdue(row.task(now), UtcTime.write(row.dueAt()))));
    }

    /** @param due null where nothing is to be done about that person */
    private void settle(String kind, InUse held, @Nullable Instant due, Map<String, Row> open, Instant now) {
        Row row = open.remove(kind + " " + held.userId());
        if (due == null || due.minus(settings.ahead()).isAfter(now)) {
            if (row != null) {
                takeBack(row, now);
            }
        } else if (row == null) {
            tasks.make(organisation(), identifiers.next(), kind, held.userId(), due);
        }
    }

    private void takeBack(Row row, Instant now) {
        tasks.finish(organisation(), row.taskId(), now, null, "taken-back", null);
    }

    /** Of everybody who can sign in, or could again. */
    private @Nullable Instant review(InUse held, @Nullable Instant done) {
        return held.passwordSince() == null
                ? null
                : later(done, held.passwordSince(), done != null).plus(settings.credentialsEvery());
    }

    private @Nullable Instant test(InUse held, @Nullable Instant done) {
        return held.authenticatorSince() == null || !isActive(held)
                ? null
                : later(done, held.authenticatorSince(), false).plus(settings.authenticatorEvery());
    }

    /** The question is there when the account is stale, and due a while later. */
    private @Nullable Instant stale(InUse held, @Nullable Instant done) {
        if (held.passwordSince() == null || !isActive(held)) {
            return null;
        }
        Instant used = later(held.lastLogin(), held.passwordSince(), false);
        Duration patience = settings.staleAfter().plus(settings.ahead());
        return later(done, used, false).plus(patience);
    }

    /** @param firstAlone whether the first counts even if it is earlier */
    private static Instant later(@Nullable Instant first, Instant second, boolean firstAlone) {
        return first != null && (firstAlone || first.isAfter(second)) ? first : second;
    }

    private static boolean isActive(InUse held) {
        return held.state().equals(Person.State.ACTIVE.code());
    }

    private String organisation() {
        return store.installation().organisation();
    }
}

package dev.countersign.reviews;

import dev.countersign.accounts.AccountEndings;
import dev.countersign.crypto.Identifiers;
import dev.countersign.crypto.UtcTime;
import dev.countersign.identity.Components;
import dev.countersign.identity.Components.InUse;
import dev.countersign.identity.Person;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.reviews.ReviewMapper.LastDone;
import dev.countersign.reviews.ReviewMapper.Opened;
import dev.countersign.reviews.ReviewMapper.Row;
import dev.countersign.worm.WormStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
    private final AccountEndings endings;
    private final Clock clock;
    private final TransactionTemplate transaction;

    Calendar(
            ReviewMapper tasks,
            Components components,
            WormStore store,
            Ledger ledger,
            Identifiers identifiers,
            ReviewSettings settings,
            AccountEndings endings,
            Clock clock,
            TransactionTemplate transaction) {
        this.tasks = tasks;
        this.components = components;
        this.store = store;
        this.ledger = ledger;
        this.identifiers = identifiers;
        this.settings = settings;
        this.endings = endings;
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
        for (LastDone one : tasks.lastDone(organisation())) {
            last.put(one.kind() + " " + one.about(), one.doneAt());
        }
        Map<String, Row> open = new HashMap<>();
        tasks.open(organisation()).forEach(row -> open.put(row.kind() + " " + row.about(), row));
        Optional<Opened> campaign = tasks.campaign(organisation());
        Set<String> done = campaign.map(this::reviewedFor).orElse(Set.of());
        boolean completed = true;
        for (InUse held : components.inUse()) {
            Instant reviewed = last.get(REVIEW + " " + held.userId());
            Optional<Instant> asked =
                    campaign.filter(one -> asks(one, held, done)).map(Opened::dueAt);
            completed &= asked.isEmpty();
            settle(REVIEW, held, sooner(asked, review(held, reviewed)), asked.isPresent(), open, now);
            settle(TEST, held, test(held, last.get(TEST + " " + held.userId())), false, open, now);
            settle(STALE, held, stale(held, last.get(STALE + " " + held.userId())), false, open, now);
        }
        if (completed) {
            campaign.ifPresent(one -> complete(one, now));
        }
        // what is left is about people who left
        open.values().forEach(row -> takeBack(row, now));
        tasks.overdue(organisation(), now)
                .forEach(row -> ledger.append(SYSTEM, ReviewEvent.overdue(row.task(now), UtcTime.write(row.dueAt()))));
        suspendOverdue(now);
    }

    /** How many accounts are still to be looked at for it. */
    int left(Opened campaign) {
        Set<String> done = reviewedFor(campaign);
        return (int) components.inUse().stream()
                .filter(held -> asks(campaign, held, done))
                .count();
    }

    private Set<String> reviewedFor(Opened campaign) {
        return tasks.reviewedFor(organisation(), campaign.campaignId());
    }

    private static boolean asks(Opened campaign, InUse held, Set<String> reviewed) {
        return campaign.isFor(held.passwordSince()) && !reviewed.contains(held.userId());
    }

    private static @Nullable Instant sooner(Optional<Instant> asked, @Nullable Instant due) {
        return asked.filter(one -> due == null || one.isBefore(due)).orElse(due);
    }

    private void complete(Opened campaign, Instant now) {
        if (tasks.completeCampaign(organisation(), campaign.campaignId(), now) == 1) {
            ledger.append(SYSTEM, ReviewEvent.completed(campaign));
        }
    }

    /** By the rule that the settings have, if any; the last ones of a role stay, and their review overdue. */
    private void suspendOverdue(Instant now) {
        @Nullable Duration after = settings.suspendAfter();
        if (after == null) {
            return;
        }
        Set<String> active = components.inUse().stream()
                .filter(Calendar::isActive)
                .map(InUse::userId)
                .collect(Collectors.toSet());
        tasks.open(organisation()).stream()
                .filter(row -> row.kind().equals(REVIEW)
                        && row.dueAt().plus(after).isBefore(now)
                        && active.contains(row.about()))
                .forEach(row -> endings.suspendByRule(
                        SYSTEM,
                        row.about(),
                        "the review of this account was due at " + UtcTime.write(row.dueAt())
                                + "; it is reviewed first, then a QA Manager lets the person back"));
    }

    /**
     * @param due null where nothing is to be done about that person
     * @param asked whether it is shown at once, however far away that is
     */
    private void settle(
            String kind, InUse held, @Nullable Instant due, boolean asked, Map<String, Row> open, Instant now) {
        Row row = open.remove(kind + " " + held.userId());
        if (due == null || (!asked && due.minus(settings.ahead()).isAfter(now))) {
            if (row != null) {
                takeBack(row, now);
            }
        } else if (row == null) {
            tasks.make(organisation(), identifiers.next(), kind, held.userId(), due);
        } else {
            tasks.bringForward(organisation(), row.taskId(), due);
        }
    }

    private void takeBack(Row row, Instant now) {
        tasks.finish(organisation(), row.taskId(), now, null, "taken-back", null, null, null);
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

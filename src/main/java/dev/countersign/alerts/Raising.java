package dev.countersign.alerts;

import dev.countersign.alerts.AlertMapper.Progress;
import dev.countersign.crypto.Identifiers;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.worm.LogStore;
import dev.countersign.worm.LogStore.Backlog;
import dev.countersign.worm.WormStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes alerts of committed audit entries. The sealed log is read in its order by a cursor that moves in the transaction that keeps what
 * it led to; a crash at any moment has entries read again, and an entry that belongs to an alert is passed over. What waits to be sealed
 * for long, as everything does in recovery mode, is read where it waits, and later once more as a leaf.
 */
@Component
class Raising {

    static final Caller SYSTEM = Caller.system("alerts");

    /** Leaves read in one transaction. */
    private static final int WINDOW = 256;
    /** What waits longer than this is not waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** Older entries than this before alerts were first read are history. */
    private static final Duration HISTORY = Duration.ofHours(24);

    private static final int MOST_WAITING = 1_000;

    private final Causes causes;
    private final KeptPersonNotices notices;
    private final AlertMapper alerts;
    private final LogStore log;
    private final WormStore store;
    private final Ledger ledger;
    private final Identifiers identifiers;
    private final AlertSettings settings;
    private final Clock clock;
    private final TransactionTemplate transaction;

    Raising(
            Causes causes,
            KeptPersonNotices notices,
            AlertMapper alerts,
            LogStore log,
            WormStore store,
            Ledger ledger,
            Identifiers identifiers,
            AlertSettings settings,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.causes = causes;
        this.notices = notices;
        this.alerts = alerts;
        this.log = log;
        this.store = store;
        this.ledger = ledger;
        this.identifiers = identifiers;
        this.settings = settings;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Reads the next part of the trail; whether there may be more. */
    boolean pass() {
        return Objects.requireNonNull(transaction.execute(status -> alerts.lock() && next()));
    }

    private boolean next() {
        Progress before = alerts.progress(organisation())
                .filter(this::isOfThisLog)
                .orElseGet(() -> new Progress(0, null, store.now()));
        List<byte[]> entries = log.entries(before.position(), before.position() + WINDOW);
        entries.forEach(entry -> look(entry, before.beganAt()));
        if (!entries.isEmpty() || before.position() == 0) {
            long position = before.position() + entries.size();
            byte[] leafHash = position == 0 ? null : log.leafHashes(position - 1, position);
            alerts.keep(organisation(), new Progress(position, leafHash, before.beganAt()));
        }
        if (entries.isEmpty()) {
            lookAtWhatWaits(before.beganAt());
        }
        escalate();
        return !entries.isEmpty();
    }

    private void lookAtWhatWaits(Instant beganAt) {
        Backlog backlog = log.backlog();
        if (backlog.oldest() != null && backlog.oldest().plus(PATIENCE).isBefore(backlog.now())) {
            log.waiting(MOST_WAITING).forEach(entry -> look(entry, beganAt));
        }
    }

    private void look(byte[] entry, Instant beganAt) {
        notices.look(entry, beganAt.minus(HISTORY));
        causes.of(entry)
                .filter(cause -> cause.at().isAfter(beganAt.minus(HISTORY)))
                .filter(cause -> !alerts.knows(organisation(), cause.entryId()))
                .ifPresent(this::raise);
    }

    private void raise(Cause cause) {
        UUID alertId = alerts.join(organisation(), cause).orElseGet(() -> {
            UUID fresh = identifiers.next();
            alerts.raise(organisation(), fresh, cause, clock.instant());
            ledger.append(SYSTEM, AlertEvents.raised(fresh, cause));
            return fresh;
        });
        alerts.remember(organisation(), cause.entryId(), alertId);
    }

    private void escalate() {
        Instant now = clock.instant();
        alerts.escalate(organisation(), now.minus(settings.escalateAfter()), now)
                .forEach(row -> ledger.append(SYSTEM, AlertEvents.escalated(row.alert())));
    }

    /** A log that goes on in a new epoch after a loss has other leaves: it is read from its beginning, and nothing is told twice. */
    private boolean isOfThisLog(Progress before) {
        return before.position() == 0
                || Arrays.equals(log.leafHashes(before.position() - 1, before.position()), before.leafHash());
    }

    private String organisation() {
        return store.installation().organisation();
    }
}

package dev.countersign.alerts;

import dev.countersign.alerts.NoticeMapper.Due;
import dev.countersign.alerts.NoticeMapper.Working;
import dev.countersign.ledger.Ledger;
import dev.countersign.worm.WormStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells what a channel has not told yet. A notice is taken for a while, told outside any transaction, and then kept as told; a crash between
 * has it told again, with the same id. Nothing is given up while an alert is open.
 */
@Component
class Telling {

    private static final Logger LOG = LoggerFactory.getLogger(Telling.class);
    private static final int MOST = 20;
    private static final int LONGEST_SHIFT = 20;
    /** How long a node that took a notice has to tell it: longer than any channel waits. */
    private static final Duration TAKEN = Duration.ofMinutes(1);

    private final NoticeMapper notices;
    private final WormStore store;
    private final Ledger ledger;
    private final AlertSettings settings;
    private final Clock clock;
    private final TransactionTemplate transaction;

    Telling(
            NoticeMapper notices,
            WormStore store,
            Ledger ledger,
            AlertSettings settings,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.notices = notices;
        this.store = store;
        this.ledger = ledger;
        this.settings = settings;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Tells what is due; false if the channel did not take something. */
    boolean pass(Channel channel) {
        List<Due> due = notices.due(organisation(), channel.name(), clock.instant(), MOST);
        for (Due one : due) {
            if (!tell(channel, one.notice())) {
                return false;
            }
        }
        return true;
    }

    private boolean tell(Channel channel, Notice notice) {
        Optional<Integer> attempt = take(channel, notice);
        if (attempt.isEmpty()) {
            return true;
        }
        try {
            channel.tell(notice);
        } catch (ChannelFailedException e) {
            LOG.warn("Alert {} was not told by {}: {}", notice.alert().alertId(), channel.name(), e.why());
            transaction.executeWithoutResult(status -> failed(channel, notice, attempt.get(), e.why()));
            return false;
        }
        transaction.executeWithoutResult(status -> told(channel, notice, attempt.get()));
        return true;
    }

    private Optional<Integer> take(Channel channel, Notice notice) {
        Instant now = clock.instant();
        return Objects.requireNonNull(transaction.execute(status -> notices.take(
                organisation(),
                notice.alert().alertId(),
                channel.name(),
                notice.audience().code(),
                now,
                now.plus(TAKEN))));
    }

    private void told(Channel channel, Notice notice, int attempt) {
        set(channel, notice, store.now(), clock.instant(), null);
        ledger.append(Raising.SYSTEM, AlertEvents.delivered(notice, channel.name(), attempt));
        Optional<Working> before = notices.channel(organisation(), channel.name());
        Instant failing = before.map(Working::failingSince).orElse(null);
        if (failing != null || before.isEmpty()) {
            notices.keep(organisation(), channel.name(), null, null, store.now());
        }
        if (failing != null) {
            ledger.append(Raising.SYSTEM, AlertEvents.channelWorks(channel.name(), failing));
        }
    }

    private void failed(Channel channel, Notice notice, int attempt, String why) {
        long pause = settings.every().toMillis() << Math.min(attempt, LONGEST_SHIFT);
        long longest = settings.longestPause().toMillis();
        set(channel, notice, null, clock.instant().plusMillis(Math.min(pause, longest)), why);
        Instant failing = notices.channel(organisation(), channel.name())
                .map(Working::failingSince)
                .orElse(null);
        notices.keep(organisation(), channel.name(), failing == null ? store.now() : failing, why, store.now());
        if (failing == null) {
            ledger.append(Raising.SYSTEM, AlertEvents.channelFailed(channel.name(), why));
        }
    }

    private void set(
            Channel channel,
            Notice notice,
            @org.jspecify.annotations.Nullable Instant deliveredAt,
            Instant nextAt,
            @org.jspecify.annotations.Nullable String why) {
        notices.set(
                organisation(),
                notice.alert().alertId(),
                channel.name(),
                notice.audience().code(),
                deliveredAt,
                nextAt,
                why);
    }

    private String organisation() {
        return store.installation().organisation();
    }
}

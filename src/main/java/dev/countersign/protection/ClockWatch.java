package dev.countersign.protection;

import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.protection.ProtectionEvents.ClocksCompared;
import dev.countersign.worm.ClockComparison;
import dev.countersign.worm.ClockComparison.Compared;
import dev.countersign.worm.WormStore;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Compares this machine's clock with the database's, whose time is every fact's (T13). Puts on record at start, when either clock jumps, and
 * when they begin or cease to agree. A jump of both at once shows against the machine's steady counter.
 */
@Component
class ClockWatch {

    private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);
    private static final Caller SYSTEM = Caller.system("protection");

    private final WormStore store;
    private final ClockComparison comparison;
    private final Ledger ledger;
    private final TimeSettings settings;
    private @Nullable Compared before;
    private boolean beyond;

    ClockWatch(WormStore store, ClockComparison comparison, Ledger ledger, TimeSettings settings) {
        this.store = store;
        this.comparison = comparison;
        this.ledger = ledger;
        this.settings = settings;
    }

    /** The newest comparison of all, whoever asked for the time. */
    Optional<Compared> newest() {
        return comparison.newest();
    }

    /** Whether the clocks differed too much to sign by. */
    boolean isBeyond(Compared compared) {
        return compared.isBeyond(settings.limit());
    }

    Duration limit() {
        return settings.limit();
    }

    @Scheduled(
            initialDelayString = "${countersign.time.measure-every:PT1M}",
            fixedDelayString = "${countersign.time.measure-every:PT1M}")
    synchronized void measure() {
        store.now();
        Compared now = comparison.newest().orElseThrow();
        Compared earlier = before;
        before = now;
        boolean wasBeyond = beyond;
        beyond = isBeyond(now);
        String cause = cause(earlier, now, wasBeyond);
        if (cause != null) {
            if (beyond) {
                LOG.error(
                        "PRO-004 This machine's clock is {} ms ahead of the database's (at most: {} ms). Signing is suspended; see"
                                + " docs/operations/time.md",
                        now.skew().toMillis(),
                        settings.limit().toMillis());
            }
            ledger.appendAlone(SYSTEM, new ClocksCompared(cause, earlier, now, beyond));
        }
    }

    /** Why it is put on record; null if it is not. */
    private @Nullable String cause(@Nullable Compared earlier, Compared now, boolean wasBeyond) {
        if (earlier == null) {
            return "start";
        }
        if (beyond != wasBeyond) {
            return beyond ? "beyond the limit" : "within the limit";
        }
        Duration doubt = earlier.uncertainty().plus(now.uncertainty());
        Duration ran = Duration.ofNanos(now.running() - earlier.running());
        Duration database = Duration.between(earlier.database(), now.database()).minus(ran);
        if (isStep(database, doubt)) {
            return "the database's clock jumped";
        }
        return isStep(now.skew().minus(earlier.skew()), doubt) ? "this machine's clock jumped" : null;
    }

    private boolean isStep(Duration difference, Duration doubt) {
        return difference.abs().minus(doubt).compareTo(settings.step()) > 0;
    }
}

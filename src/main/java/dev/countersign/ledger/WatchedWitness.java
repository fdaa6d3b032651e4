package dev.countersign.ledger;

import dev.countersign.ledger.WitnessWatch.Standing;
import dev.countersign.ledger.WitnessWatch.Standing.Away;
import dev.countersign.ledger.WitnessWatch.Standing.Contradicted;
import dev.countersign.ledger.WitnessWatch.Standing.Knows;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known of one witness, and tells when that changes: in the application's log, and on record. */
final class WatchedWitness {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedWitness.class);
    private static final int LONGEST_SHIFT = 5;

    private final WitnessWatch watch;
    private final WitnessRecord record;
    private final Clock clock;
    /** Shown until the application is started anew: what forgot once is to be looked at, also after it was taught again. */
    private @Nullable String rolledBack;

    private volatile State state = new State(0, null, null, null, 0);

    WatchedWitness(WitnessWatch watch, WitnessRecord record, Clock clock) {
        this.watch = watch;
        this.record = record;
        this.clock = clock;
    }

    /**
     * How it is.
     *
     * @param size of the newest checkpoint it gave a receipt for, as far as this node knows
     * @param at when; null if never
     * @param alarm null if it does its work
     * @param failures in a row
     */
    record State(
            long size,
            @Nullable Instant at,
            @Nullable WitnessAlarm alarm,
            @Nullable String why,
            int failures) {}

    State state() {
        return state;
    }

    String name() {
        return watch.witness().name();
    }

    boolean isExternal() {
        return watch.witness().isExternal();
    }

    /** Between attempts at a witness that is away, in units of the usual distance: 1, 2, 4 … 32. */
    boolean isDue(long round) {
        int failures = state.failures();
        return failures == 0 || round % (1L << Math.min(failures, LONGEST_SHIFT)) == 0;
    }

    /** Hands over the newest checkpoint. That it knows nothing of the log is for the caller to judge. */
    Standing handOver(boolean introduce, long logSize) {
        Standing standing = watch.handOver(introduce);
        if (standing instanceof Knows knows) {
            works(knows);
        } else if (standing instanceof Away away) {
            raise(WitnessAlarm.of(away.failure()), away.why(), logSize);
        } else if (standing instanceof Contradicted contradicted) {
            raise(WitnessAlarm.CONTRADICTS, contradicted.why(), logSize);
        }
        return standing;
    }

    private void works(Knows knows) {
        State before = state;
        if (knows.forgot() != null) {
            raise(WitnessAlarm.ROLLED_BACK, knows.forgot(), knows.size());
            rolledBack = knows.forgot();
        } else if (before.alarm() != null && before.alarm() != WitnessAlarm.ROLLED_BACK) {
            LOG.info("Witness {} does its work again, at size {}", name(), knows.size());
            record.tell(new WitnessAlarm.Ended(name(), knows.size()));
        }
        WitnessAlarm alarm = rolledBack == null ? null : WitnessAlarm.ROLLED_BACK;
        state = new State(knows.size(), clock.instant(), alarm, rolledBack, 0);
    }

    private void raise(WitnessAlarm alarm, String why, long logSize) {
        State before = state;
        long backlog = Math.max(0, logSize - before.size());
        if (before.alarm() != alarm) {
            LOG.error(
                    "{} {}: witness {}: {}; {} entries are not witnessed by it",
                    alarm.number(),
                    alarm.code(),
                    name(),
                    why,
                    backlog);
            record.tell(new WitnessAlarm.Raised(alarm, name(), why, backlog));
        }
        state = new State(before.size(), before.at(), alarm, why, before.failures() + 1);
    }
}

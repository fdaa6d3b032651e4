package dev.countersign.worm;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The database's clock, asked at most once a second and carried on in between by a monotonic counter: a transaction that makes
 * five facts need not ask five times. Never runs backwards and never says the same twice, so that facts made one after the other
 * are in order, unless the database's own clock was set back by more than a second.
 */
final class DatabaseClock {

    private static final Duration CARRIED_ON = Duration.ofSeconds(1);
    private static final Duration STEP = ChronoUnit.MICROS.getDuration();

    private final Supplier<Instant> database;
    private final LongSupplier nanoseconds;

    private @Nullable Reading newest;
    private Instant last = Instant.EPOCH;

    /** What the database said, and what the counter said when its answer had arrived. */
    private record Reading(Instant time, long at) {}

    DatabaseClock(Supplier<Instant> database, LongSupplier nanoseconds) {
        this.database = database;
        this.nanoseconds = nanoseconds;
    }

    Instant now() {
        Instant carriedOn = carriedOn();
        if (carriedOn != null) {
            return carriedOn;
        }
        // outside the lock: nobody waits for another's question to the database
        Instant time = database.get();
        return adopt(new Reading(time, nanoseconds.getAsLong()));
    }

    private synchronized @Nullable Instant carriedOn() {
        Reading reading = newest;
        if (reading == null) {
            return null;
        }
        Duration since = Duration.ofNanos(nanoseconds.getAsLong() - reading.at());
        return since.compareTo(CARRIED_ON) > 0 ? null : after(reading.time().plus(since));
    }

    private synchronized Instant adopt(Reading reading) {
        newest = reading;
        return after(reading.time());
    }

    /** The moment, or the next one after the last that was told, if an answer of the database took longer than another did. */
    private Instant after(Instant moment) {
        Instant told = moment.truncatedTo(ChronoUnit.MICROS);
        if (!told.isAfter(last) && told.isAfter(last.minus(CARRIED_ON))) {
            told = last.plus(STEP);
        }
        last = told;
        return told;
    }
}

package dev.countersign.worm;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The database's clock beside this machine's, compared whenever the database is asked for its time anyway: it costs no question more. */
public interface ClockComparison {

    /** None before the database was first asked. */
    Optional<Compared> newest();

    /**
     * One comparison.
     *
     * @param database what the database's clock said
     * @param machine what this machine's clock said, half-way between question and answer
     * @param uncertainty half of the time between question and answer
     * @param running nanoseconds of this machine's steady counter, which nobody sets
     */
    record Compared(Instant database, Instant machine, Duration uncertainty, long running) {

        /** How far this machine's clock is ahead. */
        public Duration skew() {
            return Duration.between(database, machine);
        }

        /** Whether the clocks certainly differ by more than that, however long the answer took. */
        public boolean isBeyond(Duration limit) {
            return skew().abs().minus(uncertainty).compareTo(limit) > 0;
        }
    }
}

package dev.countersign.web;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How many more failures one address has: each costs one interval of a credit that grows with time up to its whole. Guarded by its
 * owner.
 */
final class Allowance {

    private final long interval;
    private final long whole;
    private long credit;
    private @Nullable Instant at;
    private boolean told;

    Allowance(EdgeSettings settings) {
        this.interval = settings.failureInterval().toMillis();
        this.whole = settings.failuresAtOnce() * interval;
        this.credit = whole;
    }

    /** False if nothing was left to take. */
    boolean take(Instant now) {
        grow(now);
        if (credit < interval) {
            return false;
        }
        credit -= interval;
        return true;
    }

    boolean isWhole(Instant now) {
        grow(now);
        return credit == whole;
    }

    /** Zero if something is left now. */
    Duration untilNext(Instant now) {
        grow(now);
        return Duration.ofMillis(Math.max(0, interval - credit));
    }

    /** Whether the end of this allowance is still to be told; half of it must have grown back before it is told again. */
    boolean tell() {
        boolean news = !told;
        told = true;
        return news;
    }

    /** It could not be told: the next one is. */
    void untell() {
        told = false;
    }

    private void grow(Instant now) {
        long passed = at == null ? 0 : Math.max(0, Duration.between(at, now).toMillis());
        credit = Math.min(whole, credit + passed);
        at = now;
        if (credit >= whole / 2) {
            told = false;
        }
    }
}

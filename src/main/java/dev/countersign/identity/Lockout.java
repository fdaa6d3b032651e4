package dev.countersign.identity;

import dev.countersign.identity.AttemptMapper.Counter;
import dev.countersign.worm.WormStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Slows guessing down (IDN-04): after ten failures in a row a minute's lock, doubled by each further failure up to a quarter of
 * an hour; it always opens by itself, so that nobody can lock somebody else out for good. Login and signing count apart.
 */
@Component
class Lockout {

    enum Purpose {
        LOGIN,
        SIGNING;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final AttemptMapper attempts;
    private final WormStore store;
    private final IdentitySettings settings;
    private final Clock clock;

    Lockout(AttemptMapper attempts, WormStore store, IdentitySettings settings, Clock clock) {
        this.attempts = attempts;
        this.store = store;
        this.settings = settings;
        this.clock = clock;
    }

    /** Until when attempts are refused unheard, if they are. */
    Optional<Instant> lockedUntil(String subject, Purpose purpose) {
        return still(attempts.lockedUntil(organisation(), subject, purpose.code()));
    }

    /**
     * What was counted of a subject, locked until the transaction ends.
     *
     * @param lockedUntil until when attempts are refused unheard, if they are
     */
    record Standing(String subject, Purpose purpose, int failures, Optional<Instant> lockedUntil) {}

    /** As {@link #lockedUntil}, and no other attempt of that subject is judged before this transaction ends. */
    Standing enter(String subject, Purpose purpose) {
        Counter counter = attempts.lock(organisation(), subject, purpose.code());
        return new Standing(subject, purpose, counter.failures(), still(counter.lockedUntil()));
    }

    void succeeded(Standing standing) {
        if (standing.failures() > 0) {
            attempts.set(organisation(), standing.subject(), standing.purpose().code(), 0, null);
        }
    }

    /** Counts; answers until when attempts are locked from now on, if they are. */
    Optional<Instant> failed(Standing standing) {
        int failures = standing.failures() + 1;
        Optional<Instant> until = lock(failures).map(lasts -> clock.instant().plus(lasts));
        attempts.set(organisation(), standing.subject(), standing.purpose().code(), failures, until.orElse(null));
        return until;
    }

    private Optional<Duration> lock(int failures) {
        int beyond = failures - settings.failuresBeforeLock();
        if (beyond < 0) {
            return Optional.empty();
        }
        Duration lasts = settings.firstLock().multipliedBy(1L << Math.min(beyond, 10));
        return Optional.of(lasts.compareTo(settings.longestLock()) < 0 ? lasts : settings.longestLock());
    }

    private Optional<Instant> still(@org.jspecify.annotations.Nullable Instant until) {
        return Optional.ofNullable(until).filter(moment -> moment.isAfter(clock.instant()));
    }

    private String organisation() {
        return store.installation().organisation();
    }
}

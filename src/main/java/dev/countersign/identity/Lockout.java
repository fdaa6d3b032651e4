package dev.countersign.identity;

import dev.countersign.identity.AttemptMapper.Counter;
import dev.countersign.identity.OneTimeCodes.Typed;
import dev.countersign.identity.Passwords.Credential;
import dev.countersign.worm.WormStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Slows guessing down (IDN-04, T19): after ten failures in a row a minute's lock, doubled by each further failure up to a quarter of
 * an hour, which opens by itself. Login and signing count apart, and so does each device its owner signed in on before: failures from
 * elsewhere never lock it. From elsewhere no more than so many failures in a row are heard at all, until a second person unlocks; a known
 * device with too many is known no more. Both together stay within the 100 of NIST SP 800-63B-4.
 */
@Component
class Lockout {

    static final String AFAR = "afar";

    /** Earlier than any. */
    private static final long NO_STEP = -1;

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
    private final AttemptSettings limits;
    private final Clock clock;

    Lockout(AttemptMapper attempts, WormStore store, IdentitySettings settings, AttemptSettings limits, Clock clock) {
        this.attempts = attempts;
        this.store = store;
        this.settings = settings;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Attempts are refused unheard.
     *
     * @param until when that ends by itself; null if a second person has to unlock
     */
    record Lock(@Nullable Instant until) {}

    /**
     * What is known before somebody's attempt is heard.
     *
     * @param locked what was counted, if attempts are refused unheard now
     * @param credential what the password is compared with; null for who has none
     */
    record Unheard(Optional<Standing> locked, @Nullable Credential credential) {}

    /**
     * Nothing is held.
     *
     * @param unknown whom attempts are counted for if nobody has that name
     */
    Unheard before(String userName, String unknown, Purpose purpose, @Nullable UUID device) {
        List<List<?>> read = attempts.before(organisation(), userName, unknown, purpose.code(), text(device));
        return new Unheard(
                read.get(0).stream()
                        .map(counter -> standing(purpose, (Counter) counter))
                        .filter(standing -> standing.lock().isPresent())
                        .findFirst(),
                read.get(1).isEmpty() ? null : (Credential) read.get(1).get(0));
    }

    /**
     * What was counted of a subject, locked until the transaction ends.
     *
     * @param source {@link #AFAR}, or the id of a known device
     */
    record Standing(String subject, Purpose purpose, String source, int failures, Optional<Lock> lock) {

        /** Whether it is that of a known device: one that was forgotten meanwhile has the counter of strangers. */
        boolean ofKnownDevice() {
            return !source.equals(AFAR);
        }

        int failuresNow() {
            return failures + 1;
        }
    }

    /**
     * Somebody's attempt, or nobody's, and what was counted before it.
     *
     * @param credential what the password is compared with now; null for who has none
     * @param spent whether the step was spent with it
     */
    record Entered(
            Optional<Person> person,
            Standing standing,
            @Nullable Credential credential,
            boolean spent) {}

    /**
     * What was counted, and no other attempt of that subject is judged before this transaction ends.
     *
     * @param unknown whom it is counted for if nobody has that name
     * @param typed whose step is spent with it if nothing was counted; where something was, that is left to the judgement
     */
    Entered enter(String userName, String unknown, Purpose purpose, @Nullable UUID device, Typed typed) {
        List<List<?>> read = attempts.enter(
                organisation(),
                userName,
                unknown,
                purpose.code(),
                text(device),
                typed.secret(),
                typed.step().orElse(NO_STEP));
        Optional<Person> person = read.get(1).stream()
                .map(PersonMapper.Row.class::cast)
                .map(PersonMapper.Row::person)
                .findFirst();
        return new Entered(
                person,
                standing(purpose, (Counter) read.get(0).get(0)),
                read.get(2).isEmpty() ? null : (Credential) read.get(2).get(0),
                !read.get(3).isEmpty());
    }

    private Standing standing(Purpose purpose, Counter counter) {
        return new Standing(counter.subject(), purpose, counter.source(), counter.failures(), lockOf(counter));
    }

    void succeeded(Standing standing) {
        if (standing.failures() > 0) {
            set(standing, 0, null);
        }
    }

    /** Counts; answers how attempts are locked from now on, if they are. */
    Optional<Lock> failed(Standing standing) {
        int failures = standing.failuresNow();
        Instant until = lock(failures).map(lasts -> clock.instant().plus(lasts)).orElse(null);
        set(standing, failures, until);
        if (!standing.source().equals(AFAR) && failures >= limits.failuresOfDevice()) {
            attempts.forget(organisation(), UUID.fromString(standing.source()));
        }
        return lockOf(new Counter(standing.subject(), standing.source(), failures, until));
    }

    /** Counters with failures. */
    List<Counter> counters(String subject, Purpose purpose) {
        return attempts.all(organisation(), subject, purpose.code());
    }

    /** Forgets all failures. */
    void unlock(String subject, Purpose purpose) {
        attempts.unlock(organisation(), subject, purpose.code());
    }

    Optional<Lock> lockOf(Counter counter) {
        if (counter.source().equals(AFAR) && counter.failures() >= limits.failuresFromAfar()) {
            return Optional.of(new Lock(null));
        }
        return Optional.ofNullable(counter.lockedUntil())
                .filter(moment -> moment.isAfter(clock.instant()))
                .map(Lock::new);
    }

    private void set(Standing standing, int failures, @Nullable Instant until) {
        attempts.set(organisation(), standing.subject(), standing.purpose().code(), standing.source(), failures, until);
    }

    private Optional<Duration> lock(int failures) {
        int beyond = failures - settings.failuresBeforeLock();
        if (beyond < 0) {
            return Optional.empty();
        }
        Duration lasts = settings.firstLock().multipliedBy(1L << Math.min(beyond, 10));
        return Optional.of(lasts.compareTo(settings.longestLock()) < 0 ? lasts : settings.longestLock());
    }

    private static @Nullable String text(@Nullable UUID device) {
        return device == null ? null : device.toString();
    }

    private String organisation() {
        return store.installation().organisation();
    }
}

package dev.countersign.identity;

import dev.countersign.identity.AttemptMapper.Counter;
import dev.countersign.identity.Lockout.Purpose;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** {@link Locks} of {@link Lockout}'s counters. */
@Component
class CountedLocks implements Locks {

    private final Lockout lockout;
    private final Ledger ledger;

    CountedLocks(Lockout lockout, Ledger ledger) {
        this.lockout = lockout;
        this.ledger = ledger;
    }

    @Override
    public List<Lock> of(String userId) {
        return Stream.of(What.values())
                .flatMap(what -> lock(userId, what).stream())
                .toList();
    }

    private Optional<Lock> lock(String userId, What what) {
        List<Counter> counters = lockout.counters(userId, purpose(what));
        if (counters.isEmpty()) {
            return Optional.empty();
        }
        List<Lockout.Lock> locks = counters.stream()
                .flatMap(counter -> lockout.lockOf(counter).stream())
                .toList();
        Instant until = locks.stream()
                .flatMap(lock -> Stream.ofNullable(lock.until()))
                .max(Comparator.naturalOrder())
                .orElse(null);
        boolean closed = locks.stream().anyMatch(lock -> lock.until() == null);
        return Optional.of(
                new Lock(what, counters.stream().mapToInt(Counter::failures).sum(), until, closed));
    }

    @Override
    @Transactional
    public void unlock(Caller caller, String userId, What what, String reason) {
        Lock lock = lock(userId, what)
                .orElseThrow(
                        () -> IdentityRefusal.NOT_LOCKED.thrown(what == What.LOGIN ? "signing in" : "signing", userId));
        lockout.unlock(userId, purpose(what));
        Map<String, Object> before = new LinkedHashMap<>();
        before.put("failures", lock.failures());
        before.put("closed", lock.closed());
        if (lock.lockedUntil() != null) {
            before.put("lockedUntil", lock.lockedUntil().toString());
        }
        ledger.append(
                caller,
                new IdentityEvent(
                        purpose(what).code() + ".unlocked",
                        IdentityEvent.person(userId),
                        IdentityEvent.Significance.HIGH,
                        before,
                        Map.of("failures", 0),
                        reason));
    }

    private static Purpose purpose(What what) {
        return what == What.LOGIN ? Purpose.LOGIN : Purpose.SIGNING;
    }
}

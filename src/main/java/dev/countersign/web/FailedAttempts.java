package dev.countersign.web;

import dev.countersign.identity.Logins.Attempt;
import dev.countersign.identity.SourceNetwork;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusals;
import dev.countersign.ledger.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Slows down an address that fails again and again, whatever names and tokens it tries (T26): each failure costs one of an
 * allowance that grows back slowly. Without any left, a login from there is refused unheard, and a refused token is not put on
 * record; the trail has one entry for the whole burst. Accounts are not touched, sessions and good tokens not even asked, so that
 * nobody is locked out from afar. In this node's memory, for the addresses that failed last.
 */
@Component
class FailedAttempts {

    private static final int MOST_ADDRESSES = 20_000;
    private static final Set<String> FAILURES = Set.of("login-failed", "locked");

    private final Map<String, Allowance> allowances = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Allowance> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };
    private final EdgeSettings settings;
    private final Refusals refusals;
    private final Clock clock;

    FailedAttempts(EdgeSettings settings, Refusals refusals, Clock clock) {
        this.settings = settings;
        this.refusals = refusals;
        this.clock = clock;
    }

    /**
     * A login. One from a device its owner signed in on before is heard whatever others at that address do: its failures have a counter
     * of their own.
     *
     * @throws RefusedException {@code too-many-failures} without asking it, or as the login refuses
     */
    <T> T login(HttpServletRequest request, HttpServletResponse response, Attempt who, Supplier<T> attempt) {
        return who.device() == null ? login(request, response, attempt) : attempt.get();
    }

    /**
     * As {@link #login(HttpServletRequest, HttpServletResponse, Attempt, Supplier)}, by somebody nobody knows.
     *
     * @throws RefusedException {@code too-many-failures} without asking it, or as the login refuses
     */
    <T> T login(HttpServletRequest request, HttpServletResponse response, Supplier<T> attempt) {
        if (wait(request).compareTo(Duration.ZERO) > 0) {
            throw new RefusedException(refusal(request, response));
        }
        try {
            return attempt.get();
        } catch (RefusedException e) {
            if (FAILURES.contains(e.refusal().code())) {
                failed(request);
            }
            throw e;
        }
    }

    /** Counts a failure; false if the allowance was used up already. */
    boolean failed(HttpServletRequest request) {
        synchronized (allowances) {
            return allowances
                    .computeIfAbsent(SourceNetwork.of(request.getRemoteAddr()), address -> new Allowance(settings))
                    .take(clock.instant());
        }
    }

    /** What is answered instead, with the header that says when to come back; on record once in a burst. */
    Refusal refusal(HttpServletRequest request, HttpServletResponse response) {
        long seconds = Math.max(1, wait(request).plusMillis(999).toSeconds());
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        Refusal refusal = WebRefusal.TOO_MANY_FAILURES.because(
                "Too many attempts failed from this network address (expected: at most %d, and one more every %d s). Wait %d s."
                        .formatted(
                                settings.failuresAtOnce(),
                                settings.failureInterval().toSeconds(),
                                seconds));
        if (isNews(request)) {
            tell(request, refusal);
        }
        return refusal;
    }

    /** What could not be put on record is told by the next refusal. */
    private void tell(HttpServletRequest request, Refusal refusal) {
        String address = request.getRemoteAddr();
        boolean recorded = false;
        try {
            refusals.record(Caller.anonymous(address), "login", "address:" + address, null, refusal);
            recorded = true;
        } finally {
            if (!recorded) {
                untell(request);
            }
        }
    }

    private void untell(HttpServletRequest request) {
        synchronized (allowances) {
            Allowance allowance = allowances.get(SourceNetwork.of(request.getRemoteAddr()));
            if (allowance != null) {
                allowance.untell();
            }
        }
    }

    private Duration wait(HttpServletRequest request) {
        synchronized (allowances) {
            String address = SourceNetwork.of(request.getRemoteAddr());
            Allowance allowance = allowances.get(address);
            if (allowance != null && allowance.isWhole(clock.instant())) {
                allowances.remove(address);
                return Duration.ZERO;
            }
            return allowance == null ? Duration.ZERO : allowance.untilNext(clock.instant());
        }
    }

    private boolean isNews(HttpServletRequest request) {
        synchronized (allowances) {
            Allowance allowance = allowances.get(SourceNetwork.of(request.getRemoteAddr()));
            return allowance != null && allowance.tell();
        }
    }
}

package dev.countersign.identity;

import dev.countersign.ledger.Caller;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What failed attempts have locked, and its end by a second person (IDN-04); who may is decided by whoever calls. */
public interface Locks {

    /** What is counted and locked of a person now: for signing in and for signing, if there are failures. */
    List<Lock> of(String userId);

    /**
     * Forgets all failures of that kind, in the caller's transaction; audited with its reason.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-locked}
     */
    void unlock(Caller caller, String userId, What what, String reason);

    /** What counts apart. */
    enum What {
        LOGIN,
        SIGNING
    }

    /**
     * @param failures in a row, from all devices together
     * @param lockedUntil when the longest lock ends by itself; null without one
     * @param closed whether strangers' devices are not heard any more until somebody unlocks
     */
    record Lock(What what, int failures, @Nullable Instant lockedUntil, boolean closed) {

        public boolean isLocked() {
            return closed || lockedUntil != null;
        }
    }
}

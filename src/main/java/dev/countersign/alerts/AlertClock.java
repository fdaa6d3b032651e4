package dev.countersign.alerts;

import dev.countersign.ledger.BackgroundWork;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Something of this module that is done again and again, on a thread of its own. Nothing waits for it. */
final class AlertClock extends BackgroundWork {

    private static final Logger LOG = LoggerFactory.getLogger(AlertClock.class);

    private final String name;
    private final Work work;
    private final Duration every;
    private final Semaphore stopping = new Semaphore(0);

    private volatile @Nullable String failure;

    /** @param work done again at once as long as it says that there is more */
    AlertClock(String name, Work work, AlertSettings settings) {
        this(name, work, settings.every());
    }

    AlertClock(String name, Work work, Duration every) {
        super("alerts-" + name);
        this.name = name;
        this.work = work;
        this.every = every;
    }

    /** One part of it. */
    interface Work {
        /** Whether there may be more to do at once. */
        boolean part();
    }

    String name() {
        return name;
    }

    /** Why the last part came to no end, for a reason of this program or of the database. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    protected void wake(Thread working) {
        stopping.release();
    }

    @Override
    protected void work() {
        while (goesOn()) {
            try {
                while (work.part() && goesOn()) {
                    LOG.trace("more of {}", name);
                }
                failure = null;
            } catch (RuntimeException e) {
                failure = e.getClass().getSimpleName();
                LOG.error("ALT-020 alerts-failed: {} of security alerts waits", name, e);
            }
            try {
                if (stopping.tryAcquire(every.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}

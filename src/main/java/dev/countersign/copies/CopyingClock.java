package dev.countersign.copies;

import dev.countersign.copies.Copying.Outcome;
import dev.countersign.ledger.BackgroundWork;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** When copies are made: a moment after something was sealed, on a thread of its own. Nothing waits for it. */
@Component
class CopyingClock extends BackgroundWork {

    private static final Logger LOG = LoggerFactory.getLogger(CopyingClock.class);
    private static final int LONGEST_SHIFT = 20;

    private final Copying copying;
    private final CopyPlaces places;
    private final CopySettings settings;
    private final Map<CopyDestination, Integer> failures = new HashMap<>();
    private final Map<CopyDestination, Long> notBefore = new HashMap<>();
    /** The thread is never interrupted: that would close the files it writes. */
    private final Semaphore stopping = new Semaphore(0);

    private volatile @Nullable String failure;

    CopyingClock(Copying copying, CopyPlaces places, CopySettings settings) {
        super("copies");
        this.copying = copying;
        this.places = places;
        this.settings = settings;
    }

    /** Why the last pass came to no end, for a reason of this program or of the database. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public synchronized void start() {
        if (!places.destinations().isEmpty()) {
            super.start();
        }
    }

    @Override
    protected void wake(Thread working) {
        stopping.release();
    }

    @Override
    protected void work() {
        while (goesOn()) {
            for (CopyDestination destination : places.destinations()) {
                Long pause = notBefore.get(destination);
                if (pause == null || System.nanoTime() - pause >= 0) {
                    copy(destination);
                }
            }
            try {
                if (stopping.tryAcquire(settings.every().toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void copy(CopyDestination destination) {
        Outcome outcome = Outcome.FAILED;
        try {
            do {
                outcome = copying.pass(destination);
            } while (outcome == Outcome.MORE && goesOn());
            failure = null;
        } catch (RuntimeException e) {
            failure = e.getClass().getSimpleName();
            LOG.error("COP-020 copying-failed: what is sealed waits to be copied to {}", destination.name(), e);
        }
        if (outcome == Outcome.FAILED) {
            int times = failures.merge(destination, 1, Integer::sum);
            long pause = settings.every().toNanos() << Math.min(times, LONGEST_SHIFT);
            notBefore.put(
                    destination,
                    System.nanoTime() + Math.min(pause, settings.longestPause().toNanos()));
        } else {
            failures.remove(destination);
            notBefore.remove(destination);
        }
    }
}

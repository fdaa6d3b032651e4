package dev.countersign.ledger;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Room for as much at once as memory has: whoever finds no place is refused, at once or after a while, and comes again in a moment. */
public final class Places {

    private final Semaphore free;
    private final Duration patience;
    private final Supplier<RefusedException> busy;

    /**
     * @param count how many places there are
     * @param busy the refusal of whoever finds none, of code {@code busy}
     */
    public Places(int count, Supplier<RefusedException> busy) {
        this(count, Duration.ZERO, busy);
    }

    /** @param patience how long somebody waits for a place, in the order in which they came */
    public Places(int count, Duration patience, Supplier<RefusedException> busy) {
        this.free = new Semaphore(count, true);
        this.patience = patience;
        this.busy = busy;
    }

    /** What is done in a place, and may fail. */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {
        T get() throws E;
    }

    /**
     * Does it in one of the places, which is free again afterwards however it ends.
     *
     * @throws RefusedException {@code busy} if there is no free one
     */
    public <T, E extends Exception> T in(Work<T, E> work) throws E {
        if (!isFree()) {
            throw busy.get();
        }
        try {
            return work.get();
        } finally {
            free.release();
        }
    }

    private boolean isFree() {
        try {
            return free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

package dev.countersign.ledger;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Work on one thread of its own that lasts as long as the application: begun once, told to stop, waited for. It never keeps the
 * program alive by itself.
 */
public abstract class BackgroundWork implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundWork.class);
    private static final Duration STOPPING = Duration.ofSeconds(20);

    private final String name;
    private volatile @Nullable Thread thread;

    /** @param name of the thread */
    protected BackgroundWork(String name) {
        this.name = name;
    }

    /** Works until {@link #goesOn()} is false, and then returns; whatever it throws ends it for good. */
    protected abstract void work();

    /** Whether the thread that asks is the one that works and was not told to stop. */
    protected final boolean goesOn() {
        return thread == Thread.currentThread();
    }

    /** Tells the thread, which may wait, that it shall stop. */
    protected void wake(Thread working) {
        working.interrupt();
    }

    /** Does nothing while it runs. */
    @Override
    public synchronized void start() {
        if (thread == null) {
            Thread fresh = new Thread(this::work, name);
            fresh.setDaemon(true);
            thread = fresh;
            fresh.start();
        }
    }

    /** Waits until the work has ended, at most 20 seconds. */
    @Override
    public synchronized void stop() {
        Thread old = thread;
        if (old == null) {
            return;
        }
        thread = null;
        wake(old);
        try {
            old.join(STOPPING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (old.isAlive()) {
            LOG.warn("The thread of {} did not stop within {} s; it ends with the program", name, STOPPING.toSeconds());
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}

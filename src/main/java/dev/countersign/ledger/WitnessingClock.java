package dev.countersign.ledger;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * When witnesses are asked: before the sequencer starts, then every minute, and a moment after this node sealed. On a thread of its
 * own, so that a witness that is slow or away delays neither sealing nor signing.
 */
@Component
class WitnessingClock implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(WitnessingClock.class);
    private static final Duration STOPPING = Duration.ofSeconds(20);

    private final Witnessing witnessing;
    private final SealSignal signal;
    private final LogSettings settings;
    private volatile @Nullable Thread thread;

    WitnessingClock(Witnessing witnessing, SealSignal signal, LogSettings settings) {
        this.witnessing = witnessing;
        this.signal = signal;
        this.settings = settings;
    }

    @Override
    public synchronized void start() {
        if (thread == null) {
            witnessing.compare();
            Thread fresh = new Thread(this::run, "witnesses");
            thread = fresh;
            fresh.start();
        }
    }

    /** After the sequencer: what it sealed last is witnessed too. */
    @Override
    public synchronized void stop() {
        Thread old = thread;
        if (old == null) {
            return;
        }
        thread = null;
        old.interrupt();
        try {
            old.join(STOPPING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** Before the sequencer. */
    @Override
    public int getPhase() {
        return -1;
    }

    private boolean goesOn() {
        return thread == Thread.currentThread();
    }

    private void run() {
        long handed = signal.seals();
        long compared = System.nanoTime();
        while (goesOn()) {
            try {
                Thread.sleep(settings.witnessing().toMillis());
                long left = settings.comparing().toNanos() - (System.nanoTime() - compared);
                if (left <= 0) {
                    witnessing.compare();
                    compared = System.nanoTime();
                } else {
                    signal.awaitSeal(handed, Duration.ofNanos(left));
                    long seals = signal.seals();
                    if (seals != handed) {
                        witnessing.handOver();
                        handed = seals;
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            } catch (Exception e) {
                LOG.error("WIT-020 witnessing-failed: the newest checkpoint is not with its witnesses yet", e);
            }
        }
        handLast();
    }

    private void handLast() {
        try {
            // interrupted, it could not use the file
            Thread.interrupted();
            witnessing.handOver();
        } catch (RuntimeException e) {
            LOG.warn("The last checkpoint before the stop is witnessed at the next start: {}", e.toString());
        }
    }
}

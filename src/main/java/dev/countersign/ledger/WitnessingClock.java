package dev.countersign.ledger;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * When witnesses are asked: before the sequencer starts, then every minute, and a moment after this node sealed. On a thread of its
 * own, so that a witness that is slow or away delays neither sealing nor signing.
 */
@Component
class WitnessingClock extends BackgroundWork {

    private static final Logger LOG = LoggerFactory.getLogger(WitnessingClock.class);

    private final Witnessing witnessing;
    private final SealSignal signal;
    private final LogSettings settings;

    WitnessingClock(Witnessing witnessing, SealSignal signal, LogSettings settings) {
        super("witnesses");
        this.witnessing = witnessing;
        this.signal = signal;
        this.settings = settings;
    }

    @Override
    public synchronized void start() {
        if (!isRunning()) {
            witnessing.compare();
        }
        super.start();
    }

    /** Before the sequencer, and stopped after it: what it sealed last is witnessed too. */
    @Override
    public int getPhase() {
        return -1;
    }

    @Override
    protected void work() {
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

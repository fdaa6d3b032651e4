package dev.countersign.ledger;

import dev.countersign.witness.TimestampSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** When it is looked whether a timestamp is due: on a thread of its own, so that an authority that is slow delays nothing else. */
@Component
class TimestampClock implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(TimestampClock.class);
    private static final Duration STOPPING = Duration.ofSeconds(20);

    private final Timestamping timestamping;
    private final TimestampSettings settings;
    private volatile @Nullable Thread thread;

    TimestampClock(Timestamping timestamping, TimestampSettings settings) {
        this.timestamping = timestamping;
        this.settings = settings;
    }

    @Override
    public synchronized void start() {
        if (thread == null && timestamping.name().isPresent()) {
            Thread fresh = new Thread(this::run, "timestamps");
            fresh.setDaemon(true);
            thread = fresh;
            fresh.start();
        }
    }

    /** After the sequencer: what it sealed last gets a timestamp too. */
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

    private void run() {
        while (thread == Thread.currentThread()) {
            try {
                Thread.sleep(settings.looking().toMillis());
                timestamping.look();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            } catch (Exception e) {
                LOG.error("WIT-020 witnessing-failed: no timestamp of the newest checkpoint yet", e);
            }
        }
        try {
            // interrupted, it could ask nobody
            Thread.interrupted();
            timestamping.last();
        } catch (RuntimeException e) {
            LOG.warn("The last checkpoint before the stop gets a timestamp at the next start: {}", e.toString());
        }
    }
}

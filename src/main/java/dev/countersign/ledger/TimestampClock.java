package dev.countersign.ledger;

import dev.countersign.witness.TimestampSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** When it is looked whether a timestamp is due: on a thread of its own, so that an authority that is slow delays nothing else. */
@Component
class TimestampClock extends BackgroundWork {

    private static final Logger LOG = LoggerFactory.getLogger(TimestampClock.class);

    private final Timestamping timestamping;
    private final TimestampSettings settings;

    TimestampClock(Timestamping timestamping, TimestampSettings settings) {
        super("timestamps");
        this.timestamping = timestamping;
        this.settings = settings;
    }

    @Override
    public synchronized void start() {
        if (timestamping.name().isPresent()) {
            super.start();
        }
    }

    /** Before the sequencer, and stopped after it: what it sealed last gets a timestamp too. */
    @Override
    public int getPhase() {
        return -1;
    }

    @Override
    protected void work() {
        while (goesOn()) {
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

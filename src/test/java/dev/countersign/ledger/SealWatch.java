package dev.countersign.ledger;

import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;
import org.springframework.context.ApplicationContext;

/** When which entries were sealed, as somebody in the same program sees it who asks after each checkpoint. */
public final class SealWatch implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofMillis(20);

    private final SealSignal signal;
    private final Log log;
    private final Sequencer sequencer;
    private final Thread thread = new Thread(this::watch, "seal watch");
    private final ConcurrentSkipListMap<Long, Long> seen = new ConcurrentSkipListMap<>();
    private volatile boolean ended;

    public SealWatch(ApplicationContext context) {
        this.signal = context.getBean(SealSignal.class);
        this.log = context.getBean(Log.class);
        this.sequencer = context.getBean(Sequencer.class);
        thread.start();
    }

    /** Has nothing sealed until {@link #resume}. */
    public void pause() {
        sequencer.stop();
    }

    public void resume() {
        sequencer.start();
    }

    /** {@link System#nanoTime} when a checkpoint was seen that covers this entry. */
    public long sealedAt(long index) {
        Map.Entry<Long, Long> checkpoint = seen.higherEntry(index);
        if (checkpoint == null) {
            throw new IllegalStateException("entry " + index + " was not seen to be sealed");
        }
        return checkpoint.getValue();
    }

    /** Sizes after this one, with the moment each was seen, in their order. */
    public NavigableMap<Long, Long> after(long size) {
        return seen.tailMap(size, false);
    }

    /** Waits until the log has that size. */
    public void await(long size) {
        long deadline = System.nanoTime() + Duration.ofHours(2).toNanos();
        while (seen.isEmpty() || seen.lastKey() < size) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the log does not reach size " + size);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void watch() {
        long seals = -1;
        while (!ended) {
            try {
                signal.awaitSeal(seals, LONGEST);
                seals = signal.seals();
                long size = log.newest().size();
                seen.putIfAbsent(size, System.nanoTime());
            } catch (RefusedException e) {
                // nothing is sealed yet
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        thread.join();
    }
}

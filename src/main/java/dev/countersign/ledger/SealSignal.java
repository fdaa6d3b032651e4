package dev.countersign.ledger;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;

/** Wakes within this node: the sequencer when an entry was committed, those who wait for a checkpoint when one was. */
@Component
class SealSignal {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition committed = lock.newCondition();
    private final Condition sealed = lock.newCondition();
    private boolean pending;
    private long seals;

    /** An entry was committed, or the sequencer is to look up for another reason. */
    void entryCommitted() {
        lock.lock();
        try {
            pending = true;
            committed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next entry, no longer than this; at once if one came since the last time. */
    void awaitEntry(Duration longest) throws InterruptedException {
        long left = longest.toNanos();
        lock.lockInterruptibly();
        try {
            while (!pending && left > 0) {
                left = committed.awaitNanos(left);
            }
            pending = false;
        } finally {
            lock.unlock();
        }
    }

    void logSealed() {
        lock.lock();
        try {
            seals++;
            sealed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How often this node sealed. */
    long seals() {
        lock.lock();
        try {
            return seals;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until this node sealed more often than that, no longer than this. */
    void awaitSeal(long seen, Duration longest) throws InterruptedException {
        long left = longest.toNanos();
        lock.lockInterruptibly();
        try {
            while (seals == seen && left > 0) {
                left = sealed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}

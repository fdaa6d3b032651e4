package dev.countersign.ledger;

import dev.countersign.ledger.Ledger.Act;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What the running transaction has to tell the audit trail: written in one statement just before it commits, in the order it was
 * told. What cannot be written ends the transaction as any other failure does, so that no fact is without its entry.
 */
final class PendingEntries implements TransactionSynchronization {

    private static final Object KEY = PendingEntries.class;

    private final Consumer<List<Act>> write;
    private final Runnable committed;
    private final List<Act> told = new ArrayList<>();
    private final List<Supplier<List<Act>>> last = new ArrayList<>();
    private boolean written;

    private PendingEntries(Consumer<List<Act>> write, Runnable committed) {
        this.write = write;
        this.committed = committed;
    }

    /** @param write called inside the transaction, with everything told so far */
    static void tell(Act one, Consumer<List<Act>> write, Runnable committed) {
        ofThisTransaction(write, committed).add(one);
    }

    /** @param acts asked right before the commit */
    static void tellLast(Supplier<List<Act>> acts, Consumer<List<Act>> write, Runnable committed) {
        PendingEntries pending = ofThisTransaction(write, committed);
        if (pending.written) {
            throw new IllegalStateException("the transaction's entries are written: nothing may begin to happen now");
        }
        pending.last.add(acts);
    }

    private static PendingEntries ofThisTransaction(Consumer<List<Act>> write, Runnable committed) {
        @Nullable PendingEntries pending = (PendingEntries) TransactionSynchronizationManager.getResource(KEY);
        if (pending == null) {
            pending = new PendingEntries(write, committed);
            TransactionSynchronizationManager.bindResource(KEY, pending);
            TransactionSynchronizationManager.registerSynchronization(pending);
        }
        return pending;
    }

    private void add(Act one) {
        if (written) {
            // told by somebody else's last act before the commit
            write.accept(List.of(one));
        } else {
            told.add(one);
        }
    }

    @Override
    public void beforeCommit(boolean readOnly) {
        last.forEach(acts -> told.addAll(acts.get()));
        written = true;
        if (!told.isEmpty()) {
            write.accept(told);
        }
    }

    @Override
    public void afterCommit() {
        committed.run();
    }

    @Override
    public void afterCompletion(int status) {
        TransactionSynchronizationManager.unbindResourceIfPossible(KEY);
    }

    @Override
    public void suspend() {
        TransactionSynchronizationManager.unbindResource(KEY);
    }

    @Override
    public void resume() {
        TransactionSynchronizationManager.bindResource(KEY, this);
    }
}

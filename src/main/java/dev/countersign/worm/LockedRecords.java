package dev.countersign.worm;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The records that the running transaction has locked: a lock lasts until its end, so that asking again would change nothing. */
final class LockedRecords implements TransactionSynchronization {

    private static final Object KEY = LockedRecords.class;

    private final Set<UUID> records = new HashSet<>();

    private LockedRecords() {}

    static Set<UUID> ofThisTransaction() {
        @Nullable LockedRecords locked = (LockedRecords) TransactionSynchronizationManager.getResource(KEY);
        if (locked == null) {
            locked = new LockedRecords();
            TransactionSynchronizationManager.bindResource(KEY, locked);
            TransactionSynchronizationManager.registerSynchronization(locked);
        }
        return locked.records;
    }

    @Override
    public void suspend() {
        TransactionSynchronizationManager.unbindResource(KEY);
    }

    @Override
    public void resume() {
        TransactionSynchronizationManager.bindResource(KEY, this);
    }

    @Override
    public void afterCompletion(int status) {
        TransactionSynchronizationManager.unbindResourceIfPossible(KEY);
    }
}

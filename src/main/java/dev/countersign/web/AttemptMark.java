package dev.countersign.web;

import dev.countersign.web.IdempotencyMapper.Asked;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Marks, in every transaction that a call with an idempotency key commits, that something was written. After a crash the key
 * then says whether carrying the call out again could do it twice; and an attempt whose key was taken over cannot commit.
 */
@Component
class AttemptMark implements TransactionExecutionListener {

    private final ThreadLocal<@Nullable Asked> current = new ThreadLocal<>();
    private final ObjectProvider<IdempotencyKeys> keys;

    /** @param keys asked for late: Spring Boot gives this listener to the transaction manager, which the keys need */
    AttemptMark(ObjectProvider<IdempotencyKeys> keys) {
        this.keys = keys;
    }

    void begin(Asked attempt) {
        current.set(attempt);
    }

    void end() {
        current.remove();
    }

    @Override
    public void afterBegin(TransactionExecution transaction, @Nullable Throwable failure) {
        Asked attempt = current.get();
        if (attempt == null || failure != null || !TransactionSynchronizationManager.isSynchronizationActive()) {
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void beforeCommit(boolean readOnly) {
                if (!readOnly) {
                    keys.getObject().markWritten(attempt);
                }
            }
        });
    }
}

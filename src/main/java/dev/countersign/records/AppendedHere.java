package dev.countersign.records;

import dev.countersign.crypto.Digest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The versions that the running transaction appended itself. Their audit entries are written just before it commits, and nobody else
 * sees these versions until then.
 */
final class AppendedHere implements TransactionSynchronization {

    private static final Object KEY = AppendedHere.class;

    private final Map<LoggedVersions.Named, Digest> hashes = new HashMap<>();

    private AppendedHere() {}

    /** To be called inside the transaction. */
    static void add(RecordVersion version) {
        @Nullable AppendedHere here = (AppendedHere) TransactionSynchronizationManager.getResource(KEY);
        if (here == null) {
            here = new AppendedHere();
            TransactionSynchronizationManager.bindResource(KEY, here);
            TransactionSynchronizationManager.registerSynchronization(here);
        }
        here.hashes.put(new LoggedVersions.Named(version.recordId(), version.version()), version.sha256());
    }

    static Optional<Digest> hashOf(LoggedVersions.Named version) {
        @Nullable AppendedHere here = (AppendedHere) TransactionSynchronizationManager.getResource(KEY);
        return here == null ? Optional.empty() : Optional.ofNullable(here.hashes.get(version));
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

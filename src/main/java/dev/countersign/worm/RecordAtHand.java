package dev.countersign.worm;

import dev.countersign.crypto.Digest;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What the store has of a record that the running transaction has locked, read at once under that lock. It stays true until the transaction
 * appends something itself: from then on, and in every other transaction, the store is asked again.
 */
final class RecordAtHand implements TransactionSynchronization {

    private static final Object KEY = RecordAtHand.class;

    /** In the order in which {@link WormMapper#record} reads them. */
    enum Part {
        /** Of the record, and nothing that is read. */
        LOCK,
        VERSIONS,
        EVENTS,
        /** The newest alone. */
        PLAN,
        SIGNATURES,
        LAST_CHANGE,
        /** Of the newest version. */
        CONTENT
    }

    private final UUID recordId;
    private final Map<Part, List<Object>> read = new EnumMap<>(Part.class);
    private final @Nullable Digest content;

    private RecordAtHand(UUID recordId, List<List<Object>> read) {
        this.recordId = recordId;
        for (Part part : Part.values()) {
            this.read.put(part, read.get(part.ordinal()));
        }
        this.content = bytes().map(Digest::of).orElse(null);
    }

    /**
     * One record of a transaction, and none that is unknown, whose lock holds nobody off.
     *
     * @param read by {@link WormMapper#record}
     */
    static void take(UUID recordId, List<List<Object>> read) {
        boolean known = !read.get(Part.VERSIONS.ordinal()).isEmpty();
        if (known && TransactionSynchronizationManager.getResource(KEY) == null) {
            RecordAtHand taken = new RecordAtHand(recordId, read);
            TransactionSynchronizationManager.bindResource(KEY, taken);
            TransactionSynchronizationManager.registerSynchronization(taken);
        }
    }

    /** Something of that kind is about to be appended, to this record or to another. */
    static void forget(Part part) {
        current().ifPresent(one -> one.read.remove(part));
    }

    private static Optional<RecordAtHand> current() {
        return Optional.ofNullable((RecordAtHand) TransactionSynchronizationManager.getResource(KEY));
    }

    /** Empty if the store has to be asked. */
    static <T> Optional<List<T>> rows(UUID recordId, Part part, Class<T> type) {
        return current()
                .filter(one -> one.recordId.equals(recordId))
                .flatMap(one -> Optional.ofNullable(one.read.get(part)))
                .map(rows -> rows.stream().map(type::cast).toList());
    }

    /** The content of the newest version, if that is what has this digest. */
    static Optional<byte[]> blob(Digest sha256) {
        return current().filter(one -> Objects.equals(one.content, sha256)).flatMap(RecordAtHand::bytes);
    }

    private Optional<byte[]> bytes() {
        return read.getOrDefault(Part.CONTENT, List.of()).stream()
                .findFirst()
                .flatMap(one -> Optional.ofNullable(((WormMapper.Bytes) one).bytes()));
    }

    @Override
    public void suspend() {
        // nothing of one transaction is known in another; this one asks again
        TransactionSynchronizationManager.unbindResourceIfPossible(KEY);
    }

    @Override
    public void afterCommit() {
        TransactionSynchronizationManager.unbindResourceIfPossible(KEY);
    }

    @Override
    public void afterCompletion(int status) {
        TransactionSynchronizationManager.unbindResourceIfPossible(KEY);
    }
}

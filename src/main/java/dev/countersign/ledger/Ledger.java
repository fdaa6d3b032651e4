package dev.countersign.ledger;

import dev.countersign.worm.EntrySource;
import dev.countersign.worm.RecordScope;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The audit trail (21 CFR 11.10(e), AUD-01). */
public interface Ledger {

    /**
     * Appends an entry in the caller's transaction: committed with the fact it tells, or not at all. It is written just before the
     * commit, together with the transaction's other entries and in their order.
     *
     * @throws org.springframework.transaction.IllegalTransactionStateException without a transaction
     */
    void append(Caller caller, AuditEvent event);

    /**
     * Appends an entry in a transaction and on a connection of its own, for what must outlive a rollback (SIG-07). MUST NOT be
     * called while the business transaction is open.
     *
     * @throws IllegalStateException inside a transaction
     */
    void appendAlone(Caller caller, AuditEvent event);

    /**
     * Appends in the caller's transaction what there is to tell right before its commit: for what still grows until then.
     *
     * @throws org.springframework.transaction.IllegalTransactionStateException without a transaction
     */
    void appendLast(Supplier<List<Act>> acts);

    /** Entries of one record, oldest first. */
    List<Entry> ofRecord(UUID recordId);

    /** As {@link #ofRecord(UUID)}; none if the record is out of reach, and of its links none with a record that is. */
    List<Entry> ofRecord(UUID recordId, RecordScope reach);

    /**
     * Entries by filter, newest first.
     *
     * @throws RefusedException {@code search-too-long} if not all records are in reach and the answer is not found in seconds
     */
    Page search(Filter filter, int page, int size);

    /**
     * @param index position in the sealed log; null until it is sealed
     * @param bytes the exact canonical bytes
     */
    record Entry(UUID entryId, @Nullable Long index, byte[] bytes, String leafHash, Instant recordedAt) {}

    /** Who did what. */
    record Act(Caller caller, AuditEvent event) {}

    /**
     * @param reach of whoever reads: of other records nothing is found
     * @param source from where they came
     */
    record Filter(
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String actor,
            @Nullable String type,
            @Nullable UUID record,
            RecordScope reach,
            @Nullable EntrySource source) {

        /** From wherever. */
        public Filter(
                @Nullable Instant from,
                @Nullable Instant to,
                @Nullable String actor,
                @Nullable String type,
                @Nullable UUID record,
                RecordScope reach) {
            this(from, to, actor, type, record, reach, null);
        }

        /** Over all records. */
        public Filter(
                @Nullable Instant from,
                @Nullable Instant to,
                @Nullable String actor,
                @Nullable String type,
                @Nullable UUID record) {
            this(from, to, actor, type, record, RecordScope.ALL);
        }
    }

    /**
     * @param total how many there are, up to 10,000
     * @param more whether there are more than that
     */
    record Page(List<Entry> items, int page, int size, int total, boolean more) {}
}

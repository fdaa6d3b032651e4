package dev.countersign.worm;

import dev.countersign.crypto.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The stored bytes of the audit trail (21 CFR 11.10(e)); their meaning is the ledger's. */
public interface AuditEntries {

    /**
     * Appends {@code countersign/audit-entry/v1} in their order and queues them for sealing, in one statement of the caller's
     * transaction.
     *
     * @throws WormRefusedException e.g. {@code WORM-027} if another change of the record came first
     */
    void append(List<byte[]> entries);

    /** Those about the record that are readable with this scope, oldest first; none of a record that is not in it. */
    List<StoredEntry> ofRecord(UUID recordId, RecordScope scope);

    /** The record's newest entry with a record sequence; stable while the record is locked. */
    Optional<StoredEntry> lastChange(UUID recordId);

    /** The record's entries of that type that changed it, each with what the log holds for it; in the order of the changes. */
    List<LoggedEntry> logged(UUID recordId, String type);

    /**
     * Newest first, and how many there are, counted no further than so many: all of a long trail would be read to count it.
     *
     * @throws TrailEntries.TooLongException if the scope is not all there is, and they are not found within the time that a search may take
     */
    Found search(Criteria criteria, int limit, long offset, int most);

    /** @param counted how many there are, or so many as were to be counted */
    record Found(List<StoredEntry> entries, int counted) {}

    /** @param leafIndex null until sealed */
    record StoredEntry(
            UUID entryId,
            @Nullable Long leafIndex,
            Digest leafHash,
            byte[] entry,
            @Nullable Long recordSequence,
            Instant recordedAt) {}

    /**
     * @param leafHash the hash in the entry's leaf, or in the queue while it waits to be sealed; null if it is in neither
     * @param entry the exact bytes stored under that id; whether they have the hash is for who reads them to check
     */
    @SuppressWarnings("ArrayRecordComponent")
    record LoggedEntry(UUID entryId, @Nullable Digest leafHash, byte[] entry) {}

    /**
     * Null members do not restrict.
     *
     * @param scope entries about a record outside of it are not found
     * @param source from where they came
     */
    record Criteria(
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String actor,
            @Nullable String type,
            @Nullable UUID recordId,
            RecordScope scope,
            @Nullable EntrySource source) {

        /** From wherever. */
        public Criteria(
                @Nullable Instant from,
                @Nullable Instant to,
                @Nullable String actor,
                @Nullable String type,
                @Nullable UUID recordId,
                RecordScope scope) {
            this(from, to, actor, type, recordId, scope, null);
        }

        /** Over all records. */
        public Criteria(
                @Nullable Instant from,
                @Nullable Instant to,
                @Nullable String actor,
                @Nullable String type,
                @Nullable UUID recordId) {
            this(from, to, actor, type, recordId, RecordScope.ALL);
        }
    }
}

package dev.countersign.worm;

import dev.countersign.worm.AuditEntries.StoredEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The audit trail from its newest entry backwards (AUD-04), of however many there are: from place to place, never by counting off. */
public interface TrailEntries {

    /**
     * Newest first.
     *
     * @param before the place behind which to go on; null from the newest on
     * @throws TooLongException if it is not found within the time that a search may take
     */
    List<StoredEntry> newest(Sought sought, @Nullable Place before, int limit);

    /**
     * All of these types with exactly that subject, oldest first: for kinds of event that are rare, among which they are looked for.
     *
     * @throws TooLongException if they are not found within the time that a search may take
     */
    List<StoredEntry> about(String subject, Set<String> types);

    /** Where an entry stands; empty if there is none of that id. */
    Optional<Place> placeOf(UUID entryId);

    /** The time of the newest entry that is sealed; empty before the first. */
    Optional<Instant> newestSealed();

    /** What is sought is so rare among what has to be looked through that it was given up. */
    final class TooLongException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public TooLongException(Throwable cause) {
            super("the search of the trail was given up", cause);
        }
    }

    /** Entries stand in the order of their times, and of their ids where these are the same. */
    record Place(Instant at, UUID entryId) {}

    /**
     * Null members and an empty set do not restrict.
     *
     * @param from the first moment
     * @param to the first moment that is out
     * @param types dotted names of kinds of event
     * @param exceptions only those that say of themselves that they are exceptions
     * @param scope entries about a record outside of it are not found
     * @param source from where they came
     */
    record Sought(
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String actor,
            @Nullable UUID recordId,
            Set<String> types,
            boolean exceptions,
            RecordScope scope,
            @Nullable EntrySource source) {

        public Sought {
            types = Set.copyOf(types);
        }

        /** From wherever. */
        public Sought(
                @Nullable Instant from,
                @Nullable Instant to,
                @Nullable String actor,
                @Nullable UUID recordId,
                Set<String> types,
                boolean exceptions,
                RecordScope scope) {
            this(from, to, actor, recordId, types, exceptions, scope, null);
        }

        /** Over all records. */
        public Sought(
                @Nullable Instant from,
                @Nullable Instant to,
                @Nullable String actor,
                @Nullable UUID recordId,
                Set<String> types,
                boolean exceptions) {
            this(from, to, actor, recordId, types, exceptions, RecordScope.ALL);
        }

        /** Whether each type has an index to be walked, and nothing else is narrower than that. */
        boolean byType() {
            return !types.isEmpty() && actor == null && recordId == null && !exceptions && source == null;
        }
    }
}

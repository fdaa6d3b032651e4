package dev.countersign.ledger;

import dev.countersign.ledger.Ledger.Entry;
import dev.countersign.worm.EntrySource;
import dev.countersign.worm.EntrySource.Kind;
import dev.countersign.worm.RecordScope;
import dev.countersign.worm.TrailEntries;
import dev.countersign.worm.TrailEntries.Place;
import dev.countersign.worm.TrailEntries.Sought;
import dev.countersign.worm.TrailEntries.TooLongException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The audit trail as people read it (AUD-04): from the newest entry backwards, as long as they go on. */
@Component
public class AuditTrail {

    private final TrailEntries entries;

    AuditTrail(TrailEntries entries) {
        this.entries = entries;
    }

    /**
     * Null members and an empty set do not restrict.
     *
     * @param from the first moment
     * @param to the first moment that is out
     * @param types dotted names of kinds of event, of which an entry has one
     * @param exceptions only entries of that significance
     * @param reach of whoever reads: of other records nothing is found
     * @param source from where they came
     */
    public record Question(
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String actor,
            @Nullable UUID recordId,
            Set<String> types,
            boolean exceptions,
            RecordScope reach,
            @Nullable EntrySource source) {

        public Question {
            types = Set.copyOf(types);
        }

        /** From wherever. */
        public Question(
                @Nullable Instant from,
                @Nullable Instant to,
                @Nullable String actor,
                @Nullable UUID recordId,
                Set<String> types,
                boolean exceptions,
                RecordScope reach) {
            this(from, to, actor, recordId, types, exceptions, reach, null);
        }

        /** Over all records. */
        public Question(
                @Nullable Instant from,
                @Nullable Instant to,
                @Nullable String actor,
                @Nullable UUID recordId,
                Set<String> types,
                boolean exceptions) {
            this(from, to, actor, recordId, types, exceptions, RecordScope.ALL);
        }

        /** Everything there is. */
        public static Question all() {
            return new Question(null, null, null, null, Set.of(), false);
        }

        /** The same, up to that moment if it goes beyond. */
        public Question until(Instant moment) {
            return new Question(
                    from,
                    to == null || to.isAfter(moment) ? moment : to,
                    actor,
                    recordId,
                    types,
                    exceptions,
                    reach,
                    source);
        }

        /** The same of exceptions alone. */
        public Question ofExceptions() {
            return new Question(from, to, actor, recordId, types, true, reach, source);
        }
    }

    /**
     * The newest that answer the question.
     *
     * @param behind id of the entry behind which to go on; null from the newest on. Nothing is behind an entry that there is not
     * @throws RefusedException {@code search-too-long} if the answer is not found in seconds
     */
    public List<Entry> newest(Question question, @Nullable UUID behind, int limit) {
        Optional<Place> place = behind == null ? Optional.empty() : entries.placeOf(behind);
        if (behind != null && place.isEmpty()) {
            return List.of();
        }
        Sought sought = new Sought(
                question.from(),
                question.to(),
                question.actor(),
                question.recordId(),
                question.types(),
                question.exceptions(),
                question.reach(),
                question.source());
        try {
            return entries.newest(sought, place.orElse(null), limit).stream()
                    .map(WormLedger::entry)
                    .toList();
        } catch (TooLongException e) {
            throw LogRefusal.SEARCH_TOO_LONG.thrown();
        }
    }

    /**
     * What a text can mean as a source of entries: each kind of source of which there is an entry in reach; where the text names its kind, that one.
     *
     * @param typed an address, or the id of a device, a session or a program; or {@code address:192.0.2.7} and the like
     */
    public List<EntrySource> sources(String typed, RecordScope reach) {
        return Arrays.stream(Kind.values())
                .flatMap(kind -> named(typed, kind).stream())
                .filter(source -> !newest(new Question(null, null, null, null, Set.of(), false, reach, source), null, 1)
                        .isEmpty())
                .toList();
    }

    private static List<EntrySource> named(String typed, Kind kind) {
        boolean names = Arrays.stream(Kind.values()).anyMatch(one -> typed.startsWith(one.code() + ":"));
        if (!names) {
            return List.of(new EntrySource(kind, typed));
        }
        String prefix = kind.code() + ":";
        return typed.startsWith(prefix) ? List.of(new EntrySource(kind, typed.substring(prefix.length()))) : List.of();
    }

    /**
     * Every entry of these rare kinds with that subject, oldest first.
     *
     * @param subject e.g. {@code person:reviewer}
     * @throws RefusedException {@code search-too-long} if they are not found in seconds
     */
    public List<Entry> about(String subject, Set<String> types) {
        try {
            return entries.about(subject, types).stream().map(WormLedger::entry).toList();
        } catch (TooLongException e) {
            throw LogRefusal.SEARCH_TOO_LONG.thrown();
        }
    }

    /** The time of the newest entry that is sealed; empty before the first. */
    public Optional<Instant> newestSealed() {
        return entries.newestSealed();
    }
}

package dev.countersign.records;

import static dev.countersign.records.RecordStatus.APPROVED;
import static dev.countersign.records.RecordStatus.DRAFT;
import static dev.countersign.records.RecordStatus.EFFECTIVE;
import static dev.countersign.records.RecordStatus.IN_REVIEW;
import static dev.countersign.records.RecordStatus.IN_REWORK;
import static dev.countersign.records.RecordStatus.OBSOLETE;
import static dev.countersign.records.RecordStatus.SUPERSEDED;
import static dev.countersign.records.RecordStatus.WITHDRAWN;

import dev.countersign.worm.WormStore.StoredRecordEvent;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a record and each of its versions stand, from the appended events alone (REC-01). The same table is in the store's
 * {@code append_record_event}, which has the last word; here it makes a refusal that a person can read.
 */
final class Lifecycle {

    private static final Map<RecordStatus, Set<RecordStatus>> NEXT = Map.of(
            DRAFT, EnumSet.of(IN_REVIEW, WITHDRAWN),
            IN_REVIEW, EnumSet.of(IN_REWORK, APPROVED, WITHDRAWN),
            IN_REWORK, EnumSet.of(WITHDRAWN),
            APPROVED, EnumSet.of(EFFECTIVE),
            EFFECTIVE, EnumSet.of(SUPERSEDED, OBSOLETE),
            SUPERSEDED, EnumSet.noneOf(RecordStatus.class),
            WITHDRAWN, EnumSet.noneOf(RecordStatus.class),
            OBSOLETE, EnumSet.noneOf(RecordStatus.class));
    private static final Set<RecordStatus> TAKES_VERSIONS = EnumSet.of(DRAFT, IN_REWORK, EFFECTIVE);
    private static final Set<RecordStatus> CLOSED = EnumSet.of(WITHDRAWN, SUPERSEDED, OBSOLETE);

    private final List<StoredRecordEvent> events;

    /** @param events of one record, in order of their sequence */
    Lifecycle(List<StoredRecordEvent> events) {
        this.events = events;
    }

    /** What had happened up to that moment. */
    Lifecycle at(Instant moment) {
        return new Lifecycle(events.stream()
                .filter(event -> !event.createdAt().isAfter(moment))
                .toList());
    }

    /**
     * The record's status: that of its last event, or {@code effective} where a revision was withdrawn and the version in
     * force stays; empty for a record that has none.
     */
    Optional<RecordStatus> status() {
        if (events.isEmpty()) {
            return Optional.empty();
        }
        RecordStatus last = RecordStatus.ofCode(events.get(events.size() - 1).status());
        return Optional.of(last == WITHDRAWN && effectiveVersion().isPresent() ? EFFECTIVE : last);
    }

    /** The version's own status. */
    Optional<RecordStatus> status(int version) {
        return events.stream()
                .filter(event -> event.version() == version)
                .reduce((earlier, later) -> later)
                .map(event -> RecordStatus.ofCode(event.status()));
    }

    /** The version in force, if one is. */
    Optional<Integer> effectiveVersion() {
        return events.stream()
                .map(StoredRecordEvent::version)
                .distinct()
                .filter(version -> status(version).filter(EFFECTIVE::equals).isPresent())
                .findFirst();
    }

    static boolean allows(RecordStatus from, RecordStatus to) {
        return NEXT.getOrDefault(from, Set.of()).contains(to);
    }

    static boolean takesVersions(RecordStatus status) {
        return TAKES_VERSIONS.contains(status);
    }

    static boolean isClosed(RecordStatus status) {
        return CLOSED.contains(status);
    }
}

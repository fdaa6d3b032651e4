package dev.countersign.exports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.ledger.AuditTrail;
import dev.countersign.ledger.AuditTrail.Question;
import dev.countersign.ledger.Ledger.Entry;
import dev.countersign.ledger.Log;
import dev.countersign.ledger.Log.Checkpoint;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.RecordStatus;
import dev.countersign.records.Records.Summary;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Counts independently of the search which records there are (CPY-06): from the entries of the sealed log that tell of versions and of their
 * status, read backwards from the head that an export names. What words find is not counted: the log has no titles.
 */
@Component
class Reconciliation {

    /** Of more entries it is not done, and the statement says so. */
    static final int MOST = 200_000;

    private static final int PART = 500;
    private static final int OF_ONE = 1_000;
    private static final String APPENDED = "record.version-appended";
    private static final String MOVED = "record.status-changed";
    private static final Set<String> TYPES = Set.of(APPENDED, MOVED);

    private final AuditTrail trail;
    private final Log log;

    Reconciliation(AuditTrail trail, Log log) {
        this.trail = trail;
        this.log = log;
    }

    /**
     * How the search and the log agree.
     *
     * @param done false where the log has more entries than are read for this
     * @param byWords whether words were searched for: then the log may have more records
     * @param counted records of that type and status in the log
     * @param inLogOnly empty where words were searched for
     */
    record Reconciled(
            boolean done,
            boolean byWords,
            int entries,
            Collection<UUID> counted,
            Collection<UUID> inLogOnly,
            Collection<UUID> inSearchOnly) {

        boolean agrees() {
            return done && inLogOnly.isEmpty() && inSearchOnly.isEmpty();
        }
    }

    /**
     * A head of the log that covers what is known of these records. MUST NOT be called inside a transaction.
     *
     * @throws RefusedException {@code not-sealed}
     */
    Checkpoint covering(List<Summary> found) {
        List<UUID> waiting = new ArrayList<>();
        for (Summary one : found) {
            Question question = new Question(null, null, null, one.recordId(), TYPES, false);
            trail.newest(question, null, OF_ONE).stream()
                    .filter(entry -> entry.index() == null)
                    .map(Entry::entryId)
                    .forEach(waiting::add);
        }
        return waiting.isEmpty() ? log.newest() : log.covering(waiting);
    }

    Reconciled of(ExportJob job, Instant moment, Checkpoint head, Set<UUID> found) {
        Question question =
                new Question(null, moment.plus(1, ChronoUnit.MICROS), null, null, TYPES, false, job.scope());
        Map<UUID, Story> stories = new HashMap<>();
        int read = 0;
        UUID behind = null;
        List<Entry> part;
        do {
            Optional<List<Entry>> next = next(question, behind);
            if (next.isEmpty() || read >= MOST) {
                return new Reconciled(false, job.words() != null, read, List.of(), List.of(), List.of());
            }
            part = next.get();
            for (Entry entry : part) {
                Long index = entry.index();
                if (index != null && index < head.size()) {
                    take(stories, CanonicalJson.parse(entry.bytes()));
                }
                behind = entry.entryId();
            }
            read += part.size();
        } while (part.size() == PART);
        return compared(job, read, stories, found);
    }

    private Optional<List<Entry>> next(Question question, @Nullable UUID behind) {
        try {
            return Optional.of(trail.newest(question, behind, PART));
        } catch (RefusedException tooLong) {
            return Optional.empty();
        }
    }

    private static void take(Map<UUID, Story> stories, JsonNode fact) {
        UUID recordId = UUID.fromString(fact.path("recordId").asText());
        Story story = stories.computeIfAbsent(recordId, id -> new Story());
        if (APPENDED.equals(fact.path("type").asText())) {
            story.type = fact.path("new").path("type").asText();
        } else {
            story.told(
                    fact.path("recordVersion").asInt(),
                    RecordStatus.ofCode(fact.path("new").path("status").asText()));
        }
    }

    private static Reconciled compared(ExportJob job, int read, Map<UUID, Story> stories, Set<UUID> found) {
        Set<UUID> counted = new TreeSet<>();
        stories.forEach((recordId, story) -> {
            if (story.isLike(job)) {
                counted.add(recordId);
            }
        });
        Set<UUID> inSearchOnly = new TreeSet<>(found);
        inSearchOnly.removeAll(counted);
        boolean byWords = job.words() != null;
        Set<UUID> inLogOnly = new TreeSet<>(byWords ? Set.of() : counted);
        inLogOnly.removeAll(found);
        return new Reconciled(true, byWords, read, counted, inLogOnly, inSearchOnly);
    }

    /** What the log tells of one record, from its newest entry backwards. */
    private static final class Story {

        private @Nullable String type;
        private @Nullable RecordStatus last;
        private final Map<Integer, RecordStatus> versions = new HashMap<>();

        void told(int version, RecordStatus status) {
            if (last == null) {
                last = status;
            }
            versions.putIfAbsent(version, status);
        }

        boolean isLike(ExportJob job) {
            boolean inForce = versions.containsValue(RecordStatus.EFFECTIVE);
            RecordStatus status = last == RecordStatus.WITHDRAWN && inForce ? RecordStatus.EFFECTIVE : last;
            RecordStatus asked = KeptExports.status(job.status());
            return (job.type() == null || job.type().equals(type))
                    && (asked == null || (asked == RecordStatus.EFFECTIVE ? inForce : asked == status));
        }
    }
}

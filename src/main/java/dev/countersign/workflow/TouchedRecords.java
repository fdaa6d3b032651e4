package dev.countersign.workflow;

import dev.countersign.records.RecordStatus;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The status of every version of the records in whose approvals an intervention takes place, at one moment, under their locks. A preview is
 * told from the model; what came of it is read from the store, so that no path through any model makes a record effective (PRC-02).
 */
final class TouchedRecords {

    private final Map<UUID, SortedMap<Integer, RecordStatus>> versions = new TreeMap<>();

    private TouchedRecords() {}

    static TouchedRecords of(Records records, Collection<UUID> recordIds) {
        TouchedRecords found = new TouchedRecords();
        recordIds.forEach(recordId -> found.versions.put(recordId, read(records, recordId)));
        return found;
    }

    /**
     * Demands that the records are by now what the operation makes of them: those to be cancelled withdrawn, where anything was under way, and
     * all else as it was.
     *
     * @throws dev.countersign.ledger.RefusedException {@code intervention-refused}
     */
    void demandUnmoved(Records records, String operation) {
        versions.forEach((recordId, before) -> {
            SortedMap<Integer, RecordStatus> expected = new TreeMap<>(before);
            if (operation.equals(Intervention.CANCEL)) {
                expected.computeIfPresent(
                        before.lastKey(),
                        (version, status) -> BreakGlassPreview.ends(status) ? RecordStatus.WITHDRAWN : status);
            }
            SortedMap<Integer, RecordStatus> now = read(records, recordId);
            if (!now.equals(expected)) {
                throw WorkflowRule.INTERVENTION_MOVED_STATUS.refuse(recordId, told(before), told(now), told(expected));
            }
        });
    }

    private static SortedMap<Integer, RecordStatus> read(Records records, UUID recordId) {
        SortedMap<Integer, RecordStatus> found = new TreeMap<>();
        for (RecordVersion version : records.versions(recordId)) {
            found.put(
                    version.version(),
                    records.status(recordId, version.version())
                            .orElseThrow(() -> WorkflowRule.RECORD_NOT_FOUND.refuse(recordId)));
        }
        return found;
    }

    private static String told(SortedMap<Integer, RecordStatus> versions) {
        StringBuilder told = new StringBuilder();
        versions.forEach((version, status) -> told.append(told.isEmpty() ? "" : ", ")
                .append(version)
                .append(' ')
                .append(status.code()));
        return told.toString();
    }
}

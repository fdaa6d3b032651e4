package dev.countersign.workspace.web;

import dev.countersign.ledger.Log.Checkpoint;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * What a report of the audit trail tells.
 *
 * @param head covers every entry that is in it
 * @param entries newest first
 * @param unsealed how many answered as well, and were not sealed yet
 * @param upTo the time of the newest entry that could be among them
 * @param zone of whoever made it
 * @param by printed name and user id
 */
record ReportedTrail(
        AuditAsked asked,
        Checkpoint head,
        List<AuditLine> entries,
        int unsealed,
        Instant upTo,
        Instant at,
        ZoneId zone,
        String by,
        String organisation,
        boolean demo) {

    List<AuditLine> exceptions() {
        return entries.stream().filter(AuditLine::exception).toList();
    }
}

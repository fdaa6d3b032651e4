package dev.countersign.evidence;

import dev.countersign.ledger.AuditEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody took a copy or a bundle of a version away (CPY-02), and how its verification came out just before (WRM-03). Told before the
 * bytes leave: a bundle tells of its own export.
 *
 * @param exportId of the export of many records that it is part of; null for one that was taken alone
 */
record EvidenceExported(
        UUID recordId,
        int version,
        String form,
        Verified verified,
        @Nullable UUID exportId) implements AuditEvent {

    @Override
    public String type() {
        return "evidence.exported";
    }

    @Override
    public String subject() {
        return "record:" + recordId + "/" + version;
    }

    @Override
    public Significance significance() {
        return verified.significance(Significance.NORMAL);
    }

    @Override
    public RecordReference record() {
        return new RecordReference(recordId, version, false);
    }

    @Override
    public Map<String, Object> after() {
        Map<String, Object> values = new LinkedHashMap<>(verified.values());
        values.put("form", form);
        if (exportId != null) {
            values.put("exportId", exportId.toString());
        }
        return values;
    }
}

package dev.countersign.records;

import dev.countersign.ledger.AuditEvent;
import java.util.Map;

/** Stored bytes were found not to be the bytes that were hashed. */
public record RecordAltered(RecordAlteredException finding) implements AuditEvent {

    @Override
    public String type() {
        return "record.integrity-failed";
    }

    @Override
    public String subject() {
        return "record:" + finding.recordId() + "/" + finding.version();
    }

    @Override
    public Significance significance() {
        return Significance.EXCEPTION;
    }

    @Override
    public RecordReference record() {
        return new RecordReference(finding.recordId(), finding.version(), false);
    }

    @Override
    public Map<String, Object> after() {
        return Map.of(
                "row",
                finding.row(),
                "expected",
                finding.expected().hex(),
                "finding",
                String.valueOf(finding.getMessage()));
    }
}

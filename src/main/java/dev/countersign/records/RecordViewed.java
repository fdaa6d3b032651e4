package dev.countersign.records;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.AuditEvent;
import java.util.Map;

/**
 * Somebody was given bytes of a version.
 *
 * @param part what was given, e.g. {@code content}
 * @param sha256 of exactly those bytes
 */
public record RecordViewed(RecordVersion version, String part, Digest sha256) implements AuditEvent {

    @Override
    public String type() {
        return "record.viewed";
    }

    @Override
    public String subject() {
        return "record:" + version.recordId();
    }

    @Override
    public Significance significance() {
        return Significance.LOW;
    }

    @Override
    public RecordReference record() {
        return new RecordReference(version.recordId(), version.version(), false);
    }

    @Override
    public Map<String, Object> after() {
        return Map.of("part", part, "sha256", sha256.hex());
    }
}

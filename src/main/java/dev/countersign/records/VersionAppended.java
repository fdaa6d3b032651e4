package dev.countersign.records;

import dev.countersign.ledger.AuditEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A version was appended. */
record VersionAppended(RecordVersion version, @Nullable RecordVersion previous) implements AuditEvent {

    static final String TYPE = "record.version-appended";

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String subject() {
        return "record:" + version.recordId();
    }

    @Override
    public Significance significance() {
        return Significance.HIGH;
    }

    @Override
    public RecordReference record() {
        return new RecordReference(version.recordId(), version.version(), true);
    }

    @Override
    public Map<String, Object> before() {
        return previous == null ? Map.of() : values(previous);
    }

    @Override
    public Map<String, Object> after() {
        return values(version);
    }

    @Override
    public @Nullable String reason() {
        return version.reason();
    }

    private static Map<String, Object> values(RecordVersion version) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("version", version.version());
        values.put("type", version.type());
        values.put("sha256", version.sha256().hex());
        values.put("contentSha256", version.contentSha256().hex());
        values.put(
                "attachments",
                version.attachments().stream().map(a -> a.sha256().hex()).toList());
        if (version.businessKey() != null) {
            values.put("businessKey", version.businessKey());
        }
        return values;
    }
}

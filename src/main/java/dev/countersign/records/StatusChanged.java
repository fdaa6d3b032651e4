package dev.countersign.records;

import dev.countersign.ledger.AuditEvent;
import dev.countersign.records.RecordEventFormat.Move;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A version moved on in its life. */
record StatusChanged(Move move) implements AuditEvent {

    @Override
    public String type() {
        return "record.status-changed";
    }

    @Override
    public String subject() {
        return "record:" + move.version().recordId();
    }

    @Override
    public Significance significance() {
        return Significance.HIGH;
    }

    @Override
    public RecordReference record() {
        return new RecordReference(move.version().recordId(), move.version().version(), true);
    }

    @Override
    public Map<String, Object> before() {
        RecordStatus from = move.from();
        return from == null ? Map.of() : Map.of("status", from.code());
    }

    @Override
    public Map<String, Object> after() {
        return Map.of("status", move.to().code());
    }

    @Override
    public @Nullable String reason() {
        return move.reason();
    }
}

package dev.countersign.records;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.AuditEvent;
import dev.countersign.records.RecordEventFormat.Move;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A version moved on in its life.
 *
 * @param eventSha256 of the stored event's bytes: with the entry, all of them are in the sealed log
 */
record StatusChanged(Move move, Digest eventSha256) implements AuditEvent {

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
        return Map.of("status", move.to().code(), "eventSha256", eventSha256.hex());
    }

    @Override
    public @Nullable String reason() {
        return move.reason();
    }
}

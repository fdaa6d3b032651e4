package dev.countersign.records;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.Caller;
import dev.countersign.worm.Installation;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes {@code countersign/record-event/v1} (docs/formats.md). */
final class RecordEventFormat {

    private RecordEventFormat() {}

    /** @param from null for a version that had no status yet */
    record Move(
            RecordVersion version,
            @Nullable RecordStatus from,
            RecordStatus to,
            @Nullable String reason) {}

    static byte[] write(Installation home, UUID eventId, Move move, Caller caller, Instant createdAt) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("format", "countersign/record-event/v1");
        event.put("organisation", home.organisation());
        event.put("installation", home.installationId().toString());
        event.put("environment", home.environment());
        event.put("eventId", eventId.toString());
        event.put("recordId", move.version().recordId().toString());
        event.put("version", move.version().version());
        event.put("versionSha256", move.version().sha256().hex());
        event.put("status", move.to().code());
        RecordStatus from = move.from();
        event.put("previousStatus", from == null ? null : from.code());
        event.putObject("actor")
                .put("id", caller.actorId())
                .put("kind", caller.kind().code());
        event.put("reason", move.reason());
        event.put("createdAt", UtcTime.write(createdAt));
        return CanonicalJson.write(event);
    }
}

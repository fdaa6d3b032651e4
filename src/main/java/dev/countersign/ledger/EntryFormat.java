package dev.countersign.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.AuditEvent.RecordReference;
import dev.countersign.worm.Installation;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes {@code countersign/audit-entry/v1} (docs/formats.md). Its bytes are pinned by checked-in samples. */
final class EntryFormat {

    static final int MAXIMUM_LENGTH = 65_535;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Installation installation;
    private final String actingSystem;

    /** @param actingSystem name and version of the software that writes */
    EntryFormat(Installation installation, String actingSystem) {
        this.installation = installation;
        this.actingSystem = actingSystem;
    }

    /** @param sequence place among the entries that change the record, with the leaf hash of the one before; null if none */
    record Sequence(long number, @Nullable String previousLeafHash) {}

    byte[] write(UUID entryId, Instant time, Caller caller, AuditEvent event, @Nullable Sequence sequence) {
        ObjectNode entry = JSON.objectNode();
        entry.put("format", "countersign/audit-entry/v1");
        entry.put("organisation", installation.organisation());
        entry.put("installation", installation.installationId().toString());
        entry.put("environment", installation.environment());
        entry.put("entryId", entryId.toString());
        entry.put("time", UtcTime.write(time));
        entry.putObject("actor")
                .put("id", caller.actorId())
                .put("kind", caller.kind().code());
        entry.put("actingSystem", actingSystem);
        entry.put("type", event.type());
        entry.put("subject", text(event.subject()));
        RecordReference record = event.record();
        entry.put("recordId", record == null ? null : record.recordId().toString());
        entry.set(
                "recordVersion",
                record == null || record.version() == 0 ? JSON.nullNode() : JSON.numberNode(record.version()));
        entry.set("recordSequence", sequence == null ? JSON.nullNode() : JSON.numberNode(sequence.number()));
        entry.put("previousRecordEntry", sequence == null ? null : sequence.previousLeafHash());
        entry.set("old", json(event.before()));
        entry.set("new", json(event.after()));
        entry.put("reason", text(event.reason()));
        entry.putObject("source")
                .put("address", text(caller.address()))
                .put("session", caller.session())
                .put("device", caller.device())
                .put("integration", caller.integration());
        entry.put("significance", event.significance().code());
        byte[] bytes = CanonicalJson.write(entry);
        if (bytes.length > MAXIMUM_LENGTH) {
            throw new IllegalArgumentException("audit entry " + event.type() + " has " + bytes.length
                    + " bytes (expected: at most " + MAXIMUM_LENGTH + "): entries hold ids and hashes, never content");
        }
        return bytes;
    }

    /**
     * Text as an entry can hold it. Refused attempts quote what a caller sent, U+0000 and lone surrogates included: the
     * entry must be written all the same.
     */
    private static @Nullable String text(@Nullable String value) {
        if (value == null) {
            return null;
        }
        StringBuilder clean = new StringBuilder(value.length());
        value.codePoints()
                .map(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? 0xFFFD : c)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static JsonNode json(@Nullable Object value) {
        if (value == null) {
            return JSON.nullNode();
        }
        if (value instanceof String text) {
            return JSON.textNode(text(text));
        }
        if (value instanceof Boolean flag) {
            return JSON.booleanNode(flag);
        }
        if (value instanceof Integer || value instanceof Long) {
            return JSON.numberNode(((Number) value).longValue());
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode object = JSON.objectNode();
            map.forEach((name, member) -> object.set(String.valueOf(name), json(member)));
            return object;
        }
        if (value instanceof Collection<?> items) {
            var array = JSON.arrayNode();
            items.forEach(item -> array.add(json(item)));
            return array;
        }
        throw new IllegalArgumentException("no audit value: " + value.getClass().getName());
    }
}

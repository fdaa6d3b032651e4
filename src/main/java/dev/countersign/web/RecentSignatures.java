package dev.countersign.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Ledger.Filter;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What somebody signed last, as the audit trail has it. */
@Component
class RecentSignatures {

    private static final int RECENT = 10;

    private final Ledger ledger;
    private final Records records;

    RecentSignatures(Ledger ledger, Records records) {
        this.ledger = ledger;
        this.records = records;
    }

    /** Newest first, ten at most. */
    List<RecentSignature> of(String userId) {
        Filter signed = new Filter(null, null, userId, "record.signed", null);
        return ledger.search(signed, 0, RECENT).items().stream()
                .map(entry -> read(CanonicalJson.parse(entry.bytes())))
                .toList();
    }

    private RecentSignature read(JsonNode entry) {
        JsonNode signed = entry.path("new");
        String recordId = entry.path("recordId").asText();
        int version = entry.path("recordVersion").asInt();
        return new RecentSignature(
                signed.path("signatureId").asText(),
                recordId,
                version,
                records.version(UUID.fromString(recordId), version)
                        .map(RecordVersion::title)
                        .orElse(recordId),
                signed.path("meaning").asText(),
                "approve".equals(signed.path("decision").asText()),
                Instant.parse(entry.path("time").asText()));
    }

    /** @param title of the version that was signed */
    record RecentSignature(
            String signatureId,
            String recordId,
            int version,
            String title,
            String meaning,
            boolean approves,
            Instant time) {}
}

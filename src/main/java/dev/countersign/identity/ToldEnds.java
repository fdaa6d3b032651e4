package dev.countersign.identity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Ledger.Entry;
import dev.countersign.ledger.Ledger.Filter;
import dev.countersign.worm.WormStore.StoredCertificateEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When certificates ended, as the audit trail has it (KEY-05). Nobody signs the event: where it is not the one that its entry tells, the
 * authority says the entry's time, and never signs a date that somebody wrote over it.
 */
final class ToldEnds {

    private static final int PAGE = 500;
    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    private final Map<String, JsonNode> told = new HashMap<>();

    ToldEnds(Ledger ledger) {
        Filter ended = new Filter(null, null, null, "key.ended", null);
        List<Entry> entries;
        int page = 0;
        do {
            entries = ledger.search(ended, page++, PAGE).items();
            for (Entry entry : entries) {
                JsonNode fact = CanonicalJson.parse(entry.bytes());
                told.put(fact.path("new").path("keyId").asText(), fact);
            }
        } while (entries.size() == PAGE);
    }

    /** The event's own moment if the audit trail tells of it, else that of the entry; without an entry what is stored, for who ended is named. */
    Instant of(StoredCertificateEvent event) {
        JsonNode entry = told.get(event.keyId().toString());
        if (entry == null) {
            return event.createdAt();
        }
        Instant moment = UtcTime.read(entry.path("time").asText());
        String hash = entry.path("new").path("eventSha256").textValue();
        boolean same = hash == null
                ? Duration.between(event.createdAt(), moment).abs().compareTo(TOLERANCE) <= 0
                : hash.equals(Digest.of(event.bytes()).hex());
        return same
                ? UtcTime.read(
                        CanonicalJson.parse(event.bytes()).path("createdAt").asText())
                : moment;
    }
}

package dev.countersign.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.SignerChain.Broken;
import dev.countersign.worm.AuditEntries.LoggedEntry;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredCertificateEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * When a certificate ended (KEY-05), read from bytes alone: nobody signs the event, so it counts only if the one entry of the audit trail that
 * tells of it does so with the hash that the log holds. What does not agree is no end and no certificate either.
 */
final class EndOfCertificate {

    /** What the store allows a fact's time to be off its clock; for entries of before they had the event's hash. */
    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    private final WormStore worm;

    EndOfCertificate(WormStore worm) {
        this.worm = worm;
    }

    /** @throws Broken if what is stored is not what the audit trail tells */
    Optional<Instant> of(UUID keyId) {
        Optional<StoredCertificateEvent> event = worm.certificateEnd(keyId);
        List<LoggedEntry> told = worm.endsTold(keyId);
        if (event.isEmpty() != told.isEmpty()) {
            // it may have ended between the two questions
            event = worm.certificateEnd(keyId);
            told = worm.endsTold(keyId);
        }
        if (event.isEmpty() && told.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (event.isPresent() && told.size() == 1) {
                return Optional.of(agreed(keyId, event.get().bytes(), told.get(0)));
            }
        } catch (RuntimeException e) {
            throw new Broken(sentence(keyId));
        }
        throw new Broken(sentence(keyId));
    }

    private static Instant agreed(UUID keyId, byte[] event, LoggedEntry told) {
        JsonNode fact = CanonicalJson.parse(event);
        JsonNode entry = CanonicalJson.parse(told.entry());
        Instant ended = UtcTime.read(fact.path("createdAt").asText());
        JsonNode hash = entry.path("new").path("eventSha256");
        boolean same = hash.isMissingNode()
                ? Duration.between(ended, UtcTime.read(entry.path("time").asText()))
                                .abs()
                                .compareTo(TOLERANCE)
                        <= 0
                : Digest.of(event).hex().equals(hash.textValue());
        if (!same
                || !Objects.equals(told.leafHash(), Digest.ofLeaf(told.entry()))
                || !keyId.toString().equals(fact.path("keyId").textValue())
                || !keyId.toString().equals(entry.path("new").path("keyId").textValue())) {
            throw new IllegalArgumentException("they do not agree");
        }
        return ended;
    }

    private static String sentence(UUID keyId) {
        return "the end of the certificate of key " + keyId + " is not what the log tells of it";
    }
}

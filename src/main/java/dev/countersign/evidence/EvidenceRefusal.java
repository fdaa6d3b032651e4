package dev.countersign.evidence;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.Kind;
import dev.countersign.ledger.RefusedException;
import java.util.UUID;

/** What this module refuses. Numbers are never given to another rule. */
final class EvidenceRefusal {

    private EvidenceRefusal() {}

    static RefusedException noSuchVersion(UUID recordId, int version) {
        return new RefusedException(new Refusal(
                "EVI-001",
                "record-not-found",
                Kind.NOT_FOUND,
                "There is no version %d of record %s.".formatted(version, recordId)));
    }

    static RefusedException disposedOf(Digest sha256) {
        return new RefusedException(new Refusal(
                "EVI-002",
                "record-not-found",
                Kind.NOT_FOUND,
                "The bytes with the SHA-256 %s are no longer kept, so this version has no evidence bundle."
                        .formatted(sha256)));
    }
}

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

    static RefusedException bundleTooLarge(long longest) {
        return new RefusedException(new Refusal(
                "EVI-003",
                "bundle-too-large",
                Kind.TOO_LARGE,
                "A bundle that is checked here has at most %d MiB. Check longer ones with the program's sub-command verify."
                        .formatted(longest >> 20)));
    }

    static RefusedException busy() {
        return new RefusedException(
                new Refusal(
                        "EVI-004",
                        "busy",
                        Kind.UNAVAILABLE,
                        "As many bundles are being checked as this server checks at once. Try again in a moment, or check it offline."));
    }

    static RefusedException printing() {
        return new RefusedException(new Refusal(
                "EVI-006",
                "busy",
                Kind.UNAVAILABLE,
                "As many copies are being printed as this server prints at once. Try again in a moment."));
    }

    static RefusedException unsettled(UUID recordId) {
        return new RefusedException(new Refusal(
                "EVI-005",
                "busy",
                Kind.UNAVAILABLE,
                "Certificates ended or authorities began again and again while the bundle of record %s was made. Try again in a moment."
                        .formatted(recordId)));
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

package dev.countersign.workflow.web;

import dev.countersign.crypto.UtcTime;
import dev.countersign.signing.Signature;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A signature just made; {@code GET /api/signatures/{id}} has its statement, certificate and verification. */
record SignedItem(
        UUID signatureId,
        UUID recordId,
        int version,
        String sha256,
        String planStep,
        String decision,
        String meaning,
        String sentence,
        @Nullable String reason,
        String userId,
        String printedName,
        String title,
        String signedAt,
        String zone,
        String statementSha256) {

    static SignedItem of(Signature signature) {
        return new SignedItem(
                signature.signatureId(),
                signature.recordId(),
                signature.version(),
                signature.versionSha256().hex(),
                signature.planStep(),
                signature.approve() ? "approve" : "reject",
                signature.meaning(),
                signature.sentence(),
                signature.reason(),
                signature.userId(),
                signature.printedName(),
                signature.title(),
                UtcTime.write(signature.signedAt()),
                signature.zone(),
                signature.statementSha256().hex());
    }
}

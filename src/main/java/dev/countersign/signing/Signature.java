package dev.countersign.signing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.Digest;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A signature as read from its statement (11.50). */
public record Signature(
        UUID signatureId,
        UUID recordId,
        int version,
        Digest versionSha256,
        String planStep,
        String meaning,
        String sentence,
        boolean approve,
        @Nullable String reason,
        String userId,
        String printedName,
        String title,
        UUID keyId,
        Instant signedAt,
        String zone,
        Digest statementSha256,
        JsonNode statement,
        byte[] signatureBytes,
        String jws) {

    /** Of the sentence, as it was signed: {@code en} or {@code de}. */
    public String language() {
        return statement.path("intent").path("meaning").path("language").asText();
    }
}

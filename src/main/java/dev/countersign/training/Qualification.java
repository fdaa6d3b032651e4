package dev.countersign.training;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody is trained by: a completion they signed, or a certificate somebody recorded.
 *
 * @param code of the course
 * @param kind {@code completion} or {@code certificate}
 * @param recordId of the completion; null for a certificate
 * @param issuer who certified it; null for a completion, as everything of the evidence
 * @param counts whether {@code countsUntil} has not passed, by the database's clock
 */
public record Qualification(
        UUID qualificationId,
        String userId,
        String code,
        String kind,
        Instant since,
        Instant countsUntil,
        @Nullable UUID recordId,
        @Nullable String issuer,
        @Nullable String evidenceName,
        @Nullable String evidenceType,
        @Nullable String evidenceSha256,
        @Nullable String recordedBy,
        boolean counts) {}

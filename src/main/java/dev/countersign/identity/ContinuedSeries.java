package dev.countersign.identity;

import dev.countersign.crypto.Digest;
import java.time.Instant;
import java.util.UUID;

/**
 * The series a later signature continues, as its statement names it (11.200(a)(1)(i)).
 *
 * @param position of this signature; the first, made with all components, has 1
 * @param takenAt when it took its place
 */
public record ContinuedSeries(
        UUID seriesId,
        Instant begunAt,
        int position,
        UUID firstSignatureId,
        Digest firstStatementSha256,
        Instant takenAt) {}

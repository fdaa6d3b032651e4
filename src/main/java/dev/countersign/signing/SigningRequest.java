package dev.countersign.signing;

import dev.countersign.crypto.Digest;
import org.jspecify.annotations.Nullable;

/**
 * What the person decided; no secret in here.
 *
 * @param approve false for a rejection, whose meaning is always {@code rejection}
 * @param meaning null for the step's own
 * @param recordSha256 the version hash the person believes to sign
 * @param presentationSha256 what was shown; null for the newest shown to this session, or the current one
 */
public record SigningRequest(
        boolean approve,
        @Nullable String meaning,
        Digest recordSha256,
        @Nullable Digest presentationSha256,
        @Nullable String reason) {}

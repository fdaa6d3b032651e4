package dev.countersign.witness;

import java.util.Optional;

/**
 * The timestamp authority that is configured, if one is.
 *
 * @param certificates PEM of those whose timestamps count; empty if none is configured
 */
public record Timestamps(Optional<TimestampAuthority> authority, Optional<byte[]> certificates) {}

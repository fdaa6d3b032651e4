package dev.countersign.bucket;

import java.util.Optional;

/** The bucket that is configured, if one is. */
public record Buckets(Optional<LockedBucket> configured) {}

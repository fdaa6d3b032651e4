package dev.countersign.alerts;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An audit entry that gives alarm.
 *
 * @param entryId of the entry
 * @param subject what it is about: causes of one kind and subject belong together
 * @param about the person it is about, who cannot acknowledge it; null if it is about none
 * @param rule the numbered rule that was broken, the check that failed or the row that was found altered; null without any
 * @param address network address of whoever caused it; null if nobody outside did
 */
record Cause(
        AlertKind kind,
        UUID entryId,
        String subject,
        @Nullable String about,
        @Nullable String rule,
        @Nullable String address,
        Instant at) {}

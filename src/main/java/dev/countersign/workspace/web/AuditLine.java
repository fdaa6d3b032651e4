package dev.countersign.workspace.web;

import dev.countersign.identity.ShownTime;
import dev.countersign.workspace.web.Facts.Fact;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An audit entry in words.
 *
 * @param index its place in the sealed log; null while it waits to be sealed
 * @param name printed name of whoever acted; null where the actor is no person with an account
 * @param kind of the actor: {@code person}, {@code service-account}, {@code system}, {@code anonymous}
 * @param type its dotted name, which the texts have words for
 * @param topic code of its tag; null for a kind that another version of the program wrote
 * @param subject what it happened to; null where that is the record, or whoever acted
 * @param telling the few facts that are read at a glance
 * @param facts all of them, or the first
 * @param more how many further ones the exact entry has
 * @param source from where, one thing each
 * @param exact the entry's text, with every hidden sign named
 */
record AuditLine(
        UUID entryId,
        @Nullable Long index,
        String leafHash,
        ShownTime at,
        String actor,
        @Nullable String name,
        String kind,
        String type,
        @Nullable String topic,
        boolean exception,
        @Nullable String subject,
        @Nullable String recordId,
        @Nullable Integer version,
        List<Fact> telling,
        List<Fact> facts,
        int more,
        @Nullable String reason,
        List<Fact> source,
        String exact) {}

package dev.countersign.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.signing.PrintedPages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a record's audit entries tell, on paper: who did what to it, and what people remarked. */
final class PrintedTrail {

    /** Of a longer trail, what only tells of reading is counted. */
    private static final int LONGEST = 2_000;

    private final List<byte[]> entries;
    private final Function<Digest, Optional<byte[]>> stored;

    /**
     * @param entries the record's, oldest first
     * @param stored bytes of the store, if they are what they are stored as
     */
    PrintedTrail(List<byte[]> entries, Function<Digest, Optional<byte[]>> stored) {
        this.entries = entries;
        this.stored = stored;
    }

    /** Those of all versions: what was said of an earlier one may be why there is this one. */
    void comments(PrintedPages pages) {
        pages.heading("Comments");
        int printed = 0;
        for (byte[] entry : entries) {
            JsonNode fact = CanonicalJson.parse(entry);
            if ("record.commented".equals(fact.path("type").textValue())) {
                Digest sha256 =
                        Digest.parse(fact.path("new").path("commentSha256").asText());
                pages.fact(
                        fact.path("time").asText() + ", on version "
                                + fact.path("new").path("version").asText(),
                        stored.apply(sha256)
                                .map(CanonicalJson::parse)
                                .map(comment -> comment.path("author")
                                                .path("printedName")
                                                .asText() + ": "
                                        + comment.path("text").asText())
                                .orElse(PrintedCopy.NOT_KEPT));
                printed++;
            }
        }
        if (printed == 0) {
            pages.paragraph("None.");
        }
    }

    /** Every entry, oldest first. */
    void print(PrintedPages pages) {
        pages.heading("Audit trail of the record");
        int readings = 0;
        for (byte[] entry : entries) {
            JsonNode fact = CanonicalJson.parse(entry);
            if (entries.size() > LONGEST
                    && "low".equals(fact.path("significance").textValue())) {
                readings++;
                continue;
            }
            List<String> told = new ArrayList<>();
            told.add("by " + fact.path("actor").path("id").asText() + " on "
                    + fact.path("subject").asText());
            members(fact.path("old")).ifPresent(old -> told.add("before: " + old));
            members(fact.path("new")).ifPresent(now -> told.add("after: " + now));
            if (!PrintedCopy.text(fact.path("reason")).isEmpty()) {
                told.add("reason: “" + line(PrintedCopy.text(fact.path("reason"))) + "”");
            }
            pages.fact(fact.path("time").asText() + "  ·  " + fact.path("type").asText(), String.join("\n", told));
        }
        if (readings > 0) {
            pages.paragraph("And " + readings + " entries that tell of reading alone: the evidence bundle has each.");
        }
    }

    private static Optional<String> members(JsonNode values) {
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of(values.properties().stream()
                        .map(member ->
                                member.getKey() + " " + line(member.getValue().toString()))
                        .collect(Collectors.joining("; ")));
    }

    /** What somebody typed stays within its own line: it must not look like one of ours. */
    private static String line(String typed) {
        return typed.replaceAll("\\R", " / ");
    }
}

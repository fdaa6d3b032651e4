package dev.countersign.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.UtcTime;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Hides that a certificate ended, or tells another end, as somebody does who hands a bundle over or who rules the database it is from. */
public final class CertificateEnds {

    private static final String ENDED = "certificates/.*[.]ended[.]json";
    private static final String ENTRIES = "certificates/entries.jsonl";

    private CertificateEnds() {}

    /** The bundle without the facts and the log entries of any end; its list of revoked certificates is as it was. */
    public static TestBundle leftOut(TestBundle bundle) {
        String left = new String(bundle.file(ENTRIES), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !entry(line).path("type").asText().equals("key.ended"))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
        TestBundle changed = bundle;
        for (String name : bundle.names(ENDED)) {
            changed = changed.with(name, null);
        }
        return changed.with("certificates/revocation.txt", "none recorded\n".getBytes(StandardCharsets.UTF_8))
                .with(ENTRIES, left.getBytes(StandardCharsets.UTF_8))
                .listed();
    }

    /**
     * Bundles whose facts tell another end than the log, each by its name. The list of revoked certificates agrees with the facts where
     * the bundle is one that {@link Forgery} made: then nothing but the log is against them.
     */
    public static Map<String, UnaryOperator<TestBundle>> untold() {
        Map<String, UnaryOperator<TestBundle>> untold = new LinkedHashMap<>();
        Map<String, Consumer<ObjectNode>> changes = new LinkedHashMap<>();
        changes.put("a year later", end -> moved(end, 365 * 86_400L));
        changes.put("a year earlier", end -> moved(end, -365 * 86_400L));
        changes.put("for another reason", end -> end.put("reason", "was never trusted"));
        changes.put("by somebody else", end -> ((ObjectNode) end.get("actor")).put("id", "somebody"));
        changes.put("of somebody else", end -> end.put("userId", "somebody"));
        changes.forEach((name, change) -> {
            untold.put(name, bundle -> rewritten(bundle, change).listed());
            untold.put(name + ", where the log has no hash of it", bundle -> withoutHash(bundle, change));
        });
        untold.put("a microsecond later", bundle -> rewritten(
                        bundle,
                        end -> end.put(
                                "createdAt",
                                UtcTime.write(Instant.parse(end.get("createdAt").textValue())
                                        .plusNanos(1_000))))
                .listed());
        untold.put("too late for its entry", bundle -> afterItsEntry(bundle, 5_000_001));
        untold.put("too early for its entry", bundle -> afterItsEntry(bundle, -5_000_001));
        untold.put(
                "told by nobody",
                bundle -> bundle.with(ENTRIES, leftOut(bundle).file(ENTRIES)).listed());
        return untold;
    }

    /** As bundles were before entries named the hash: time, reason and person are what they have in common. */
    public static TestBundle withoutHash(TestBundle bundle, Consumer<ObjectNode> change) {
        return Forgery.of(bundle)
                .ends(change)
                .entries(entry -> {
                    if (entry.path("type").asText().equals("key.ended")) {
                        ((ObjectNode) entry.get("new")).remove("eventSha256");
                    }
                })
                .make();
    }

    /** Such a one whose end is that long after its entry. */
    public static TestBundle afterItsEntry(TestBundle bundle, long microseconds) {
        Instant told = Instant.parse(new String(bundle.file(ENTRIES), StandardCharsets.UTF_8)
                .lines()
                .map(CertificateEnds::entry)
                .filter(entry -> entry.path("type").asText().equals("key.ended"))
                .map(entry -> entry.get("time").textValue())
                .findFirst()
                .orElseThrow());
        return withoutHash(bundle, end -> end.put("createdAt", UtcTime.write(told.plusNanos(microseconds * 1_000))));
    }

    /** What the log tells too: it ended before the signatures were made. */
    public static TestBundle endedBefore(TestBundle bundle) {
        return Forgery.of(bundle).ends(end -> moved(end, -3_600)).make();
    }

    /** With the text that names them, not listed anew. */
    static TestBundle rewritten(TestBundle bundle, Consumer<ObjectNode> change) {
        TestBundle changed = bundle;
        StringBuilder text = new StringBuilder();
        for (String name : bundle.names(ENDED)) {
            changed = changed.changing(name, end -> {
                change.accept(end);
                text.append("ended ").append(end.get("keyId").textValue()).append(' ');
                text.append(end.get("createdAt").textValue()).append('\n');
                return end;
            });
        }
        return text.isEmpty()
                ? changed
                : changed.with("certificates/revocation.txt", text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void moved(ObjectNode end, long seconds) {
        end.put(
                "createdAt",
                UtcTime.write(Instant.parse(end.get("createdAt").textValue()).plusSeconds(seconds)));
    }

    private static ObjectNode entry(String line) {
        return (ObjectNode) CanonicalJson.parse(Base64.getDecoder()
                .decode(CanonicalJson.parse(line).path("entry").asText()));
    }
}

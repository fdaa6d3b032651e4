package dev.countersign.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.UtcTime;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts the entries of one month. What it counts is what an entry's type, cause and rule say; sentences are not read. */
final class MonthCount {

    /** Types of failed attempts, by what was attempted. */
    static final Map<String, List<String>> ATTEMPTS = Map.of(
            "login", List.of("login.failed", "login.password.failed"),
            "signing", List.of("presence.failed", "presence.password.failed", "presence.components.failed"),
            "reauthentication", List.of("reauthentication.failed"));

    static final List<String> UNLOCKINGS = List.of("login.unlocked", "signing.unlocked");
    static final List<String> ALERTS = List.of(AlertEvents.RAISED, AlertEvents.ESCALATED, AlertEvents.ACKNOWLEDGED);
    static final String REFUSED = "refused";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Map<String, Map<String, Integer>> attempts = new TreeMap<>();
    private final Map<String, Integer> lockouts = new TreeMap<>();
    private final ArrayNode unlockings = JSON.arrayNode();
    private final Map<String, Integer> tokens = new TreeMap<>();
    private final Map<String, Integer> raised = new TreeMap<>();
    private final Map<String, ObjectNode> alerts = new LinkedHashMap<>();
    private int escalations;
    private int acknowledgements;

    MonthCount() {
        ATTEMPTS.keySet().forEach(what -> {
            attempts.put(what, new TreeMap<>());
            lockouts.put(what, 0);
        });
    }

    /** An attempt that failed; each that locked is a lockout, one that met a lock is none. */
    void attempt(String what, JsonNode entry) {
        String cause = entry.at("/new/cause").asText("unknown");
        one(attempts.computeIfAbsent(what, purpose -> new TreeMap<>()), cause);
        boolean locks = entry.at("/new").has("lockedUntil") || entry.at("/new").has("closed");
        if (locks && !cause.equals("locked")) {
            one(lockouts, what);
        }
    }

    void unlocking(JsonNode entry) {
        unlockings
                .addObject()
                .put("what", entry.path("type").asText())
                .put("of", entry.path("subject").asText())
                .put("by", entry.at("/actor/id").asText())
                .put("at", entry.path("time").asText())
                .put("reason", entry.path("reason").asText());
    }

    void refusal(JsonNode entry) {
        String code = entry.at("/new/code").asText();
        if (code.startsWith("token-")) {
            one(tokens, code);
        }
    }

    void alert(JsonNode entry) {
        String type = entry.path("type").asText();
        String subject = entry.path("subject").asText();
        ObjectNode alert =
                alerts.computeIfAbsent(subject, id -> JSON.objectNode().put("alert", id));
        alert.put("kind", entry.at("/new/kind").asText());
        alert.put("of", entry.at("/new/of").asText());
        String at = entry.path("time").asText();
        switch (type) {
            case AlertEvents.RAISED -> {
                one(raised, entry.at("/new/kind").asText());
                alert.put("raisedAt", at);
            }
            case AlertEvents.ESCALATED -> {
                escalations++;
                alert.put("escalatedAt", at);
            }
            default -> {
                acknowledgements++;
                acknowledged(alert, entry, at);
            }
        }
    }

    private static void acknowledged(ObjectNode alert, JsonNode entry, String at) {
        String raisedAt = entry.at("/new/raisedAt").asText();
        alert.put("raisedAt", raisedAt);
        alert.put("acknowledgedAt", at);
        alert.put("acknowledgedBy", entry.at("/actor/id").asText());
        alert.put("occurrences", entry.at("/new/occurrences").asInt());
        alert.put("comment", entry.path("reason").asText());
        alert.put(
                "seconds",
                Math.max(
                        0,
                        Duration.between(UtcTime.read(raisedAt), UtcTime.read(at))
                                .toSeconds()));
    }

    /** Adds what was counted to the report. */
    void into(ObjectNode report) {
        ObjectNode failed = report.putObject("failedAttempts");
        attempts.forEach((what, causes) -> {
            ObjectNode purpose = failed.putObject(what);
            purpose.put(
                    "total",
                    causes.values().stream().mapToInt(Integer::intValue).sum());
            purpose.set("byCause", object(causes));
        });
        report.set("lockouts", object(lockouts));
        report.set("unlockings", unlockings);
        report.set("refusedTokens", object(tokens));
        ObjectNode figures = report.putObject("alerts");
        figures.set("raised", object(raised));
        figures.put("escalated", escalations);
        figures.put("acknowledged", acknowledgements);
        ArrayNode list = figures.putArray("list");
        alerts.values().stream()
                .sorted(Comparator.comparing(one -> one.path("raisedAt").asText()))
                .forEach(list::add);
    }

    private static ObjectNode object(Map<String, Integer> counts) {
        ObjectNode object = JSON.objectNode();
        counts.forEach(object::put);
        return object;
    }

    private static void one(Map<String, Integer> counts, String key) {
        counts.merge(key, 1, Integer::sum);
    }
}

package dev.countersign.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.UtcTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Which audit entries give alarm: a declared list, the same as in docs/operations/alerts.md. Facts of an entry are its type, subject, cause
 * and rule; sentences of refusals, which quote what somebody typed, are not read.
 */
@Component
class Causes {

    private static final String PERSON = "person:";
    private static final int LONGEST = 300;

    /** Entries that give alarm whatever they say. */
    private static final Map<String, AlertKind> ALWAYS = Map.ofEntries(
            Map.entry("verification.failed", AlertKind.VERIFICATION_FAILED),
            Map.entry("record.integrity-failed", AlertKind.VERIFICATION_FAILED),
            Map.entry("witness.alarm-raised", AlertKind.WITNESS_ALARM),
            Map.entry("log.recovery-entered", AlertKind.LOG_RECOVERY),
            Map.entry("log.recovery-proposed", AlertKind.LOG_RECOVERY),
            Map.entry("log.epoch-opened", AlertKind.LOG_RECOVERY),
            Map.entry("models.altered", AlertKind.MODELS_ALTERED),
            Map.entry("break-glass.carried-out", AlertKind.BREAK_GLASS),
            Map.entry("copies.alarm-raised", AlertKind.COPIES_ALARM),
            Map.entry("copies.left-out", AlertKind.COPIES_ALARM),
            Map.entry("passkey.suspended", AlertKind.AUTHENTICATOR_CLONED),
            Map.entry("passkey.revoked", AlertKind.AUTHENTICATOR_REVOKED),
            Map.entry("device.revoked", AlertKind.AUTHENTICATOR_REVOKED),
            Map.entry("device.lost", AlertKind.AUTHENTICATOR_REVOKED),
            Map.entry("review.overdue", AlertKind.WORK_OVERDUE),
            Map.entry("alert.channel-failed", AlertKind.CHANNEL_FAILED));

    /** Failed attempts, the same as the monthly report counts: they give alarm when they lock, or when there were too many of them. */
    private static final Set<String> FAILED =
            MonthCount.ATTEMPTS.values().stream().flatMap(List::stream).collect(Collectors.toUnmodifiableSet());

    /** How a verification that somebody asked for must not come out. */
    private static final Set<String> UNVERIFIED = Set.of("INVALID", "NOT_DONE");

    private static final String NO_LOGIN_THERE = "ID-070";
    private static final String TOO_MANY_FAILURES = "too-many-failures";
    private static final String MALWARE = "malware-found";

    /**
     * Rules that nobody breaks by mistake: to sign without the role or the independence, as another person or as no person; to leave a
     * signature by another way than signing; to prove one's own identity or decide alone on what takes two; to sign where the risk policy
     * lets nobody sign.
     */
    private static final Set<String> CONTROLS = Set.of(
            "AUT-002", "AUT-003", "AUT-004", "AUT-009", "AUT-012", "SIG-010", "SIG-040", "WFL-011", "WFL-013",
            "WFL-017", "WFL-018", "WFL-062", "WFL-063", "WFL-087", "WFL-089", "ID-013", "ID-035", "ACC-003", "ACC-008",
            "ACC-012");

    private final AlertSettings settings;

    Causes(AlertSettings settings) {
        this.settings = settings;
    }

    /** What an entry gives alarm of, if it does. */
    Optional<Cause> of(byte[] bytes) {
        JsonNode entry = CanonicalJson.parse(bytes);
        String type = entry.path("type").asText();
        JsonNode told = entry.path("new");
        AlertKind always = ALWAYS.get(type);
        if (always != null) {
            return Optional.of(cause(always, entry, entry.path("subject").asText()));
        }
        if (FAILED.contains(type)) {
            return failed(type, told)
                    .map(kind -> cause(kind, entry, entry.path("subject").asText()));
        }
        return switch (type) {
            case "refused" -> refused(entry, told);
            case "catalogue.fingerprinted" ->
                told.path("intact").asBoolean()
                        ? Optional.empty()
                        : Optional.of(cause(AlertKind.GUARDS_CHANGED, entry, "catalogue"));
            case "evidence.viewed", "evidence.exported" ->
                UNVERIFIED.contains(told.path("verification").asText())
                        ? Optional.of(unverified(entry))
                        : Optional.empty();
            case "clocks.compared" ->
                told.path("withinLimit").asBoolean(true)
                        ? Optional.empty()
                        : Optional.of(cause(AlertKind.CLOCKS_DISAGREE, entry, "clock"));
            default -> Optional.empty();
        };
    }

    private Optional<AlertKind> failed(String type, JsonNode told) {
        // both components held: whoever it was had them, in a place where the risk policy lets nobody in
        if (told.path("rule").asText().equals(NO_LOGIN_THERE)) {
            return Optional.of(AlertKind.CONTROL_REFUSED);
        }
        if (told.path("cause").asText().equals("locked")) {
            return Optional.empty();
        }
        if (told.has("lockedUntil") || told.has("closed")) {
            // failures of re-authentication count with those of signing, and lock it
            return Optional.of(type.startsWith("login") ? AlertKind.LOGIN_LOCKED : AlertKind.SIGNING_LOCKED);
        }
        return told.path("failures").asInt() >= settings.repeatedFailures()
                ? Optional.of(AlertKind.REPEATED_FAILURES)
                : Optional.empty();
    }

    private static Optional<Cause> refused(JsonNode entry, JsonNode told) {
        String subject = entry.path("subject").asText();
        if (told.path("code").asText().equals(MALWARE)) {
            return Optional.of(cause(AlertKind.MALWARE_FOUND, entry, whoAndRule(entry, told)));
        }
        if (told.path("code").asText().equals(TOO_MANY_FAILURES)) {
            return Optional.of(cause(AlertKind.ADDRESS_SLOWED, entry, subject));
        }
        // the same person trying the same way again and again is one alarm
        return CONTROLS.contains(told.path("rule").asText())
                ? Optional.of(cause(AlertKind.CONTROL_REFUSED, entry, whoAndRule(entry, told)))
                : Optional.empty();
    }

    private static String whoAndRule(JsonNode entry, JsonNode told) {
        return entry.at("/actor/kind").asText() + ":" + entry.at("/actor/id").asText() + " "
                + told.path("rule").asText();
    }

    /** Of the version, whoever asked how often and what for, like what is found altered when it is read. */
    private static Cause unverified(JsonNode entry) {
        return cause(
                AlertKind.VERIFICATION_FAILED,
                entry,
                "record:" + entry.path("recordId").asText() + "/"
                        + entry.path("recordVersion").asText());
    }

    /** The rule that was broken, else the first check that failed, else the row that was found altered. */
    private static @Nullable String rule(JsonNode entry) {
        for (String place : List.of("/new/rule", "/new/failed/0", "/new/row")) {
            if (entry.at(place).isTextual()) {
                return entry.at(place).textValue();
            }
        }
        return null;
    }

    private static Cause cause(AlertKind kind, JsonNode entry, String subject) {
        return new Cause(
                kind,
                UUID.fromString(entry.path("entryId").asText()),
                subject.length() <= LONGEST ? subject : subject.substring(0, LONGEST) + "…",
                about(kind, entry),
                rule(entry),
                text(entry.at("/source/address")),
                UtcTime.read(entry.path("time").asText()));
    }

    private static @Nullable String about(AlertKind kind, JsonNode entry) {
        String subject = entry.path("subject").asText();
        if (kind == AlertKind.CONTROL_REFUSED) {
            return entry.at("/actor/kind").asText().equals("person") ? text(entry.at("/actor/id")) : null;
        }
        return subject.startsWith(PERSON) ? subject.substring(PERSON.length()) : null;
    }

    private static @Nullable String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : null;
    }
}

package dev.countersign;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * On which side each table of schema {@code app} stands (AUD-01, T16): governed, so that each change of its rows has an entry of these types,
 * or not, and why not. docs/security/governed-tables.md is what this prints.
 */
public final class GovernedTables {

    private static final Function<JsonNode, String> NOTHING = row -> "";
    private static final Function<JsonNode, String> PERSON =
            row -> "person:" + row.path("user_id").asText();

    private static final List<String> ACCOUNT_STATE =
            List.of("person.state-changed", "factors.set", "device.lost", "person.reset");
    private static final List<String> ENDS_OPENINGS = List.of(
            "key.opening-ended",
            "password.changed",
            "passkey.revoked",
            "passkey.suspended",
            "key.ended",
            "person.reset");

    /** What happened to a row. */
    public enum Change {
        MADE,
        CHANGED,
        GONE
    }

    /**
     * What has to be told of a table.
     *
     * @param change of a row
     * @param columns that count where a row changed; all of them where empty
     * @param types of entries, of which one is there
     */
    public record Rule(Change change, Set<String> columns, List<String> types) {}

    /**
     * A governed table.
     *
     * @param subject of the entries about a row; empty where they are about another thing
     * @param sameTransaction whether row and entry are written in one transaction; else one is written right behind the other
     * @param alsoWritten whether rows have columns that change without an entry, so that the last transaction of a row need not be one that is told
     */
    public record Governed(
            Function<JsonNode, String> subject, boolean sameTransaction, boolean alsoWritten, List<Rule> rules) {

        Governed writtenAlso() {
            return new Governed(subject, sameTransaction, true, rules);
        }

        Governed rightBehind() {
            return new Governed(subject, false, alsoWritten, rules);
        }

        /** Types of entries that a change of this table explains. */
        public Set<String> types() {
            Set<String> types = new LinkedHashSet<>();
            rules.forEach(rule -> types.addAll(rule.types()));
            return types;
        }
    }

    private static final TreeMap<String, Governed> GOVERNED = new TreeMap<>();
    private static final TreeMap<String, String> FREE = new TreeMap<>();

    static {
        governed(
                "person",
                PERSON,
                made("person.created"),
                changed(ACCOUNT_STATE, "state", "state_since"),
                changed(List.of("person.email-changed"), "email"),
                changed(
                        List.of("person.described"),
                        "organisation",
                        "user_id",
                        "printed_name",
                        "title",
                        "zone",
                        "created_at"));
        governed(
                "account_request",
                row -> "account-request:" + row.path("request_id").asText(),
                made("account.requested"),
                changed(List.of("account.request-met", "account.request-declined")));
        governed("credential", PERSON, made("factors.set"), changed(List.of("password.changed")), gone("person.reset"));
        governed(
                        "totp",
                        PERSON,
                        made("factors.set"),
                        changed(List.of("factors.set"), "set_at"),
                        gone("device.lost", "person.reset"))
                .writtenAlso();
        governed(
                "signing_key",
                PERSON,
                made("key.made"),
                changed(List.of("key.certified", "key.ended"), "state", "certificate_sha256"),
                changed(List.of("key.made"), "public_key", "epoch", "made_at"),
                gone("device.lost", "person.reset"));
        governed(
                "passkey",
                PERSON,
                made("passkey.registered"),
                changed(List.of("passkey.revoked", "passkey.suspended"), "state", "ended_at"),
                changed(
                        List.of("passkey.registered"),
                        "public_key",
                        "credential_id",
                        "user_id",
                        "host",
                        "name",
                        "registered_at"));
        governed(
                "passkey_opening",
                PERSON,
                made("key.opening-allowed"),
                changed(List.of("key.opening-allowed"), "salt", "made_at"),
                new Rule(Change.GONE, Set.of(), ENDS_OPENINGS));
        governed("invitation", PERSON, made("person.invited"), changed(List.of("person.invited")));
        governed(
                "known_device",
                PERSON,
                made("device.remembered"),
                changed(List.of("device.forgotten", "device.revoked"), "forgotten_at"));
        governed(
                "policy_acknowledgement", PERSON, made("policy.acknowledged"), changed(List.of("policy.acknowledged")));
        Function<JsonNode, String> program =
                row -> "service-account:" + row.path("name").asText();
        governed(
                "service_account",
                program,
                made("service-account.created"),
                changed(List.of("service-account.revoked")));
        governed(
                "service_token",
                program,
                made("service-account.created", "service-account.token-rotated"),
                changed(List.of("service-account.token-rotated"), "expires_at", "token_hash", "name", "created_at"));
        governed("role_grant", PERSON, made("role.granted"), changed(List.of("role.revoked")));
        governed(
                "role_request",
                PERSON,
                made("role.requested"),
                changed(List.of("role.request-granted", "role.request-refused")));
        governed(
                "signature_authority",
                PERSON,
                made("signature-authority.requested"),
                changed(List.of(
                        "signature-authority.granted",
                        "signature-authority.refused",
                        "signature-authority.taken-away")));
        governed(
                "reset_request",
                PERSON,
                made("reset.requested"),
                changed(List.of("reset.request-granted", "reset.request-refused")));
        governed(
                "certification_letter",
                row -> "certification-letter:" + row.path("letter_id").asText(),
                made("certification-letter.recorded"),
                changed(List.of("certification-letter.confirmed")));
        governed(
                "training_course",
                row -> "training-course:" + row.path("course_id").asText(),
                made("training.course-in-force"),
                changed(List.of("training.course-replaced"), "ended_at"),
                changed(List.of("training.retraining-demanded"), "demanded_since"));
        governed(
                        "training_attempt",
                        row -> "training-attempt:" + row.path("attempt_id").asText(),
                        made("training.attempt-begun"),
                        changed(List.of("training.attempt-judged"), "judged_at", "right_answers", "passed"))
                .writtenAlso();
        governed(
                "training_qualification",
                NOTHING,
                made("training.completed", "training.certificate-recorded"),
                changed(List.of("training.certificate-revoked"), "revoked_at"),
                changed(List.of("training.course-in-force", "training.retraining-demanded"), "counts_until"));
        governed(
                "share_generation",
                NOTHING,
                made("share.generation-proposed"),
                changed(List.of("share.generation-opened")));
        governed(
                "authority_generation",
                NOTHING,
                made("authority.renewal-proposed"),
                changed(List.of("authority.renewed")));
        governed(
                "log_recovery_proposal",
                NOTHING,
                made("log.recovery-proposed"),
                changed(List.of("log.recovery-proposed")),
                gone("log.epoch-opened"));
        governed(
                "model_draft",
                PERSON,
                made("models.draft-kept"),
                changed(List.of("models.draft-kept")),
                gone("models.draft-discarded"));
        governed(
                "signing_series",
                row -> "signing-series:" + row.path("series_id").asText(),
                made("signing.series-begun"),
                changed(List.of("signing.series-ended"), "ended_at", "end_reason"));
        governed(
                "signing_list",
                row -> "signing-list:" + row.path("list_id").asText(),
                made("signing.list-shown"),
                changed(List.of("signing.list-ended"), "ended_at"));
        governed(
                "ceremony",
                NOTHING,
                changed(
                        List.of("record.signed", "signing.ceremony-burnt", "signing.ceremony-abandoned"),
                        "settled_at"));
        governed(
                "presentation_showing",
                row -> "task:" + row.path("task_id").asText(),
                made("signing.presentation-shown"),
                changed(List.of("signing.presentation-shown"), "shown_at", "presentation_sha256"));
        governed(
                "alert",
                row -> "alert:" + row.path("alert_id").asText(),
                made("alert.raised"),
                changed(List.of("alert.acknowledged"), "acknowledged_at", "acknowledged_by", "comment"),
                changed(List.of("alert.escalated"), "escalated_at"));
        governed("alert_report", row -> "alert-report:" + row.path("month").asText(), made("alert.report-made"));
        governed(
                "review_task",
                row -> "person:" + row.path("about").asText(),
                changed(
                        List.of("credentials.reviewed", "authenticator.tested", "stale-account.decided"),
                        "done_by",
                        "evidence",
                        "signature"),
                changed(List.of("review.overdue"), "overdue_at"));
        governed(
                "access_campaign",
                row -> "access-campaign:" + row.path("campaign_id").asText(),
                made("access-campaign.opened"),
                changed(List.of("access-campaign.completed"), "completed_at"));
        governed("notice_choice", PERSON, made("notice.by-mail-chosen"), changed(List.of("notice.by-mail-chosen")));
        governed(
                "saved_search", PERSON, made("search.saved"), changed(List.of("search.saved")), gone("search.deleted"));
        governed("start_request", NOTHING, made("process.started"));
        governed(
                "http_session",
                row -> "person:" + row.path("principal_name").asText(),
                gone("session.ended", "session.revoked"));
        for (String table : List.of(
                "signing_key",
                "passkey",
                "passkey_opening",
                "known_device",
                "service_token",
                "signing_series",
                "signing_list",
                "presentation_showing",
                "alert",
                "review_task",
                "http_session",
                "totp",
                "start_request",
                "ceremony")) {
            GOVERNED.computeIfPresent(table, (name, one) -> one.writtenAlso());
        }
        GOVERNED.computeIfPresent("http_session", (name, one) -> one.rightBehind());

        free(
                "alert_cause",
                "which entry of the log raised an alert: follows from the log, and can be made again from it");
        free("alert_progress", "how far the log was looked at for alerts");
        free(
                "alert_notice",
                "tries to deliver an alert; that one was delivered, or a channel failed, are entries of their own");
        free(
                "alert_channel",
                "whether a channel works at the moment; alert.channel-failed and alert.channel-works tell it");
        free(
                "signing_list_position",
                "what came of each record of a list: record.signed and signing.list-ended tell it");
        free("attempt", "counters of failures; each failure, lock and unlocking is an entry of its own");
        free(
                "copy_progress",
                "how far copies were made; copies.alarm-raised, copies.alarm-ended and copies.left-out tell what matters");
        free(
                "flyway_schema_history",
                "the migrator's; migration.applied tells each at the next start, and the fingerprint what they did");
        free("http_session_attributes", "what a session holds while it lasts; logins and ends of sessions are entries");
        free(
                "idempotency_key",
                "answers that are repeated to their caller for a day; what was done has its own entries");
        free(
                "notice",
                "what people are told of their work: of processes notice.given tells what was told to whom; the rest follows from entries, or is delivery");
        free("passkey_challenge", "questions that wait for an answer for minutes");
        free(
                "person_mail",
                "what goes by mail about accounts; each delivery, and each that failed for good, is an entry");
        free("person_notice", "what people see of entries about them: follows from the log");
        free(
                "record_export",
                "exports that wait, run and lie ready for a day; export.requested, export.finished, export.failed, export.downloaded and export.cancelled tell them");
        free("record_summary", "search index over facts of schema worm, compared with them on every read of a record");
        free(
                "record_words",
                "search index over what versions and their files say: written with a version and after it, decides nothing");
        free("task_reminder", "which reminders of a task were given: follows from its due date, and goes with it");
        free("vault_check", "whether the key store is the one of before; holds no decision");
        free("verification", "reports; verification.passed and verification.failed tell size, root and what was found");
    }

    private GovernedTables() {}

    public static TreeMap<String, Governed> governed() {
        return GOVERNED;
    }

    /** Why the others are not. */
    public static TreeMap<String, String> free() {
        return FREE;
    }

    private static Governed governed(String table, Function<JsonNode, String> subject, Rule... rules) {
        Governed one = new Governed(subject, true, false, List.of(rules));
        GOVERNED.put(table, one);
        return one;
    }

    private static void free(String table, String why) {
        FREE.put(table, why);
    }

    private static Rule made(String... types) {
        return new Rule(Change.MADE, Set.of(), List.of(types));
    }

    private static Rule gone(String... types) {
        return new Rule(Change.GONE, Set.of(), List.of(types));
    }

    private static Rule changed(List<String> types, String... columns) {
        return new Rule(Change.CHANGED, Set.of(columns), types);
    }

    /** The tables of the document. */
    public static String document() {
        StringBuilder text = new StringBuilder("| table | what is told, and by which entries |\n|---|---|\n");
        GOVERNED.forEach((table, one) -> text.append("| `")
                .append(table)
                .append("` | ")
                .append(told(one))
                .append(" |\n"));
        text.append("\n| table | why not |\n|---|---|\n");
        FREE.forEach((table, why) ->
                text.append("| `").append(table).append("` | ").append(why).append(" |\n"));
        return text.toString();
    }

    private static String told(Governed one) {
        List<String> parts = one.rules().stream()
                .map(rule -> switch (rule.change()) {
                            case MADE -> "a row: ";
                            case GONE -> "a row goes: ";
                            case CHANGED ->
                                rule.columns().isEmpty()
                                        ? "a change: "
                                        : String.join(
                                                        ", ",
                                                        rule.columns().stream()
                                                                .sorted()
                                                                .toList()) + ": ";
                        }
                        + String.join(
                                ", ",
                                rule.types().stream()
                                        .map(type -> "`" + type + "`")
                                        .toList()))
                .toList();
        return String.join("; ", parts);
    }
}

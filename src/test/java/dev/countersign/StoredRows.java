package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.database.DatabaseRoles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * What calls leave in the database. That a call left nothing is asked of every table there is, whoever made it, by the content of its
 * rows; a superuser looks, since no role of the application reads all of them.
 */
@Component
public class StoredRows {

    /** Whose growth by one start is compared with that by another. */
    private static final List<String> OF_A_START = List.of(
            "worm.record",
            "worm.record_version",
            "worm.record_event",
            "worm.blob",
            "worm.signature_plan",
            "app.start_request",
            "app.record_summary",
            "app.record_words",
            "engine.act_hi_procinst");

    /** Tables that change whatever a call does, and why; every other one stands still unless somebody changes it. */
    private static final Map<String, String> MOVING = Map.ofEntries(
            Map.entry("worm.audit_entry", "the entry of the refusal itself, which each test counts"),
            Map.entry("worm.log_queue", "entries on their way into the log"),
            Map.entry("worm.log_leaf", "entries that the sequencer sealed"),
            Map.entry("worm.log_tile", "the same"),
            Map.entry("worm.checkpoint", "the same"),
            Map.entry("worm.witness_receipt", "the same"),
            Map.entry("app.http_session", "when the caller was last seen; sessions that ended are swept"),
            Map.entry("app.http_session_attributes", "the same"),
            Map.entry("app.service_token", "when the caller's token was last used, and from where"),
            Map.entry("app.record_words", "words of attached files are added by themselves"),
            Map.entry("app.alert", "follows the log by itself"),
            Map.entry("app.alert_cause", "the same"),
            Map.entry("app.alert_progress", "the same"),
            Map.entry("app.alert_notice", "the same"),
            Map.entry("app.alert_channel", "the same"),
            Map.entry("app.alert_report", "the same"),
            Map.entry("app.person_notice", "the same"),
            Map.entry("app.person_mail", "the same"),
            Map.entry("app.task_reminder", "follows the due dates of tasks, and is forgotten behind them"),
            Map.entry("app.record_export", "how far exports are that somebody asked for before"),
            Map.entry("app.review_task", "made by the calendar"));

    /** Where the engine could keep a text that somebody sent. */
    private static final Map<String, String> TEXTS = Map.of(
            "engine.act_ru_variable", "text_",
            "engine.act_hi_varinst", "text_",
            "engine.act_hi_detail", "text_",
            "engine.act_ru_execution", "business_key_",
            "engine.act_ge_bytearray", "encode(bytes_, 'escape')");

    /**
     * What of a row counts, where that is not all of it: of blobs, which can be many megabytes, the digest that names them; of others nothing
     * that changes by itself, because a sweep ends what other tests left open, or a notice goes out.
     */
    private static final Map<String, String> CONTENT = Map.of(
            "worm.blob", "ROW(t.organisation, t.sha256, t.length, t.bytes IS NULL, t.recorded_at)::text",
            "app.ceremony", unlessSwept("t.state IN ('intended', 'abandoned')", "state", "settled_at"),
            "app.presentation_showing", unlessSwept("t.state IN ('shown', 'abandoned')", "state", "settled_at"),
            "app.signing_list", unlessSwept("t.state IN ('proved', 'ended')", "state", "ended_at"),
            "app.signing_series",
                    unlessSwept("coalesce(t.end_reason, 'ran-out') = 'ran-out'", "end_reason", "ended_at"),
            "app.notice", unlessSwept("true", "attempts", "next_at", "delivered_at", "given_up_at", "why"));

    private static String unlessSwept(String swept, String... columns) {
        return "(to_jsonb(t) - CASE WHEN %s THEN '{%s}'::text[] ELSE '{}' END)::text"
                .formatted(swept, String.join(",", columns));
    }

    private final JdbcTemplate jdbc;
    private final DatabaseRoles roles;
    private final JobExecutor jobs;

    StoredRows(JdbcTemplate jdbc, DatabaseRoles roles, ProcessEngine engine) {
        this.jdbc = jdbc;
        this.roles = roles;
        this.jobs = ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration()).getJobExecutor();
    }

    /**
     * The answer to an attempt, which changed, added and removed no row but of those tables; each test says why of those. The engine runs no job by itself meanwhile,
     * which would change rows too.
     */
    public <T> T leftAloneBy(Supplier<T> attempt, Set<String> but) {
        jobs.shutdown();
        try {
            Map<String, String> before = digests();
            T answer = attempt.get();
            Map<String, String> after = digests();
            assertThat(before.keySet())
                    .as("tables")
                    .containsAll(MOVING.keySet())
                    .containsAll(but);
            after.entrySet().removeAll(before.entrySet());
            after.keySet().removeAll(but);
            assertThat(after)
                    .as("tables that are not as before, after %s", answer)
                    .isEmpty();
            return answer;
        } finally {
            jobs.start();
        }
    }

    /** As {@link #leftAloneBy(Supplier, Set)} with no table more. */
    public <T> T leftAloneBy(Supplier<T> attempt) {
        return leftAloneBy(attempt, Set.of());
    }

    /** Number and content of the rows of each table of all schemas; nothing of those that move. */
    private Map<String, String> digests() {
        try (Connection superuser = roles.connect(DatabaseRoles.SUPERUSER)) {
            List<String> parts = new ArrayList<>();
            for (String table : ask(
                            superuser,
                            "SELECT c.relnamespace::regnamespace || '.' || c.relname, '' FROM pg_class c"
                                    + " WHERE c.relnamespace IN ('app'::regnamespace, 'worm'::regnamespace, 'engine'::regnamespace)"
                                    + " AND c.relkind IN ('r', 'p')")
                    .keySet()) {
                parts.add(
                        MOVING.containsKey(table)
                                ? "SELECT '%s', ''".formatted(table)
                                : "SELECT '%1$s', count(*) || ' rows ' || coalesce(sum(hashtextextended(%2$s, 0)), 0) FROM %1$s t"
                                        .formatted(table, CONTENT.getOrDefault(table, "t::text")));
            }
            return ask(superuser, String.join(" UNION ALL ", parts));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> ask(Connection connection, String query) throws SQLException {
        Map<String, String> answers = new TreeMap<>();
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet found = statement.executeQuery()) {
            while (found.next()) {
                answers.put(found.getString(1), found.getString(2));
            }
        }
        return answers;
    }

    /** Rows by table, of those that a start or a draft writes. */
    public Map<String, Long> counted() {
        Map<String, Long> rows = new TreeMap<>();
        OF_A_START.forEach(table -> rows.put(table, count("SELECT count(*) FROM " + table)));
        return rows;
    }

    /** Rows of the engine's tables that hold this text, by table; none for a table that holds it nowhere. */
    public Map<String, Long> holding(String text) {
        Map<String, Long> rows = new TreeMap<>();
        TEXTS.forEach((table, column) ->
                rows.put(table, count("SELECT count(*) FROM " + table + " WHERE strpos(" + column + ", ?) > 0", text)));
        rows.values().removeIf(count -> count == 0);
        return rows;
    }

    private long count(String query, Object... values) {
        return Objects.requireNonNull(jdbc.queryForObject(query, Long.class, values));
    }
}

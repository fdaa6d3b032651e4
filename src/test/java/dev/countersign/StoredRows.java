package dev.countersign;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** How many rows a start or a draft leaves, of every table it writes but the audit trail: nothing of the background writes there. */
@Component
public class StoredRows {

    private static final List<String> TABLES = List.of(
            "worm.record",
            "worm.record_version",
            "worm.record_event",
            "worm.blob",
            "worm.signature_plan",
            "app.start_request",
            "app.record_summary",
            "engine.act_hi_procinst");

    /** Where the engine could keep a text that somebody sent. */
    private static final Map<String, String> TEXTS = Map.of(
            "engine.act_ru_variable", "text_",
            "engine.act_hi_varinst", "text_",
            "engine.act_hi_detail", "text_",
            "engine.act_ru_execution", "business_key_",
            "engine.act_ge_bytearray", "encode(bytes_, 'escape')");

    private final JdbcTemplate jdbc;

    StoredRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Rows by table. */
    public Map<String, Long> counted() {
        Map<String, Long> rows = new TreeMap<>();
        TABLES.forEach(table -> rows.put(table, count("SELECT count(*) FROM " + table)));
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
        Long count = jdbc.queryForObject(query, Long.class, values);
        return count == null ? 0 : count;
    }
}

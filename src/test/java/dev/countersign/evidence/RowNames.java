package dev.countersign.evidence;

import dev.countersign.evidence.verify.StoreReport.Finding;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What rows of the store are called in findings, so that a test sees whether the row is named that was changed, and not another. */
final class RowNames {

    private static final Map<String, List<String>> NAMES = Map.ofEntries(
            Map.entry(
                    "audit_entry",
                    List.of(
                            "entry_id::text",
                            "(SELECT max(l.leaf_index)::text FROM worm.log_leaf l WHERE l.entry_id = t.entry_id)",
                            "record_id || ' ' || record_sequence")),
            Map.entry("log_leaf", List.of("leaf_index::text", "entry_id::text")),
            Map.entry("log_queue", List.of("entry_id::text")),
            Map.entry("log_tile", List.of("level || '/' || tile_index || ' width ' || width")),
            Map.entry("checkpoint", List.of("origin || ' ' || size", "size::text")),
            Map.entry("witness_receipt", List.of("origin || ' ' || size || ' ' || witness")),
            Map.entry("log_epoch", List.of("epoch::text", "origin", "entry_id::text")),
            Map.entry("record", List.of("record_id::text")),
            Map.entry("record_version", List.of("record_id || ' ' || version", "record_id::text")),
            Map.entry("record_event", List.of("record_id || ' ' || sequence", "record_id::text", "event_id::text")),
            Map.entry(
                    "signature_plan",
                    List.of("record_id || ' ' || sequence", "record_id::text", "encode(sha256, 'hex')")),
            Map.entry("signature", List.of("signature_id::text")),
            Map.entry("enrolment", List.of("key_id::text")),
            Map.entry("certificate_event", List.of("event_id::text", "key_id::text")),
            Map.entry("certificate", List.of("encode(sha256, 'hex')")),
            Map.entry("blob", List.of("encode(sha256, 'hex')")));

    private final String table;
    private final Map<String, Set<String>> before;

    private RowNames(String table, Map<String, Set<String>> before) {
        this.table = table;
        this.before = before;
    }

    static RowNames of(String table, Statement statement) throws SQLException {
        return new RowNames(table, rows(table, statement));
    }

    /** What rows are called, or were, that are there now and were not, or the other way round. */
    Set<String> changed(Statement statement) throws SQLException {
        Map<String, Set<String>> after = rows(table, statement);
        Set<String> names = new HashSet<>();
        before.forEach((row, called) -> {
            if (!after.containsKey(row)) {
                names.addAll(called);
            }
        });
        after.forEach((row, called) -> {
            if (!before.containsKey(row)) {
                names.addAll(called);
            }
        });
        return names;
    }

    /** Whether a finding is about one of the rows of that table. */
    static boolean isNamed(String table, Set<String> names, Finding finding) {
        return names.stream()
                .anyMatch(name ->
                        finding.table().equals(table) && (holds(finding.key(), name) || holds(finding.expected(), name))
                                || holds(finding.expected(), table + " " + name));
    }

    private static boolean holds(String text, String name) {
        return Pattern.compile("(?<![0-9a-z-])" + Pattern.quote(name) + "(?![0-9a-z-])")
                .matcher(text)
                .find();
    }

    private static Map<String, Set<String>> rows(String table, Statement statement) throws SQLException {
        List<String> names = NAMES.getOrDefault(table, List.of());
        Map<String, Set<String>> rows = new HashMap<>();
        try (ResultSet found = statement.executeQuery(
                "SELECT md5(t::text), " + String.join(", ", names) + " FROM worm." + table + " t")) {
            while (found.next()) {
                Set<String> called = new HashSet<>();
                for (int column = 2; column <= names.size() + 1; column++) {
                    if (found.getString(column) != null) {
                        called.add(found.getString(column));
                    }
                }
                rows.put(found.getString(1), called);
            }
        }
        return rows;
    }
}

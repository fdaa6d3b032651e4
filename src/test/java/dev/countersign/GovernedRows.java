package dev.countersign;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.GovernedTables.Change;
import dev.countersign.GovernedTables.Governed;
import dev.countersign.GovernedTables.Rule;
import dev.countersign.crypto.CanonicalJson;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What changed in governed tables since the last look, beside what the audit trail was told since, both at one moment. PostgreSQL itself says
 * which transaction wrote a row last ({@code xmin}).
 */
public final class GovernedRows implements AutoCloseable {

    private final Connection superuser;
    private Map<String, Row> rows = new TreeMap<>();
    private Set<String> known = new TreeSet<>();
    private String since;
    private int changes;

    /** @param superuser closed with this */
    public GovernedRows(Connection superuser) throws SQLException {
        this.superuser = superuser;
        since = ask("SELECT clock_timestamp()::text").get(0).get(0);
        rows = rows();
        told();
    }

    private record Row(String table, long transaction, JsonNode columns) {}

    private record Told(long transaction, String type, String subject) {}

    private record Changed(
            String key, String table, Change change, long transaction, JsonNode row, Set<String> columns) {}

    /** How many changes were seen so far. */
    public int changes() {
        return changes;
    }

    /** Everything that is wrong since the last look; empty if each change has its entry and each entry its change. */
    public List<String> look() throws SQLException {
        superuser.setAutoCommit(false);
        superuser.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try {
            Map<String, Row> before = rows;
            rows = rows();
            return compared(changed(before, rows), told());
        } finally {
            superuser.rollback();
            superuser.setAutoCommit(true);
        }
    }

    private List<String> compared(List<Changed> changed, List<Told> told) {
        changes += changed.size();
        List<String> wrong = new ArrayList<>();
        Map<Told, Integer> explained = new TreeMap<>(java.util.Comparator.comparing(Told::type)
                .thenComparing(Told::subject)
                .thenComparing(Told::transaction));
        for (Changed one : changed) {
            Governed table = GovernedTables.governed().get(one.table());
            if (one.change() == Change.GONE && table.rules().stream().noneMatch(rule -> rule.change() == Change.GONE)) {
                wrong.add(one.key() + " was GONE, and nothing ever takes such a row away");
            }
            List<Told> about = told.stream()
                    .filter(entry -> table.types().contains(entry.type()) && isAbout(table, one, entry))
                    .toList();
            for (Rule rule : table.rules()) {
                List<Told> fitting = about.stream()
                        .filter(entry -> rule.types().contains(entry.type()))
                        .toList();
                if (applies(rule, one) && (fitting.isEmpty() || !isInTheSame(table, one, about))) {
                    wrong.add(one.key() + " was " + one.change() + " " + one.columns() + " by transaction "
                            + one.transaction() + ", and none of " + rule.types() + " tells it there: " + about);
                }
                // a new row may have been changed again since
                if (applies(rule, one) || one.change() == Change.MADE) {
                    fitting.forEach(entry -> explained.merge(entry, 1, Integer::sum));
                }
            }
        }
        Set<String> claims = GovernedTables.governed().values().stream()
                .flatMap(one -> one.types().stream())
                .collect(Collectors.toSet());
        Map<Told, Long> times = told.stream()
                .filter(entry -> claims.contains(entry.type()))
                .collect(Collectors.groupingBy(entry -> entry, Collectors.counting()));
        times.forEach((entry, count) -> {
            if (explained.getOrDefault(entry, 0) < count) {
                wrong.add(entry + " was told " + count + " times of " + explained.getOrDefault(entry, 0) + " changes");
            }
        });
        return wrong;
    }

    private static boolean applies(Rule rule, Changed one) {
        return rule.change() == one.change()
                && (rule.columns().isEmpty() || one.columns().stream().anyMatch(rule.columns()::contains));
    }

    private static boolean isAbout(Governed table, Changed one, Told entry) {
        String subject = table.subject().apply(one.row());
        return subject.isEmpty() || subject.equals(entry.subject());
    }

    /** Whether the transaction that wrote the row last told of it. */
    private static boolean isInTheSame(Governed table, Changed one, List<Told> about) {
        return one.change() == Change.GONE
                || table.alsoWritten()
                || !table.sameTransaction()
                || about.stream().anyMatch(entry -> entry.transaction() == one.transaction());
    }

    private static List<Changed> changed(Map<String, Row> before, Map<String, Row> after) {
        List<Changed> changed = new ArrayList<>();
        after.forEach((key, row) -> {
            Row old = before.get(key);
            if (old == null) {
                changed.add(new Changed(key, row.table(), Change.MADE, row.transaction(), row.columns(), Set.of()));
            } else if (!old.columns().equals(row.columns())) {
                changed.add(new Changed(
                        key, row.table(), Change.CHANGED, row.transaction(), row.columns(), differing(old, row)));
            }
        });
        before.forEach((key, row) -> {
            if (!after.containsKey(key)) {
                changed.add(new Changed(key, row.table(), Change.GONE, 0, row.columns(), Set.of()));
            }
        });
        return changed;
    }

    private static Set<String> differing(Row old, Row row) {
        Set<String> columns = new TreeSet<>();
        row.columns().fieldNames().forEachRemaining(column -> {
            if (!row.columns().path(column).equals(old.columns().path(column))) {
                columns.add(column);
            }
        });
        return columns;
    }

    private Map<String, Row> rows() throws SQLException {
        Map<String, Row> found = new TreeMap<>();
        for (String table : GovernedTables.governed().keySet()) {
            String key = String.join(" || ' ' || ", keyColumns(table));
            // who is signed in nowhere has no session that could end
            String which = table.equals("http_session") ? " WHERE principal_name IS NOT NULL" : "";
            for (List<String> row :
                    ask("SELECT " + key + ", xmin::text, to_jsonb(t)::text FROM app." + table + " t" + which)) {
                found.put(
                        table + " " + row.get(0),
                        new Row(table, Long.parseLong(row.get(1)), CanonicalJson.parse(row.get(2))));
            }
        }
        return found;
    }

    private List<String> keyColumns(String table) throws SQLException {
        return ask("SELECT a.attname || '::text' FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid"
                        + " AND a.attnum = ANY (i.indkey) WHERE i.indisprimary AND i.indrelid = 'app." + table
                        + "'::regclass ORDER BY 1")
                .stream()
                .map(row -> row.get(0))
                .toList();
    }

    /** Entries since the last look: one of a transaction that was open then is not older than this. */
    private List<Told> told() throws SQLException {
        List<Told> told = new ArrayList<>();
        Set<String> seen = new TreeSet<>();
        for (List<String> row :
                ask("SELECT entry_id::text, xmin::text, type, convert_from(entry, 'UTF8')::jsonb ->> 'subject'"
                        + " FROM worm.audit_entry WHERE created_at > timestamptz '" + since
                        + "' - interval '1 minute'")) {
            seen.add(row.get(0));
            if (!known.contains(row.get(0))) {
                told.add(new Told(Long.parseLong(row.get(1)), row.get(2), row.get(3)));
            }
        }
        known = seen;
        since = ask("SELECT clock_timestamp()::text").get(0).get(0);
        return told;
    }

    private List<List<String>> ask(String query) throws SQLException {
        List<List<String>> answers = new ArrayList<>();
        try (Statement statement = superuser.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    @Nullable String value = rows.getString(column);
                    row.add(value == null ? "" : value);
                }
                answers.add(row);
            }
        }
        return answers;
    }

    @Override
    public void close() throws SQLException {
        superuser.close();
    }
}

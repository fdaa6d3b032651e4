package dev.countersign.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a superuser takes away from the stored log while everything runs; put back when closed. */
final class TamperedLog implements AutoCloseable {

    private final Connection superuser;
    private final Map<String, String> taken = new LinkedHashMap<>();

    TamperedLog(LogDatabase database) throws SQLException {
        this.superuser = database.as("countersign_superuser");
        superuser.setAutoCommit(false);
    }

    /** The last leaves, and nothing else. */
    void cut(int leaves) throws SQLException {
        taken.put("log_leaf", "leaf_index > (SELECT max(leaf_index) FROM worm.log_leaf) - " + leaves);
        takeAway();
    }

    /** Everything of the log that was sealed after the first checkpoint of that size or more: an older copy of the rows. */
    void restoreOlderCopy(long size) throws SQLException {
        String last = "(SELECT min(size) FROM worm.checkpoint WHERE size >= " + size + ")";
        taken.put("witness_receipt", "size > " + last);
        taken.put("log_tile", "((tile_index << 8) + width) << (8 * level) > " + last);
        taken.put("audit_entry", "entry_id IN (SELECT entry_id FROM worm.log_leaf WHERE leaf_index >= " + last + ")");
        taken.put("log_leaf", "leaf_index >= " + last);
        taken.put("checkpoint", "size > " + last);
        takeAway();
    }

    private void takeAway() throws SQLException {
        execute("SET LOCAL event_triggers = off");
        for (String table : taken.keySet()) {
            execute("ALTER TABLE worm." + table + " DISABLE TRIGGER ALL");
        }
        for (Map.Entry<String, String> rows : taken.entrySet()) {
            execute("CREATE TEMP TABLE taken_" + rows.getKey() + " ON COMMIT PRESERVE ROWS AS SELECT * FROM worm."
                    + rows.getKey() + " WHERE " + rows.getValue());
        }
        for (Map.Entry<String, String> rows : taken.entrySet()) {
            execute("DELETE FROM worm." + rows.getKey() + " t WHERE EXISTS (SELECT FROM taken_" + rows.getKey()
                    + " k WHERE k = t)");
        }
        enableTriggers();
        superuser.commit();
    }

    private void enableTriggers() throws SQLException {
        for (String table : taken.keySet()) {
            execute("ALTER TABLE worm." + table + " ENABLE TRIGGER ALL");
            execute("ALTER TABLE worm." + table + " ENABLE ALWAYS TRIGGER refuse_row_change");
            execute("ALTER TABLE worm." + table + " ENABLE ALWAYS TRIGGER refuse_statement_change");
        }
    }

    @Override
    public void close() throws SQLException {
        superuser.rollback();
        execute("SET LOCAL event_triggers = off");
        for (String table : taken.keySet()) {
            execute("ALTER TABLE worm." + table + " DISABLE TRIGGER ALL");
            execute("INSERT INTO worm." + table + " SELECT * FROM taken_" + table);
        }
        enableTriggers();
        superuser.commit();
        superuser.close();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = superuser.createStatement()) {
            statement.execute(sql);
        }
    }
}

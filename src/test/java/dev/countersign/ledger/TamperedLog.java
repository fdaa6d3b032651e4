package dev.countersign.ledger;

import dev.countersign.worm.OpenedTables;
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
        try (OpenedTables opened = OpenedTables.of(superuser, taken.keySet())) {
            for (Map.Entry<String, String> rows : taken.entrySet()) {
                execute("CREATE TEMP TABLE taken_" + rows.getKey() + " ON COMMIT PRESERVE ROWS AS SELECT * FROM worm."
                        + rows.getKey() + " WHERE " + rows.getValue());
            }
            for (Map.Entry<String, String> rows : taken.entrySet()) {
                execute("DELETE FROM worm." + rows.getKey() + " t WHERE EXISTS (SELECT FROM taken_" + rows.getKey()
                        + " k WHERE k = t)");
            }
        }
    }

    @Override
    public void close() throws SQLException {
        superuser.rollback();
        try (OpenedTables opened = OpenedTables.of(superuser, taken.keySet())) {
            for (String table : taken.keySet()) {
                execute("INSERT INTO worm." + table + " SELECT * FROM taken_" + table);
            }
        }
        superuser.close();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = superuser.createStatement()) {
            statement.execute(sql);
        }
    }
}

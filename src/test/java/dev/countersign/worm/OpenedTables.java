package dev.countersign.worm;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Tables of the store that somebody who owns the server has opened, in a transaction of their connection: no trigger looks. Closing
 * commits, with every trigger as it was.
 */
public final class OpenedTables implements AutoCloseable {

    private final Connection superuser;
    private final List<String> restoring = new ArrayList<>();

    private OpenedTables(Connection superuser) {
        this.superuser = superuser;
    }

    public static OpenedTables of(Connection superuser, Collection<String> tables) throws SQLException {
        OpenedTables opened = new OpenedTables(superuser);
        superuser.setAutoCommit(false);
        opened.execute("SET LOCAL event_triggers = off");
        for (String table : tables) {
            opened.open(table);
        }
        return opened;
    }

    private void open(String table) throws SQLException {
        restoring.add("ALTER TABLE worm." + table + " ENABLE TRIGGER ALL");
        try (Statement statement = superuser.createStatement();
                ResultSet always = statement.executeQuery("SELECT tgname FROM pg_trigger WHERE tgrelid = 'worm." + table
                        + "'::regclass AND tgenabled = 'A'")) {
            while (always.next()) {
                restoring.add("ALTER TABLE worm." + table + " ENABLE ALWAYS TRIGGER " + always.getString(1));
            }
        }
        execute("ALTER TABLE worm." + table + " DISABLE TRIGGER ALL");
    }

    @Override
    public void close() throws SQLException {
        for (String statement : restoring) {
            execute(statement);
        }
        superuser.commit();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = superuser.createStatement()) {
            statement.execute(sql);
        }
    }
}

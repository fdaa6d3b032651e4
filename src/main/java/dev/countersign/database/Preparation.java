package dev.countersign.database;

import dev.countersign.database.DatabaseServer.Login;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * Makes a PostgreSQL database ours: roles, schemas, rights and guards. Works on an empty database and repairs a prepared one;
 * the same for the embedded server and {@code db-init}.
 */
final class Preparation {

    /** Only a superuser may create event triggers. */
    private static final String NOT_PERMITTED = "42501";

    private Preparation() {}

    /** Creates the database unless it is there. */
    static void createDatabase(Connection administrator, String name) throws SQLException {
        try (PreparedStatement query =
                administrator.prepareStatement("SELECT 1 FROM pg_catalog.pg_database WHERE datname = ?")) {
            query.setString(1, name);
            try (ResultSet found = query.executeQuery()) {
                if (found.next()) {
                    return;
                }
            }
        }
        try (Statement statement = administrator.createStatement()) {
            statement.execute("CREATE DATABASE " + statement.enquoteIdentifier(name, true)
                    + " ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0");
        }
    }

    /**
     * @return guards that this administrator may not set, each as a sentence; empty if all are set
     */
    static List<String> prepare(Connection administrator, Login application, Login migrator, Login sequencer)
            throws SQLException {
        administrator.setAutoCommit(false);
        run(administrator, "roles.sql");
        for (Login login : List.of(application, migrator, sequencer)) {
            // Sends the SCRAM verifier, not the password: nothing to be found in the server's log.
            administrator
                    .unwrap(PGConnection.class)
                    .alterUserPassword(login.role(), login.password().toCharArray(), "scram-sha-256");
        }
        run(administrator, "schemas.sql");
        administrator.commit();
        return guards(administrator);
    }

    private static List<String> guards(Connection administrator) throws SQLException {
        List<String> missing = new ArrayList<>();
        try {
            run(administrator, "guards.sql");
            administrator.commit();
        } catch (SQLException e) {
            administrator.rollback();
            if (!NOT_PERMITTED.equals(e.getSQLState())) {
                throw e;
            }
            missing.add(
                    "event triggers that refuse DDL on schema worm: they need a superuser (" + e.getMessage() + ")");
        }
        return missing;
    }

    private static void run(Connection connection, String script) throws SQLException {
        try (InputStream stream = Preparation.class.getResourceAsStream("/db/prepare/" + script);
                Statement statement = connection.createStatement()) {
            if (stream == null) {
                throw new IllegalStateException("missing resource db/prepare/" + script);
            }
            statement.execute(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("unreadable resource db/prepare/" + script, e);
        }
    }
}

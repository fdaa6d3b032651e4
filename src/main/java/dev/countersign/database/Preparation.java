package dev.countersign.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.PGConnection;

/**
 * Makes a PostgreSQL database ours: roles, schemas, rights and guards. Works on an empty database and repairs a prepared one;
 * the same for the embedded server and {@code db-init}.
 */
public final class Preparation {

    /** Only a superuser may create event triggers. */
    private static final String NOT_PERMITTED = "42501";

    private static final String NO_SUCH_DATABASE = "3D000";
    private static final Pattern ADDRESS = Pattern.compile("(jdbc:postgresql://[^/?]+/)([^/?]+)([?].*)?");

    private Preparation() {}

    /**
     * Prepares the database at this address, creating it if it is missing. The roles have the names of {@code
     * countersign_app} and so on, which migrations grant to; only their passwords are given.
     *
     * @param url {@code jdbc:postgresql://host:port/database}
     * @param administrator a superuser, or at least the owner of the database with CREATEROLE
     * @return guards that this administrator may not set, each as a sentence; empty if all are set
     * @throws IllegalArgumentException if the address is none
     * @throws SQLException if the server cannot be reached or refuses
     */
    public static List<String> prepare(
            String url, Login administrator, String application, String migrator, String sequencer)
            throws SQLException {
        Matcher address = ADDRESS.matcher(url);
        if (!address.matches()) {
            throw new IllegalArgumentException("not an address jdbc:postgresql://host:port/database: " + url);
        }
        try (Connection connection = connect(url, administrator, address)) {
            return prepare(
                    connection,
                    new Login(Roles.APPLICATION, application),
                    new Login(Roles.MIGRATOR, migrator),
                    new Login(Roles.SEQUENCER, sequencer));
        }
    }

    private static Connection connect(String url, Login administrator, Matcher address) throws SQLException {
        try {
            return DriverManager.getConnection(url, administrator.role(), administrator.password());
        } catch (SQLException e) {
            if (!NO_SUCH_DATABASE.equals(e.getSQLState())) {
                throw e;
            }
        }
        String parameters = address.group(3) == null ? "" : address.group(3);
        try (Connection connection = DriverManager.getConnection(
                address.group(1) + "postgres" + parameters, administrator.role(), administrator.password())) {
            createDatabase(connection, address.group(2));
        }
        return DriverManager.getConnection(url, administrator.role(), administrator.password());
    }

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
        List<String> missing = guards(administrator);
        administrator.commit();
        return missing;
    }

    private static List<String> guards(Connection administrator) throws SQLException {
        List<String> missing = new ArrayList<>();
        Savepoint before = administrator.setSavepoint();
        try {
            run(administrator, "guards.sql");
        } catch (SQLException e) {
            administrator.rollback(before);
            if (!NOT_PERMITTED.equals(e.getSQLState())) {
                throw e;
            }
            missing.add("event triggers that refuse DDL on schema worm: they need a superuser (" + e.getMessage()
                    + "): countersign_before_change, countersign_refuse_worm_change, countersign_refuse_worm_drop");
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

package dev.countersign.crash;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;

/** What lies in the database of a running victim, read past the application. */
final class Store implements AutoCloseable {

    private final Connection connection;

    private Store(Connection connection) {
        this.connection = connection;
    }

    /** As the application itself. */
    static Store of(Victim victim) throws IOException, SQLException {
        return new Store(connection(victim, "countersign_app"));
    }

    /** As that role of the embedded server; what it commits waits for the disk alone. */
    static Connection connection(Victim victim, String role) throws IOException, SQLException {
        Properties passwords = new Properties();
        try (Reader file = Files.newBufferedReader(victim.data().resolve("database-passwords.properties"))) {
            passwords.load(file);
        }
        Properties properties = new Properties();
        properties.setProperty("user", role);
        properties.setProperty("password", passwords.getProperty(role));
        properties.setProperty("options", "-c synchronous_commit=local");
        Path lock = victim.data().resolve("cluster").resolve("postmaster.pid");
        List<String> lines = Files.readAllLines(lock);
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + lines.get(3).strip() + "/countersign", properties);
    }

    /** First column of each row. */
    TreeSet<String> ask(String query) throws SQLException {
        TreeSet<String> answers = new TreeSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                answers.add(rows.getString(1));
            }
        }
        return answers;
    }

    /** Changes what the application's own role may change. */
    void change(String statement) throws SQLException {
        try (Statement one = connection.createStatement()) {
            one.executeUpdate(statement);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}

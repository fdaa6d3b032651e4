package dev.countersign.ledger;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** The embedded database, past the application: as any of its roles. */
final class LogDatabase {

    private final String url;
    private final Path data;

    LogDatabase(String url, Path data) {
        this.url = url;
        this.data = data;
    }

    Connection as(String role) throws SQLException {
        Properties passwords = new Properties();
        try (Reader reader = Files.newBufferedReader(data.resolve("database-passwords.properties"))) {
            passwords.load(reader);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return DriverManager.getConnection(url, role, passwords.getProperty(role));
    }

    /** First column of each row, as the superuser sees it. */
    List<String> ask(String query) throws SQLException {
        try (Connection superuser = as("countersign_superuser");
                Statement statement = superuser.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> answers = new ArrayList<>();
            while (rows.next()) {
                answers.add(rows.getString(1));
            }
            return answers;
        }
    }

    String one(String query) throws SQLException {
        return ask(query).get(0);
    }
}

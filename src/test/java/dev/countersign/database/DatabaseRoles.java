package dev.countersign.database;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Somebody who has the passwords of the shared test database's stronger roles. */
@Component
public class DatabaseRoles {

    public static final String MIGRATOR = "countersign_migrator";
    public static final String SUPERUSER = "countersign_superuser";

    private final HikariDataSource application;
    private final Path data;

    DatabaseRoles(HikariDataSource application, @Value("${countersign.data-directory}") Path data) {
        this.application = application;
        this.data = data;
    }

    /** A new connection as that role, which the caller closes. */
    public Connection connect(String role) throws SQLException, IOException {
        return DriverManager.getConnection(application.getJdbcUrl(), role, password(role));
    }

    public String password(String role) throws IOException {
        Properties passwords = new Properties();
        try (Reader reader = Files.newBufferedReader(data.resolve("database-passwords.properties"))) {
            passwords.load(reader);
        }
        return passwords.getProperty(role);
    }
}

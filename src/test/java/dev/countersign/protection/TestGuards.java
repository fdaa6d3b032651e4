package dev.countersign.protection;

import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.protection.CatalogueWatch.Occasion;
import dev.countersign.protection.CatalogueWatch.Verdict;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Somebody who has the passwords of the database's stronger roles changes what guards the store, and puts it back. */
@Component
public class TestGuards {

    /** Connects as the migrator, whom the event triggers let through, and becomes the owner. */
    public static final String OWNER = "countersign_migrator";

    public static final String SUPERUSER = "countersign_superuser";

    private final CatalogueWatch watch;
    private final HikariDataSource application;
    private final Path data;

    TestGuards(CatalogueWatch watch, HikariDataSource application, @Value("${countersign.data-directory}") Path data) {
        this.watch = watch;
        this.application = application;
        this.data = data;
    }

    /** Work that may fail in any way. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    /** Changes, looks, does the work, changes back and looks again, whatever happens. */
    public void whileChanged(String role, String change, String undo, Work work) throws Exception {
        execute(role, change);
        try {
            look();
            work.run();
        } finally {
            execute(role, undo);
            look();
        }
    }

    Verdict look() {
        return watch.look(Occasion.MINUTE);
    }

    void execute(String role, String sql) throws SQLException, IOException {
        Properties passwords = new Properties();
        try (Reader reader = Files.newBufferedReader(data.resolve("database-passwords.properties"))) {
            passwords.load(reader);
        }
        try (Connection connection =
                        DriverManager.getConnection(application.getJdbcUrl(), role, passwords.getProperty(role));
                Statement statement = connection.createStatement()) {
            if (role.equals(OWNER)) {
                statement.execute("SET ROLE countersign_owner");
            }
            statement.execute(sql);
        }
    }
}

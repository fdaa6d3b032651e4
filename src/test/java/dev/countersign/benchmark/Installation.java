package dev.countersign.benchmark;

import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.database.DatabaseRoles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/** A running store on a PostgreSQL server of its own, under {@code target}. */
final class Installation implements AutoCloseable {

    static final Path FOLDER = Path.of("target", "benchmark-data");
    private static final int CONNECTIONS = 40;

    private final ConfigurableApplicationContext context;
    private final Path folder;

    private Installation(ConfigurableApplicationContext context, Path folder) {
        this.context = context;
        this.folder = folder;
    }

    /** An empty one; whatever an earlier run left there is removed. */
    static Installation fresh(String name) throws IOException {
        FileSystemUtils.deleteRecursively(FOLDER.resolve(name));
        return open(name);
    }

    /** What is there, or an empty one. */
    static Installation open(String name) throws IOException {
        Path folder = Files.createDirectories(FOLDER.resolve(name)).toAbsolutePath();
        ConfigurableApplicationContext context = new SpringApplicationBuilder(StoreApplication.class)
                .web(WebApplicationType.NONE)
                .logStartupInfo(false)
                .run(
                        "--countersign.data-directory=" + folder.resolve("data"),
                        "--countersign.witness-directory=" + folder.resolve("witness"),
                        "--countersign.database.connections=" + CONNECTIONS,
                        "--countersign.database.binaries=target/postgresql",
                        "--logging.level.root=warn");
        return new Installation(context, folder);
    }

    <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    Path folder() {
        return folder;
    }

    /** The application's own connections. */
    HikariDataSource pool() {
        return part(HikariDataSource.class);
    }

    /** A new connection past the pool, as one of the database's roles. */
    Connection connect(String role) throws SQLException, IOException {
        return part(DatabaseRoles.class).connect(role);
    }

    void asSuperuser(String... statements) throws SQLException, IOException {
        try (Connection superuser = connect(DatabaseRoles.SUPERUSER);
                Statement statement = superuser.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** First column of the one row, as the superuser sees it. */
    String ask(String query) throws SQLException, IOException {
        try (Connection superuser = connect(DatabaseRoles.SUPERUSER);
                Statement statement = superuser.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    /** The state that a server has after a while of its own care: statistics known, pages known to be visible, written out. */
    void settle() throws SQLException, IOException {
        asSuperuser("VACUUM (ANALYZE)", "CHECKPOINT");
    }

    String version() throws SQLException, IOException {
        return ask("SHOW server_version");
    }

    /** Stops the server; what it holds stays. */
    @Override
    public void close() {
        context.close();
    }

    /** Stops the server and removes what it holds. */
    void remove() throws IOException {
        close();
        FileSystemUtils.deleteRecursively(folder);
    }
}

package dev.countersign.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * The configured database, for a command that reads it while nothing is served: by the application's settings, as the application's role.
 * An embedded database that runs is joined; one that does not is started, as the application would, and stopped again. Nothing is
 * created and nothing is migrated.
 */
public final class ReadingDatabase implements AutoCloseable {

    private static final int PORT_LINE = 3;
    private static final int SECONDS = 5;

    private final String url;
    private final Login login;
    private final @Nullable EmbeddedPostgres started;

    private ReadingDatabase(String url, Login login, @Nullable EmbeddedPostgres started) {
        this.url = url;
        this.login = login;
        this.started = started;
    }

    /**
     * Finds the database.
     *
     * @param settings of the form {@code --name=value}, before those of the environment
     * @throws StartRefusedException if there is none, with what would resolve it
     */
    public static ReadingDatabase open(List<String> settings) {
        DatabaseSettings database = settings(settings);
        if (!database.embedded()) {
            return new ReadingDatabase(database.url(), new Login(database.user(), database.password()), null);
        }
        Path directory = database.directory().toAbsolutePath().normalize();
        if (!Files.isDirectory(directory.resolve("cluster"))) {
            throw new StartRefusedException(
                    "There is no database in " + directory + ".",
                    "Name the data directory in COUNTERSIGN_DATA_DIR, or a server in COUNTERSIGN_DB_URL.");
        }
        return running(directory).orElseGet(() -> {
            EmbeddedPostgres server = EmbeddedPostgres.start(directory, database.binaries());
            return new ReadingDatabase(server.url(), server.application(), server);
        });
    }

    private static DatabaseSettings settings(List<String> settings) {
        Map<String, Object> given = new HashMap<>();
        for (String setting : settings) {
            String[] parts = setting.substring(2).split("=", 2);
            given.put(parts[0], parts.length == 1 ? "" : parts[1]);
        }
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("command line", given));
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        return Binder.get(environment).bindOrCreate("countersign.database", DatabaseSettings.class);
    }

    /** The server of that directory, if another process runs it. */
    private static Optional<ReadingDatabase> running(Path directory) {
        try {
            List<String> process = Files.readAllLines(directory.resolve("cluster/postmaster.pid"));
            Login login = Passwords.read(directory.resolve("database-passwords.properties"))
                    .login(Roles.APPLICATION);
            String port = process.get(PORT_LINE).strip();
            ReadingDatabase found =
                    new ReadingDatabase("jdbc:postgresql://127.0.0.1:" + port + "/countersign", login, null);
            try (Connection connection = found.connect()) {
                return connection.isValid(SECONDS) ? Optional.of(found) : Optional.empty();
            }
        } catch (IOException | SQLException | IndexOutOfBoundsException e) {
            // no process file, or one that a killed server left
            return Optional.empty();
        }
    }

    /** A connection of its own, the caller's to close. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url, login.role(), login.password());
    }

    /** Where it is, without credentials. */
    public String address() {
        return url;
    }

    @Override
    public void close() {
        if (started != null) {
            started.close();
        }
    }
}

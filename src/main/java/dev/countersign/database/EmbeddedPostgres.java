package dev.countersign.database;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL that lives and dies with this process (OPS-01). Durable: nothing that was committed is lost, whatever is
 * killed. Listens on 127.0.0.1 alone; every connection needs a password.
 */
final class EmbeddedPostgres implements DatabaseServer {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final String DATABASE = "countersign";
    private static final int ATTEMPTS = 3;
    private static final int POLL_MILLIS = 50;
    /** Recovery of a large log after a crash takes its time. */
    private static final int START_MILLIS = 300_000;

    private final DataDirectory directory;
    private final Passwords passwords;
    private final Postmaster postmaster;

    private EmbeddedPostgres(DataDirectory directory, Passwords passwords, Postmaster postmaster) {
        this.directory = directory;
        this.passwords = passwords;
        this.postmaster = postmaster;
    }

    /**
     * Starts the server on this directory, making what is missing, and prepares roles and schemas.
     *
     * @param binaries where the program files are unpacked to
     * @throws StartRefusedException if the directory is in use or cannot be used, or the server does not start
     */
    static EmbeddedPostgres start(Path dataDirectory, Path binaries) {
        DataDirectory directory = DataDirectory.hold(dataDirectory);
        try {
            EmbeddedPostgres server = start(directory, binaries.toAbsolutePath().normalize());
            server.prepare();
            return server;
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        } catch (IOException e) {
            directory.close();
            throw new StartRefusedException(
                    "The embedded PostgreSQL in " + directory.path() + " cannot be started: " + e,
                    "Check that the user who runs Countersign owns the directory and that the disk has room.",
                    e);
        } catch (InterruptedException e) {
            directory.close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while PostgreSQL started", e);
        }
    }

    private static EmbeddedPostgres start(DataDirectory directory, Path cache)
            throws IOException, InterruptedException {
        Path binaries = PostgresBinaries.unpackedIn(cache);
        Passwords passwords = Passwords.of(directory);
        PostgresUser user = PostgresUser.of(directory, binaries);
        Cluster.ensure(directory, binaries, user, passwords.login(Passwords.SUPERUSER));
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            LOG.info("Starting PostgreSQL on {}", directory.cluster());
            EmbeddedPostgres server =
                    new EmbeddedPostgres(directory, passwords, Postmaster.launch(directory, binaries, user));
            if (server.becameReady()) {
                return server;
            }
        }
        throw new StartRefusedException(
                "PostgreSQL does not start on " + directory.cluster() + ": " + Postmaster.lastWords(directory.log()),
                "Resolve what it says; the whole log is " + directory.log() + ".");
    }

    private boolean becameReady() throws InterruptedException {
        for (int waited = 0; waited < START_MILLIS; waited += POLL_MILLIS) {
            if (postmaster.endedWithin(POLL_MILLIS)) {
                return false;
            }
            try (Connection connection = administrator("postgres")) {
                return connection.isValid(0);
            } catch (SQLException e) {
                LOG.trace("PostgreSQL is not ready yet", e);
            }
        }
        postmaster.stop();
        return false;
    }

    private void prepare() {
        try {
            try (Connection connection = administrator("postgres")) {
                Preparation.createDatabase(connection, DATABASE);
            }
            try (Connection connection = administrator(DATABASE)) {
                Preparation.prepare(connection, application(), migrator(), sequencer());
            }
        } catch (SQLException e) {
            postmaster.stop();
            throw new IllegalStateException("roles and schemas cannot be prepared", e);
        }
    }

    private Connection administrator(String database) throws SQLException {
        Login superuser = login(Passwords.SUPERUSER);
        Properties properties = new Properties();
        properties.setProperty("user", superuser.role());
        properties.setProperty("password", superuser.password());
        return DriverManager.getConnection(url(database), properties);
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + postmaster.port() + "/" + database;
    }

    @Override
    public String url() {
        return url(DATABASE);
    }

    /** Any of the embedded server's roles, the superuser included. */
    Login login(String role) {
        return passwords.login(role);
    }

    @Override
    public Login application() {
        return passwords.login(Roles.APPLICATION);
    }

    @Override
    public Login migrator() {
        return passwords.login(Roles.MIGRATOR);
    }

    @Override
    public Login sequencer() {
        return passwords.login(Roles.SEQUENCER);
    }

    @Override
    public void close() {
        postmaster.stop();
        directory.close();
    }
}

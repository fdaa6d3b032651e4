package dev.countersign.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** A throw-away cluster of the PostgreSQL that this machine's package manager installed. */
final class InstalledServer implements AutoCloseable {

    static final Login ADMINISTRATOR = new Login("postgres", "throw-away-admin");

    private final DataDirectory directory;
    private final Postmaster postmaster;

    private InstalledServer(DataDirectory directory, Postmaster postmaster) {
        this.directory = directory;
        this.postmaster = postmaster;
    }

    /** Where Debian and its relatives put a version. */
    static Optional<Path> installation() throws IOException {
        Path root = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(root)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(root)) {
            return versions.filter(version -> Files.isExecutable(version.resolve("bin/postgres")))
                    .max(Comparator.naturalOrder());
        }
    }

    static boolean isInstalled() throws IOException {
        return installation().isPresent();
    }

    static InstalledServer start(Path installation, Path data) throws Exception {
        DataDirectory directory = DataDirectory.hold(data);
        PostgresUser user = PostgresUser.of(directory, installation);
        Cluster.ensure(directory, installation, user, ADMINISTRATOR);
        InstalledServer server = new InstalledServer(directory, Postmaster.launch(directory, installation, user));
        while (!server.isReady()) {
            if (server.postmaster.endedWithin(50)) {
                throw new AssertionError(Postmaster.lastWords(directory.log()));
            }
        }
        return server;
    }

    private boolean isReady() {
        try (Connection connection = connect("postgres", ADMINISTRATOR)) {
            return connection.isValid(0);
        } catch (SQLException e) {
            return false;
        }
    }

    Connection connect(String database, Login login) throws SQLException {
        return DriverManager.getConnection(url(database), login.role(), login.password());
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + postmaster.port() + "/" + database;
    }

    @Override
    public void close() {
        postmaster.stop();
        directory.close();
    }
}

package dev.countersign.database;

import dev.countersign.crypto.Identifiers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** A PostgreSQL server that is no node's: at one address for its whole life, killed and started again while nodes run on it. */
public final class KillableServer implements AutoCloseable {

    private static final Path BINARIES = EmbeddedPostgresTest.BINARIES.toAbsolutePath();
    private static final Login SUPERUSER = new Login("postgres", "throw-away-superuser");

    private final DataDirectory directory;
    private final Path binaries;
    private final PostgresUser user;
    private final int port;
    private Postmaster postmaster;

    private KillableServer(DataDirectory directory) throws IOException, InterruptedException {
        this.directory = directory;
        this.binaries = PostgresBinaries.unpackedIn(BINARIES);
        this.user = PostgresUser.of(directory, binaries);
        this.port = Postmaster.freePort();
    }

    /** With roles, schemas, tables and the mark of a demonstration, as db-init and a first start leave them. */
    public static KillableServer start(Path data) throws Exception {
        KillableServer server = new KillableServer(DataDirectory.hold(data));
        Cluster.ensure(server.directory, server.binaries, server.user, SUPERUSER);
        server.launch();
        Preparation.prepare(
                server.given().url(),
                SUPERUSER,
                server.given().application().password(),
                server.given().migrator().password(),
                server.given().sequencer().password());
        MigratedDatabase.migrate(
                server.given(),
                new InstallationMark(new InstallationSettings(true, ""), new Identifiers(Clock.systemUTC())));
        return server;
    }

    private void launch() throws IOException, InterruptedException {
        postmaster = Postmaster.launch(directory, binaries, user, port);
        while (!isReady()) {
            if (postmaster.endedWithin(20)) {
                throw new AssertionError(Postmaster.lastWords(directory.log()));
            }
        }
    }

    private boolean isReady() {
        try (Connection connection = DriverManager.getConnection(
                given().url().replace("countersign", "postgres"), SUPERUSER.role(), SUPERUSER.password())) {
            return connection.isValid(0);
        } catch (SQLException e) {
            return false;
        }
    }

    /** SIGKILL for the postmaster and everything it started; for itself first, or it would start others in the place of those that died. */
    public void kill() throws IOException {
        String pid = Files.readAllLines(directory.cluster().resolve("postmaster.pid"))
                .get(0);
        ProcessHandle process = ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
        List<ProcessHandle> all = new ArrayList<>();
        all.add(process);
        process.descendants().forEach(all::add);
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
    }

    /** Starts it again on the files that were left, without what {@code ALTER SYSTEM} had set. */
    public void startAgain() throws IOException, InterruptedException {
        Files.writeString(directory.cluster().resolve("postgresql.auto.conf"), "");
        launch();
    }

    /** As somebody who owns the server; commits wait for the disk alone. */
    public Connection superuser() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", SUPERUSER.role());
        properties.setProperty("password", SUPERUSER.password());
        properties.setProperty("options", "-c synchronous_commit=local -c lock_timeout=60s");
        return DriverManager.getConnection(given().url(), properties);
    }

    /** What a node needs to know of it. */
    public Map<String, String> environment() {
        return Node.connecting(given());
    }

    private GivenServer given() {
        return new GivenServer(
                "jdbc:postgresql://127.0.0.1:" + port + "/countersign",
                new Login(Roles.APPLICATION, "throw-away-app"),
                new Login(Roles.MIGRATOR, "throw-away-migrator"),
                new Login(Roles.SEQUENCER, "throw-away-sequencer"));
    }

    @Override
    public void close() {
        postmaster.stop();
        directory.close();
    }
}

package dev.countersign.database;

import dev.countersign.crypto.Identifiers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.time.Duration;

/** Starts an embedded server on the directory it is given and commits row after row, telling each, until it is killed. */
public final class CommittingProcess {

    private CommittingProcess() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        Path binaries = Path.of(arguments[1]);
        EmbeddedPostgres server = EmbeddedPostgres.start(directory, binaries);
        MigratedDatabase database = MigratedDatabase.migrate(
                server, new InstallationMark(new InstallationSettings(true, ""), new Identifiers(Clock.systemUTC())));
        DatabaseSettings settings =
                new DatabaseSettings("", "", "", "", "", "", "", directory, binaries, 2, Duration.ofSeconds(10));
        try (var pool = database.pool(settings);
                Connection connection = pool.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO act_ge_property VALUES (?, 'committed', 1)")) {
            for (int row = 1; ; row++) {
                insert.setString(1, "crash-" + row);
                insert.executeUpdate();
                System.out.println("COMMITTED " + row);
            }
        }
    }
}

package dev.countersign.crash;

import dev.countersign.database.KillableServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/** What somebody who owns the database holds up: a table that is read and not written, or the answer to every commit. */
final class Held implements AutoCloseable {

    private final Connection connection;
    private final Closing closing;

    private Held(Connection connection, Closing closing) {
        this.connection = connection;
        this.closing = closing;
    }

    /** Connects as somebody who owns the server; what such a connection commits waits for the disk alone. */
    interface Superuser {
        Connection connect() throws SQLException;
    }

    private interface Closing {
        void run(Connection connection) throws SQLException;
    }

    static Held table(KillableServer server, String table) throws SQLException {
        Connection connection = server.superuser();
        connection.setAutoCommit(false);
        execute(connection, "LOCK TABLE worm." + table + " IN EXCLUSIVE MODE");
        return new Held(connection, held -> {});
    }

    /** What is committed is on disk and waits for a server that does not exist: nobody sees it, nobody is told. */
    static Held commits(Superuser server) throws SQLException {
        Connection connection = server.connect();
        execute(connection, "ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
        execute(connection, "SELECT pg_reload_conf()");
        while (!isHeld(server, connection)) {
            Thread.onSpinWait();
        }
        return new Held(connection, held -> {
            execute(held, "ALTER SYSTEM RESET synchronous_standby_names");
            execute(held, "SELECT pg_reload_conf()");
        });
    }

    /** Whether one more commit is not answered: the setting reaches the server's processes one after the other. */
    private static boolean isHeld(Superuser server, Connection watching) throws SQLException {
        Connection probe = server.connect();
        execute(probe, "SET synchronous_commit = on");
        long pid = number(probe, "SELECT pg_backend_pid()");
        CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> {
            try (probe) {
                execute(probe, "SELECT pg_logical_emit_message(true, 'probe', '')");
            } catch (SQLException e) {
                // the server was killed meanwhile
            }
        });
        return Awaitility.await("the probe is answered, or not")
                        .atMost(Duration.ofMinutes(1))
                        .pollInterval(Duration.ofMillis(5))
                        .pollDelay(Duration.ZERO)
                        .until(() -> answered.isDone() ? 0 : 1 + waiting(watching, "pid = " + pid), found -> found != 1)
                == 2;
    }

    /** How many of the server's processes wait for such an answer. */
    static long waiting(Connection superuser, String condition) throws SQLException {
        return number(superuser, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND " + condition);
    }

    static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Lets go, unless the server was killed. */
    @Override
    public void close() {
        try (connection) {
            closing.run(connection);
        } catch (SQLException e) {
            // a server that was killed holds nothing
        }
    }
}

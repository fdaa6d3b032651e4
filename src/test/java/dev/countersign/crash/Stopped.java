package dev.countersign.crash;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * What a victim does, stopped in the middle: rows it needs next are held, and the database itself says who waits for them. Holding needs
 * no more than the application's own rights.
 */
final class Stopped implements AutoCloseable {

    /** A transaction that waits for somebody's lock, and wrote to that table before. */
    private static final String WAITING_AND_WROTE = """
            SELECT count(DISTINCT waiting.pid) FROM pg_locks waiting JOIN pg_locks wrote ON wrote.pid = waiting.pid
            WHERE NOT waiting.granted AND wrote.granted AND wrote.mode = 'RowExclusiveLock' AND wrote.relation = '%s'::regclass""";

    private static final String WAITING = "SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted";

    private final Victim victim;
    private final List<AutoCloseable> held = new ArrayList<>();
    private final List<Connection> holding = new ArrayList<>();
    private final Connection watching;

    private Stopped(Victim victim) throws IOException, SQLException {
        this.victim = victim;
        this.watching = superuser();
        held.add(watching);
    }

    static Stopped on(Victim victim) throws IOException, SQLException {
        return new Stopped(victim);
    }

    /** Whoever signs that record goes on until its transaction takes the record: password and code are spent, nothing is written. */
    void record(String recordId) throws IOException, SQLException {
        hold("SELECT worm.lock_record(?::uuid)", recordId);
    }

    /** Whoever completes that task goes on until the engine takes it away: everything is written, nothing is committed. */
    void task(String taskId) throws IOException, SQLException {
        hold("SELECT FROM engine.act_ru_task WHERE id_ = ? FOR UPDATE", taskId);
    }

    /** Whoever changes that person's password goes on until it is written. */
    void password(String userId) throws IOException, SQLException {
        hold("SELECT FROM app.credential WHERE user_id = ? FOR SHARE", userId);
    }

    private void hold(String rows, String name) throws IOException, SQLException {
        Connection connection = Store.connection(victim, "countersign_app");
        holding.add(connection);
        held.add(connection);
        connection.setAutoCommit(false);
        try (PreparedStatement statement = connection.prepareStatement(rows)) {
            statement.setString(1, name);
            statement.executeQuery().close();
        }
    }

    /** Until so many transactions wait for what is held. */
    void awaitWaiting(int transactions) {
        await(WAITING, transactions);
    }

    /** Until so many transactions wait that wrote to that table before. */
    void awaitWaitingAfter(String table, int transactions) {
        await(WAITING_AND_WROTE.formatted(table), transactions);
    }

    /** Lets those go on that wait, and waits until what they did is on disk and nobody was answered. */
    void letCommitUnanswered() throws Exception {
        long waiting = Held.number(watching, WAITING);
        String them = "SELECT array_agg(DISTINCT pid) FROM pg_locks WHERE NOT granted";
        String pids = text(them);
        held.add(0, Held.commits(this::superuserOrElse));
        for (Connection one : holding) {
            one.close();
        }
        await(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND pid = ANY ('" + pids
                        + "'::int[])",
                waiting);
    }

    private String text(String query) throws SQLException {
        try (Statement statement = watching.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    private void await(String query, long number) {
        Awaitility.await(query)
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(20))
                .pollDelay(Duration.ZERO)
                .until(() -> Held.number(watching, query) >= number);
    }

    private Connection superuser() throws IOException, SQLException {
        return Store.connection(victim, "countersign_superuser");
    }

    private Connection superuserOrElse() throws SQLException {
        try {
            return superuser();
        } catch (IOException e) {
            throw new SQLException(e);
        }
    }

    /** Lets go, unless the server was killed. */
    @Override
    public void close() {
        for (AutoCloseable one : held) {
            try {
                one.close();
            } catch (Exception e) {
                // a server that was killed holds nothing
            }
        }
    }
}

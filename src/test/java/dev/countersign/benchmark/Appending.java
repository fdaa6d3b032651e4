package dev.countersign.benchmark;

import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.crypto.Digest;
import dev.countersign.ledger.LogLoad;
import dev.countersign.ledger.LogLoad.Entry;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** Appending one entry in one transaction, on many connections at once: as the application does it, and as others might. */
final class Appending {

    private static final String TABLE = " (LIKE worm.audit_entry INCLUDING CONSTRAINTS INCLUDING INDEXES)";
    private static final String ROW = "(?, ?, ?, ?, ?, ?, NULL, NULL, ?, clock_timestamp())";

    private final Installation installation;
    private final LogLoad load;
    private final AtomicLong number = new AtomicLong();

    /** One way to append. */
    enum Way {
        /** What the application calls. */
        FUNCTION("SELECT worm.append_entry(?)"),
        /** A table of the same shape that nothing guards and nobody seals. */
        PLAIN("INSERT INTO bench.plain VALUES " + ROW),
        /** Each entry carries the hash of the one before, so that each transaction waits for the one before. */
        CHAINED("SELECT bench.append_chained(?, ?, ?, ?, ?, ?, ?)");

        private final String sql;

        Way(String sql) {
            this.sql = sql;
        }
    }

    Appending(Installation installation) throws SQLException, IOException {
        this.installation = installation;
        this.load = new LogLoad(installation.context());
        installation.asSuperuser(
                "CREATE SCHEMA bench",
                "CREATE TABLE bench.plain" + TABLE,
                "CREATE TABLE bench.chained" + TABLE,
                "CREATE TABLE bench.head AS SELECT sha256('') AS hash",
                """
                CREATE FUNCTION bench.append_chained(organisation text, id uuid, leaf bytea, entry bytea, actor text, type text,
                    moment timestamptz) RETURNS void LANGUAGE plpgsql AS $$
                DECLARE
                    link bytea;
                BEGIN
                    SELECT sha256(h.hash || leaf) INTO link FROM bench.head h FOR UPDATE;
                    INSERT INTO bench.chained VALUES (organisation, id, link, entry, actor, type, NULL, NULL, moment,
                        clock_timestamp());
                    UPDATE bench.head SET hash = link;
                END $$""",
                "GRANT USAGE ON SCHEMA bench TO countersign_app",
                "GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA bench TO countersign_app",
                "GRANT EXECUTE ON FUNCTION bench.append_chained TO countersign_app");
    }

    Round round(Way way, int connections, Duration duration) throws Exception {
        HikariDataSource pool = installation.pool();
        Connection[] open = new Connection[connections];
        PreparedStatement[] statements = new PreparedStatement[connections];
        try {
            for (int i = 0; i < connections; i++) {
                open[i] = pool.getConnection();
                statements[i] = open[i].prepareStatement(way.sql);
            }
            return Round.concurrently(connections, duration, thread -> () -> append(way, statements[thread]));
        } finally {
            for (Connection connection : open) {
                if (connection != null) {
                    connection.close();
                }
            }
        }
    }

    private void append(Way way, PreparedStatement statement) throws SQLException {
        Entry entry = load.entry(number.getAndIncrement());
        if (way == Way.FUNCTION) {
            statement.setBytes(1, entry.bytes());
        } else {
            statement.setString(1, entry.organisation());
            statement.setObject(2, entry.entryId());
            statement.setBytes(3, Digest.ofLeaf(entry.bytes()).bytes());
            statement.setBytes(4, entry.bytes());
            statement.setString(5, entry.actor());
            statement.setString(6, entry.type());
            statement.setObject(7, entry.time().atOffset(ZoneOffset.UTC));
        }
        statement.execute();
    }
}

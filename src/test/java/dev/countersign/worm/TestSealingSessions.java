package dev.countersign.worm;

import java.sql.Connection;

/** Sealing on any database. */
public final class TestSealingSessions {

    private TestSealingSessions() {}

    /** What the sequencer seals by, on this connection, which it closes. */
    public static SealingSession on(Connection connection) {
        return new PostgresSealingSession(connection);
    }
}

package dev.countersign.database;

import java.sql.Connection;
import java.sql.SQLException;

/** Connections as the role that seals the audit log: apart from the application's pool, so that neither waits for the other. */
@FunctionalInterface
public interface SequencerConnections {

    /**
     * A new connection, the caller's to close. Reads by index alone: its tables are emptied as fast as they are filled, and
     * what the planner believes of them is always old.
     *
     * @throws SQLException if the server cannot be reached or refuses, or the role could do more than it should
     */
    Connection open() throws SQLException;
}

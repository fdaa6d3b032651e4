package dev.countersign.database;

/** A PostgreSQL server that is running and prepared: roles and schemas are there, tables perhaps not yet. */
interface DatabaseServer extends AutoCloseable {

    /** JDBC address without credentials. */
    String url();

    /** Run time: reads and writes rows, appends facts, creates nothing. */
    Login application();

    /** Migrations only: may become the owner. */
    Login migrator();

    /** The one that seals the audit log. */
    Login sequencer();

    /** Ends the server if it is ours. Everything connected to it MUST be closed before. */
    @Override
    void close();
}

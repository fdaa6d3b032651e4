package dev.countersign.database;

/** The roles of the database, by name: migrations grant to them by these names. */
final class Roles {

    /** Owns schemas and tables; nobody logs in as it. */
    static final String OWNER = "countersign_owner";

    /** Runs migrations, by becoming the owner. */
    static final String MIGRATOR = "countersign_migrator";

    /** Runs the application. */
    static final String APPLICATION = "countersign_app";

    /** Seals the audit log. */
    static final String SEQUENCER = "countersign_sequencer";

    private Roles() {}
}

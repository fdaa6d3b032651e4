package dev.countersign.database;

/** A PostgreSQL server that somebody else runs, prepared by {@code db-init}. */
record GivenServer(String url, Login application, Login migrator, Login sequencer) implements DatabaseServer {

    static GivenServer of(DatabaseSettings settings) {
        return new GivenServer(
                settings.url(),
                new Login(settings.user(), settings.password()),
                new Login(settings.migrator(), settings.migratorPassword()),
                new Login(settings.sequencer(), settings.sequencerPassword()));
    }

    @Override
    public void close() {
        // not ours to stop
    }
}

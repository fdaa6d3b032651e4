package dev.countersign.database;

import dev.countersign.crypto.Identifiers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Marks an empty database with its installation, once and for ever, and refuses to run on one that is marked otherwise. */
final class InstallationMark {

    private final InstallationSettings settings;
    private final Identifiers identifiers;

    InstallationMark(InstallationSettings settings, Identifiers identifiers) {
        this.settings = settings;
        this.identifiers = identifiers;
    }

    /**
     * @param application a connection of the application's role
     * @throws StartRefusedException if the database is of the other environment or another organisation
     */
    void settle(Connection application) throws SQLException {
        Mark mark = read(application);
        if (mark == null) {
            create(application);
            // Another node may have been first.
            mark = read(application);
        }
        if (mark == null) {
            throw new IllegalStateException("the installation was not written");
        }
        refuseOtherEnvironment(mark);
        if (!settings.organisation().isEmpty() && !settings.organisation().equals(mark.organisation())) {
            throw new StartRefusedException(
                    "This database belongs to organisation " + mark.organisation() + ", not to "
                            + settings.organisation() + ".",
                    "Set COUNTERSIGN_ORGANISATION=" + mark.organisation() + ", or use another database.");
        }
    }

    private void refuseOtherEnvironment(Mark mark) {
        if (mark.environment().equals(settings.environment())) {
            return;
        }
        if ("demo".equals(mark.environment())) {
            throw new StartRefusedException(
                    "This database is a demonstration's for ever (environment: demo); it cannot become regulated.",
                    "Use an empty database for a regulated installation; or set countersign.demo=true by hand to show the"
                            + " demonstration.");
        }
        throw new StartRefusedException(
                "This database is a regulated installation's (environment: regulated); demonstration accounts must never"
                        + " reach it.",
                "Remove countersign.demo=true, or use another database for a demonstration.");
    }

    private void create(Connection application) throws SQLException {
        String organisation = settings.organisation();
        if (organisation.isEmpty()) {
            if (!settings.demo()) {
                throw new StartRefusedException(
                        "A regulated installation needs the name of its organisation: it is written into everything that"
                                + " is signed.",
                        "Set COUNTERSIGN_ORGANISATION to a short name of lower-case letters, digits and hyphens.");
            }
            organisation = "demo";
        }
        try (PreparedStatement statement = application.prepareStatement("SELECT worm.create_installation(?, ?, ?)")) {
            statement.setString(1, organisation);
            statement.setObject(2, identifiers.next());
            statement.setString(3, settings.environment());
            statement.execute();
        }
    }

    private static @Nullable Mark read(Connection application) throws SQLException {
        try (Statement statement = application.createStatement();
                ResultSet row = statement.executeQuery("SELECT organisation, environment FROM worm.installation")) {
            return row.next() ? new Mark(row.getString(1), row.getString(2)) : null;
        }
    }

    private record Mark(String organisation, String environment) {}
}

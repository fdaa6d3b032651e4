package dev.countersign.database;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was migrated, as the database's own history of it says. */
@FunctionalInterface
public interface Migrations {

    /** In the order they ran. */
    List<Applied> applied();

    /**
     * One migration that ran.
     *
     * @param rank its place in the history
     * @param script its file, below the folder of migrations
     * @param checksum of the file; null where there is none
     * @param by the role that ran it
     * @param at when, as its session wrote it
     */
    record Applied(
            int rank,
            String version,
            String description,
            String script,
            @Nullable Integer checksum,
            String by,
            String at,
            boolean succeeded) {}
}

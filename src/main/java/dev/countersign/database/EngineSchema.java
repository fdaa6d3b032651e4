package dev.countersign.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;

/** Runs the process engine's own scripts, from its jar, in schema {@code engine}; adds the index it lacks. */
final class EngineSchema implements JavaMigration {

    private static final String SCRIPTS = "/org/camunda/bpm/engine/db/create/activiti.postgres.create.%s.sql";
    private static final List<String> PARTS = List.of(
            "engine", "history", "identity", "case.engine", "case.history", "decision.engine", "decision.history");

    /** Completing a task asks for its children: without this every completion reads all open tasks. */
    private static final String MISSING_INDEX =
            "CREATE INDEX countersign_task_by_parent ON engine.act_ru_task (parent_task_id_) WHERE parent_task_id_ IS NOT NULL";

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("20261121.0905");
    }

    @Override
    public String getDescription() {
        return "database create engine schema";
    }

    /** None: the scripts of a later engine differ, and the engine itself checks its schema's version. */
    @Override
    public @Nullable Integer getChecksum() {
        return null;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public void migrate(Context context) throws SQLException, IOException {
        try (Statement statement = context.getConnection().createStatement()) {
            statement.execute("SET LOCAL search_path = engine");
            for (String part : PARTS) {
                statement.execute(script(part));
            }
            statement.execute(MISSING_INDEX);
        }
    }

    private static String script(String part) throws IOException {
        String name = SCRIPTS.formatted(part);
        try (InputStream stream = EngineSchema.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the process engine's jar has no " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

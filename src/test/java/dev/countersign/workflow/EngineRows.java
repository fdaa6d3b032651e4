package dev.countersign.workflow;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;

/**
 * Everything in the engine's tables, as one digest, and what the audit trail was told since; by a superuser's connection. Until it is
 * closed the engine runs no job by itself, which would change rows too.
 */
final class EngineRows implements AutoCloseable {

    private final Connection superuser;
    private final JobExecutor jobs;

    EngineRows(Connection superuser, ProcessEngine engine) {
        this.superuser = superuser;
        this.jobs = ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration()).getJobExecutor();
        jobs.shutdown();
    }

    String digest() throws SQLException {
        List<String> parts = new ArrayList<>();
        for (String table : ask("SELECT c.relname::text FROM pg_class c"
                + " WHERE c.relnamespace = 'engine'::regnamespace AND c.relkind = 'r' ORDER BY 1")) {
            parts.add("SELECT '" + table + " ' || count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0)"
                    + " FROM engine." + table + " t");
        }
        return String.join("\n", ask(String.join(" UNION ALL ", parts)));
    }

    /** How many audit entries there are. */
    long entries() throws SQLException {
        return Long.parseLong(ask("SELECT count(*)::text FROM worm.audit_entry").get(0));
    }

    /** The exact texts of entries of that type, beyond the first so many. */
    List<String> entriesAfter(long known, String type) throws SQLException {
        return ask(
                "SELECT convert_from(entry, 'UTF8') FROM (SELECT * FROM worm.audit_entry ORDER BY recorded_at DESC LIMIT "
                        + (entries() - known) + ") newest WHERE type = '" + type + "'");
    }

    private List<String> ask(String query) throws SQLException {
        List<String> answers = new ArrayList<>();
        try (Statement statement = superuser.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            while (found.next()) {
                answers.add(found.getString(1));
            }
        }
        return answers;
    }

    @Override
    public void close() throws SQLException {
        jobs.start();
        superuser.close();
    }
}

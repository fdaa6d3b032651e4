package dev.countersign.workflow.dryrun;

import dev.countersign.changes.ModelTexts;
import java.io.ByteArrayInputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngines;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.engine.repository.DeploymentBuilder;

/**
 * An engine in this program's memory alone: its database is made when it starts and is gone when it ends. It has no job executor, no history,
 * no users and none of the application's beans. One thread at a time.
 */
final class ThrowAwayEngine implements AutoCloseable {

    private final Stage stage = new Stage();
    private final Watched watched;
    private final Connection database;
    private final ProcessEngine engine;

    /**
     * Starts it.
     *
     * @param name of no other engine and database in this program
     * @param containment what the running system allows models, given the settings and the delegates by name
     */
    ThrowAwayEngine(
            UUID name,
            Set<String> approvals,
            BiConsumer<ProcessEngineConfigurationImpl, Map<Object, Object>> containment) {
        watched = new Watched(stage, approvals);
        StandaloneProcessEngineConfiguration settings = new StandaloneProcessEngineConfiguration();
        String url = "jdbc:h2:mem:" + name;
        settings.setProcessEngineName("dry-run-" + name);
        settings.setJdbcDriver("org.h2.Driver");
        settings.setJdbcUrl(url);
        settings.setDatabaseSchemaUpdate(ProcessEngineConfigurationImpl.DB_SCHEMA_UPDATE_TRUE);
        settings.setHistory(ProcessEngineConfigurationImpl.HISTORY_NONE);
        settings.setJobExecutorActivate(false);
        // what a run comes to is in its outcome, not in the program's log
        settings.setEnableCmdExceptionLogging(false);
        containment.accept(settings, new PlayedDelegates(stage).byName());
        List<BpmnParseListener> listeners = settings.getCustomPreBPMNParseListeners();
        listeners.add(watched);
        try {
            // the database lives as long as something is connected with it
            database = DriverManager.getConnection(url, settings.getJdbcUsername(), settings.getJdbcPassword());
        } catch (SQLException e) {
            throw new IllegalStateException("no database in memory for dry runs", e);
        }
        engine = built(settings);
        // nobody finds it by its name, over whatever door
        ProcessEngines.unregister(engine);
    }

    private ProcessEngine built(StandaloneProcessEngineConfiguration settings) {
        ProcessEngine built = null;
        try {
            built = settings.buildProcessEngine();
            return built;
        } finally {
            if (built == null) {
                closeDatabase();
            }
        }
    }

    ProcessEngine services() {
        return engine;
    }

    /** Several questions with one connection. */
    <T> T asOne(Supplier<T> questions) {
        return ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
                .getCommandExecutorTxRequired()
                .execute(context -> questions.get());
    }

    Stage stage() {
        return stage;
    }

    Watched watched() {
        return watched;
    }

    /** @return id of the deployment */
    String deploy(ModelTexts set) {
        watched.forget();
        DeploymentBuilder builder = engine.getRepositoryService().createDeployment();
        set.texts().keySet().forEach(name -> builder.addInputStream(name, new ByteArrayInputStream(set.bytes(name))));
        return builder.deploy().getId();
    }

    void remove(String deploymentId) {
        stage.close();
        engine.getRepositoryService().deleteDeployment(deploymentId, true, true, true);
        watched.forget();
    }

    @Override
    public void close() {
        try {
            engine.close();
        } finally {
            closeDatabase();
        }
    }

    private void closeDatabase() {
        try {
            database.close();
        } catch (SQLException e) {
            throw new IllegalStateException("the database of dry runs does not close", e);
        }
    }
}

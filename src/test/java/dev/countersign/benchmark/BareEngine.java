package dev.countersign.benchmark;

import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.database.DatabaseRoles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;

/**
 * Camunda as it comes, with full history, in a database of its own on the same server: the application's processes, whose service tasks do
 * nothing but say that the decision is to approve.
 */
final class BareEngine implements AutoCloseable {

    private static final Path PROCESSES = Path.of("processes");

    private final HikariDataSource connections = new HikariDataSource();
    private final ProcessEngine engine;

    /** @param pool of the application, whose size is taken over */
    BareEngine(DatabaseRoles roles, HikariDataSource pool) throws SQLException, IOException {
        this(roles, pool, "bare_engine", settings -> {});
        deployShipped();
    }

    /**
     * With something around it, and without models.
     *
     * @param database its name, and the engine's
     * @param changed given the settings before the engine is built
     */
    BareEngine(
            DatabaseRoles roles,
            HikariDataSource pool,
            String database,
            Consumer<ProcessEngineConfigurationImpl> changed)
            throws SQLException, IOException {
        try (Connection superuser = roles.connect(DatabaseRoles.SUPERUSER);
                Statement statement = superuser.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
            statement.execute("CREATE DATABASE " + database);
        }
        connections.setJdbcUrl(pool.getJdbcUrl().replaceFirst("/[^/?]+(\\?.*)?$", "/" + database));
        connections.setUsername(DatabaseRoles.SUPERUSER);
        connections.setPassword(roles.password(DatabaseRoles.SUPERUSER));
        connections.setMaximumPoolSize(pool.getMaximumPoolSize());
        engine = started(database, changed);
    }

    private ProcessEngine started(String database, Consumer<ProcessEngineConfigurationImpl> changed) {
        JavaDelegate approving = execution -> execution.setVariable("decision", "approve");
        StandaloneProcessEngineConfiguration settings = new StandaloneProcessEngineConfiguration();
        settings.setProcessEngineName(database);
        settings.setDataSource(connections);
        settings.setDatabaseSchemaUpdate("true");
        settings.setHistory("full");
        settings.setEnforceHistoryTimeToLive(false);
        settings.setJobExecutorActivate(false);
        settings.setBeans(Stream.of(
                        "keepRecord",
                        "planSignatures",
                        "putInReview",
                        "makeEffective",
                        "deployModels",
                        "sendToRework",
                        "withdrawRecord",
                        "checkAuthority",
                        "checkReauthentication",
                        "bindSignature")
                .collect(Collectors.toMap(name -> name, name -> (Object) (JavaDelegate) execution -> {})));
        settings.getBeans().put("persistSignature", approving);
        changed.accept(settings);
        return settings.buildProcessEngine();
    }

    private void deployShipped() throws IOException {
        DeploymentBuilder deployment = engine.getRepositoryService().createDeployment();
        try (Stream<Path> models = Files.list(PROCESSES)) {
            models.filter(model -> model.toString().endsWith(".bpmn"))
                    .sorted()
                    .forEach(model -> deployment.addString(model.getFileName().toString(), read(model)));
        }
        deployment.deploy();
    }

    ProcessEngine services() {
        return engine;
    }

    private static String read(Path model) {
        try {
            return Files.readString(model);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An author's signature task, as the application's; the work completes it. */
    Runnable completion(String author) {
        VariableMap variables = Variables.fromMap(Map.of(
                "recordId", UUID.randomUUID().toString(), "recordVersion", 1, "personDrafted", true, "author", author));
        String key = UUID.randomUUID().toString();
        engine.getRuntimeService().startProcessInstanceByKey("record-approval", key, variables);
        String task = engine.getTaskService()
                .createTaskQuery()
                .processInstanceBusinessKey(key)
                .singleResult()
                .getId();
        return () -> engine.getTaskService().complete(task);
    }

    @Override
    public void close() {
        engine.close();
        connections.close();
    }
}

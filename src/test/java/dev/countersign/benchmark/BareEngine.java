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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;

/**
 * Camunda as it comes, with full history, in a database of its own on the same server: the application's processes, whose service tasks do
 * nothing but say that the decision is to approve.
 */
final class BareEngine implements AutoCloseable {

    private static final String DATABASE = "bare_engine";
    private static final Path PROCESSES = Path.of("processes");

    private final HikariDataSource connections = new HikariDataSource();
    private final ProcessEngine engine;

    /** @param pool of the application, whose size is taken over */
    BareEngine(DatabaseRoles roles, HikariDataSource pool) throws SQLException, IOException {
        try (Connection superuser = roles.connect(DatabaseRoles.SUPERUSER);
                Statement statement = superuser.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + DATABASE + " WITH (FORCE)");
            statement.execute("CREATE DATABASE " + DATABASE);
        }
        connections.setJdbcUrl(pool.getJdbcUrl().replaceFirst("/[^/?]+(\\?.*)?$", "/" + DATABASE));
        connections.setUsername(DatabaseRoles.SUPERUSER);
        connections.setPassword(roles.password(DatabaseRoles.SUPERUSER));
        connections.setMaximumPoolSize(pool.getMaximumPoolSize());
        engine = started();
    }

    private ProcessEngine started() throws IOException {
        JavaDelegate approving = execution -> execution.setVariable("decision", "approve");
        StandaloneProcessEngineConfiguration settings = new StandaloneProcessEngineConfiguration();
        settings.setProcessEngineName(DATABASE);
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
        ProcessEngine bare = settings.buildProcessEngine();
        DeploymentBuilder deployment = bare.getRepositoryService().createDeployment();
        try (Stream<Path> models = Files.list(PROCESSES)) {
            models.filter(model -> model.toString().endsWith(".bpmn"))
                    .sorted()
                    .forEach(model -> deployment.addString(model.getFileName().toString(), read(model)));
        }
        deployment.deploy();
        return bare;
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

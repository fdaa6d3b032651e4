package dev.countersign.workflow;

import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.database.DatabaseRoles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.camunda.bpm.engine.task.Task;

/**
 * Camunda as it comes, in a database of its own on the same server, with the application's processes, whose service tasks do
 * nothing, and the canary among its beans: what an attack does where none of our controls is.
 */
final class StockEngine implements AutoCloseable {

    private static final String DATABASE = "stock_engine";
    private static final List<String> DELEGATES = List.of(
            "keepRecord",
            "planSignatures",
            "putInReview",
            "makeEffective",
            "sendToRework",
            "withdrawRecord",
            "checkAuthority",
            "checkReauthentication",
            "bindSignature",
            "persistSignature");

    private final HikariDataSource connections = new HikariDataSource();
    private final ProcessEngine engine;

    StockEngine(DatabaseRoles roles, HikariDataSource pool) throws SQLException, IOException {
        try (Connection superuser = roles.connect(DatabaseRoles.SUPERUSER);
                Statement statement = superuser.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + DATABASE + " WITH (FORCE)");
            statement.execute("CREATE DATABASE " + DATABASE);
        }
        connections.setJdbcUrl(pool.getJdbcUrl().replaceFirst("/[^/?]+(\\?.*)?$", "/" + DATABASE));
        connections.setUsername(DatabaseRoles.SUPERUSER);
        connections.setPassword(roles.password(DatabaseRoles.SUPERUSER));
        connections.setMaximumPoolSize(4);
        StandaloneProcessEngineConfiguration settings = new StandaloneProcessEngineConfiguration();
        settings.setProcessEngineName("stock");
        settings.setDataSource(connections);
        settings.setDatabaseSchemaUpdate("true");
        settings.setEnforceHistoryTimeToLive(false);
        settings.setJobExecutorActivate(false);
        // the switch that should prevent what it does not prevent
        settings.setEnableExpressionsInStoredQueries(false);
        Map<Object, Object> beans = new HashMap<>(Map.of("canary", new Canary()));
        DELEGATES.forEach(name -> beans.put(name, (JavaDelegate) execution -> {}));
        settings.setBeans(beans);
        engine = settings.buildProcessEngine();
        DeploymentBuilder deployment = engine.getRepositoryService().createDeployment();
        for (String model : List.of("record-approval.bpmn", "signature-step.bpmn")) {
            deployment.addString(model, Files.readString(Path.of("processes", model)));
        }
        deployment.deploy();
    }

    ProcessEngine services() {
        return engine;
    }

    /** An open signature task of a review, as the application's. */
    Task openTask() {
        String key = UUID.randomUUID().toString();
        engine.getRuntimeService()
                .startProcessInstanceByKey(
                        "record-approval",
                        key,
                        Map.of(
                                "recordId",
                                UUID.randomUUID().toString(),
                                "recordVersion",
                                1,
                                "personDrafted",
                                false,
                                "author",
                                "",
                                "decision",
                                "approve",
                                "reworker",
                                "somebody",
                                "reworkRole",
                                "qa-analyst"));
        return engine.getTaskService()
                .createTaskQuery()
                .processInstanceBusinessKey(key)
                .singleResult();
    }

    @Override
    public void close() {
        engine.close();
        connections.close();
    }
}

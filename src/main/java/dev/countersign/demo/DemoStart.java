package dev.countersign.demo;

import dev.countersign.worm.WormStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Before a demonstration is ready it has its organisation; when it is, it says where to go and whom to be. */
@Component
class DemoStart implements ApplicationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(DemoStart.class);

    private final WormStore store;
    private final DemoOrganisation organisation;
    private final DemoTraining training;
    private final DemoModels models;
    private final DataSource dataSource;
    private final Environment environment;

    DemoStart(
            WormStore store,
            DemoOrganisation organisation,
            DemoTraining training,
            DemoModels models,
            DataSource dataSource,
            Environment environment) {
        this.store = store;
        this.organisation = organisation;
        this.training = training;
        this.models = models;
        this.dataSource = dataSource;
        this.environment = environment;
    }

    @Override
    public void run(ApplicationArguments arguments) throws SQLException {
        if (store.installation().isDemo()) {
            oneNodeAtATime(() -> {
                organisation.complete();
                training.complete();
                models.adopt();
            });
        }
    }

    @EventListener(ApplicationReadyEvent.class)
    void sayWhereToGo() {
        if (!store.installation().isDemo()) {
            return;
        }
        String main = "http://localhost:" + environment.getProperty("local.server.port", "8080");
        LOG.info(
                """
                Ready. DEMO: not for regulated use.
                  Open      {}
                  Be        author, reviewer, approver, qahead, production, itadmin, auditor or procadmin
                  Password  {}
                  Codes     {}/demo/authenticator
                  Programs  service account {} with the bearer token {}""", main, DemoPerson.PASSWORD, main, DemoOrganisation.SERVICE_ACCOUNT, DemoOrganisation.SERVICE_TOKEN);
    }

    /** A session lock of the database: nodes that start together take turns, and one that dies lets go. */
    private void oneNodeAtATime(Runnable work) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(hashtext('countersign.demo'))");
            try {
                work.run();
            } finally {
                statement.execute("SELECT pg_advisory_unlock(hashtext('countersign.demo'))");
            }
        }
    }
}

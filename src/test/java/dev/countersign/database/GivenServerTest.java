package dev.countersign.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.CountersignApplication;
import dev.countersign.FreshData;
import dev.countersign.Requirement;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIf;
import org.postgresql.ds.PGSimpleDataSource;

/** {@code db-init} and the application on the PostgreSQL server that this machine's packages installed. */
@Requirement("OPS-01")
@EnabledIf(
        value = "dev.countersign.database.InstalledServer#isInstalled",
        disabledReason = "no PostgreSQL is installed under /usr/lib/postgresql")
@Tag("soak")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GivenServerTest {

    private static final Login OPERATOR = new Login("operator", "throw-away-operator");
    private static InstalledServer server;

    @BeforeAll
    static void start() throws Exception {
        Path installation = InstalledServer.installation().orElseThrow();
        server = InstalledServer.start(installation, FreshData.directory("installed"));
        try (Connection connection = server.connect("postgres", InstalledServer.ADMINISTRATOR);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE operator LOGIN CREATEROLE CREATEDB PASSWORD 'throw-away-operator'");
        }
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    @Order(1)
    void anAdministratorWhoIsNoSuperuserPreparesAllButOneGuardAndIsTold() throws Exception {
        JavaProcess lenient = dbInit("operators", OPERATOR);
        assertThat(lenient.exitCode()).as(lenient.said()).isZero();
        assertThat(lenient.said()).contains("MISSING   event triggers that refuse DDL on schema worm");
        JavaProcess strict = dbInit("operators", OPERATOR, "--require-guards");
        assertThat(strict.exitCode()).as(strict.said()).isEqualTo(1);
        assertThat(ask("operators", OPERATOR, """
                SELECT 1 FROM pg_auth_members WHERE roleid = 'countersign_owner'::regrole
                   AND member = 'operator'::regrole"""))
                .as("membership of the owner does not stay")
                .isEmpty();
    }

    @Test
    @Order(2)
    void aSuperuserPreparesEverythingAgainAndAgain() throws Exception {
        for (int run = 1; run <= 2; run++) {
            JavaProcess prepared = dbInit("countersign", InstalledServer.ADMINISTRATOR);
            assertThat(prepared.exitCode()).as(prepared.said()).isZero();
            assertThat(prepared.said())
                    .contains(
                            "Prepared " + server.url("countersign"),
                            "countersign_sequencer",
                            "event triggers refuse DDL")
                    .doesNotContain("MISSING");
        }
        assertThat(ask("countersign", InstalledServer.ADMINISTRATOR, """
                SELECT evtname || evtenabled::text FROM pg_event_trigger ORDER BY 1"""))
                .containsExactly(
                        "countersign_before_changeA",
                        "countersign_refuse_worm_changeA",
                        "countersign_refuse_worm_dropA");
        assertThat(ask("countersign", InstalledServer.ADMINISTRATOR, """
                SELECT rolname || rolcanlogin || rolinherit FROM pg_roles WHERE rolname LIKE 'countersign%' ORDER BY 1"""))
                .containsExactly(
                        "countersign_apptruefalse",
                        "countersign_migratortruefalse",
                        "countersign_ownerfalsetrue",
                        "countersign_sequencertruefalse");
    }

    @Test
    @Order(3)
    void aWrongPasswordOrAMissingOneIsSaidWithoutAStackTrace() throws Exception {
        JavaProcess refused = dbInit("countersign", new Login("postgres", "wrong"));
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.said()).contains("Not prepared").doesNotContain("\tat ");
        JavaProcess incomplete = JavaProcess.start(
                CountersignApplication.class, Map.of(), "db-init", "--url=" + server.url("countersign"));
        assertThat(incomplete.exitCode()).isEqualTo(2);
        assertThat(incomplete.said())
                .contains("set COUNTERSIGN_DB_ADMIN_PASSWORD")
                .doesNotContain("\tat ");
    }

    @Test
    @Order(4)
    void twoNodesThatStartAtOnceMigrateOnceAndBothServe() throws Exception {
        Path keys = FreshData.directory("shared-keys");
        Path witness = FreshData.directory("witness");
        try (Node one = Node.start(prepared(), keys, FreshData.directory("one"), witness);
                Node two = Node.start(prepared(), keys, FreshData.directory("two"), witness)) {
            one.started();
            two.started();
            assertThat(one.readiness()).contains("\"UP\"");
            assertThat(two.readiness()).contains("\"UP\"");
        }
        assertThat(ask("countersign", prepared().application(), """
                SELECT version FROM app.flyway_schema_history GROUP BY version HAVING count(*) > 1""")).isEmpty();
        assertThat(ask("countersign", prepared().application(), "SELECT environment FROM worm.installation"))
                .containsExactly("demo");
        assertThat(causes("countersign"))
                .as("another version of PostgreSQL makes the same of our migrations")
                .containsExactly("first true", "start true");
    }

    @Test
    @Order(5)
    @Requirement("WRM-02")
    void aServerThatGivesOutNoEventTriggersServesAndSaysWhatIsAbsent() throws Exception {
        GivenServer managed = new GivenServer(
                server.url("operators"),
                prepared().application(),
                prepared().migrator(),
                prepared().sequencer());
        try (Node node = Node.start(
                managed,
                FreshData.directory("managed-keys"),
                FreshData.directory("managed"),
                FreshData.directory("managed-witness"))) {
            node.started();
            assertThat(node.readiness()).contains("\"UP\"");
        }
        assertThat(causes("operators")).containsExactly("first true");
        assertThat(ask("operators", prepared().application(), """
                SELECT convert_from(entry, 'UTF8')::jsonb #>> '{new,absent}' FROM worm.audit_entry
                 WHERE type = 'catalogue.fingerprinted'"""))
                .singleElement()
                .asString()
                .contains("event trigger countersign_refuse_worm_change", "event trigger countersign_refuse_worm_drop");
    }

    private static List<String> causes(String database) throws Exception {
        return ask(database, prepared().application(), """
                SELECT (convert_from(entry, 'UTF8')::jsonb #>> '{new,cause}') || ' '
                       || (convert_from(entry, 'UTF8')::jsonb #>> '{new,intact}')
                  FROM worm.audit_entry WHERE type = 'catalogue.fingerprinted' ORDER BY created_at""");
    }

    private static GivenServer prepared() {
        return new GivenServer(
                server.url("countersign"),
                new Login(Roles.APPLICATION, "throw-away-app"),
                new Login(Roles.MIGRATOR, "throw-away-migrator"),
                new Login(Roles.SEQUENCER, "throw-away-sequencer"));
    }

    private static JavaProcess dbInit(String database, Login administrator, String... options) throws Exception {
        Map<String, String> environment = new HashMap<>(Node.connecting(prepared()));
        environment.put("COUNTERSIGN_DB_URL", server.url(database));
        environment.put("COUNTERSIGN_DB_ADMIN", administrator.role());
        environment.put("COUNTERSIGN_DB_ADMIN_PASSWORD", administrator.password());
        return JavaProcess.start(
                CountersignApplication.class,
                environment,
                Stream.concat(Stream.of("db-init"), Stream.of(options)).toArray(String[]::new));
    }

    private static List<String> ask(String database, Login login, String query) throws Exception {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(server.url(database));
        source.setUser(login.role());
        source.setPassword(login.password());
        return EmbeddedPostgresTest.ask(source, query);
    }
}

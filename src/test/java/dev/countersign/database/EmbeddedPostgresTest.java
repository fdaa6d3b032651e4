package dev.countersign.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.FreshData;
import dev.countersign.Requirement;
import dev.countersign.crypto.Identifiers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Requirement("OPS-01")
class EmbeddedPostgresTest {

    static final Path BINARIES = Path.of("target", "postgresql");
    private static Path directory;
    private static EmbeddedPostgres server;
    private static com.zaxxer.hikari.HikariDataSource pool;

    @BeforeAll
    static void start() throws Exception {
        directory = FreshData.directory("embedded");
        open();
    }

    private static void open() {
        server = EmbeddedPostgres.start(directory, BINARIES);
        pool = MigratedDatabase.migrate(server, demo()).pool(settings(directory));
    }

    @AfterAll
    static void stop() {
        pool.close();
        server.close();
    }

    static DatabaseSettings settings(Path directory) {
        return new DatabaseSettings("", "", "", "", "", "", "", directory, BINARIES, 4, Duration.ofSeconds(10));
    }

    static InstallationMark demo() {
        return mark(true, "");
    }

    private static InstallationMark mark(boolean demo, String organisation) {
        return new InstallationMark(new InstallationSettings(demo, organisation), new Identifiers(Clock.systemUTC()));
    }

    @Test
    void runsTheApplicationAsItsOwnRoleOnTheEngineSchema() throws SQLException {
        assertThat(ask(pool, "SELECT current_user || ' ' || session_user || ' ' || current_schema()"))
                .containsExactly("countersign_app countersign_app engine");
    }

    @Test
    void writesDurablyWithChecksumsAndInUtf8() throws SQLException {
        assertThat(ask(pool, "SHOW fsync")).containsExactly("on");
        assertThat(ask(pool, "SHOW full_page_writes")).containsExactly("on");
        assertThat(ask(pool, "SHOW synchronous_commit")).containsExactly("on");
        assertThat(ask(pool, "SHOW data_checksums")).containsExactly("on");
        assertThat(ask(pool, "SHOW server_encoding")).containsExactly("UTF8");
        assertThat(ask(pool, "SELECT datcollate FROM pg_database WHERE datname = current_database()"))
                .containsExactly("C");
        assertThat(ask(pool, "SHOW listen_addresses")).containsExactly("127.0.0.1");
    }

    @Test
    void asksEverybodyForAPassword() {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> DriverManager.getConnection(server.url(), Passwords.SUPERUSER, "wrong"))
                .matches(refusal -> "28P01".equals(refusal.getSQLState()));
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> DriverManager.getConnection(server.url(), Roles.OWNER, "any"))
                .matches(refusal -> "28P01".equals(refusal.getSQLState()));
    }

    @Test
    void keepsThePasswordsInAFileThatOnlyItsOwnerReads() throws Exception {
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(directory.resolve("database-passwords.properties"))))
                .isEqualTo("rw-------");
    }

    @Test
    void refusesASecondStartOnTheSameDirectory() {
        assertThatThrownBy(() -> EmbeddedPostgres.start(directory, BINARIES))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("in use by another running Countersign");
    }

    @Test
    void createsTheEnginesTablesAndTheIndexItLacks() throws SQLException {
        assertThat(ask(pool, "SELECT value_ FROM act_ge_property WHERE name_ = 'schema.version'"))
                .containsExactly("fox");
        assertThat(ask(pool, "SELECT indexdef FROM pg_indexes WHERE indexname = 'countersign_task_by_parent'"))
                .singleElement()
                .asString()
                .contains("engine.act_ru_task", "parent_task_id_ IS NOT NULL");
    }

    @Test
    @Requirement("WRM-01")
    void leavesEveryTableToTheOwnerAndNothingToThePublic() throws SQLException {
        assertThat(ask(pool, """
                SELECT DISTINCT tableowner::text FROM pg_tables WHERE schemaname IN ('engine', 'app', 'worm')""")).containsExactly(Roles.OWNER);
        assertThat(ask(pool, """
                SELECT nspname::text FROM pg_namespace WHERE nspname IN ('engine', 'app', 'worm', 'public')
                   AND EXISTS (SELECT FROM aclexplode(nspacl) WHERE grantee = 0)""")).isEmpty();
        assertThat(ask(pool, """
                SELECT 1 FROM pg_database d, aclexplode(datacl) a WHERE datname = current_database() AND a.grantee = 0""")).isEmpty();
    }

    @Test
    @Requirement("WRM-01")
    void givesTheApplicationRowsButNoTables() throws SQLException {
        refused(Roles.APPLICATION, "CREATE TABLE app.mine (id int)");
        refused(Roles.APPLICATION, "CREATE TABLE engine.mine (id int)");
        refused(Roles.APPLICATION, "CREATE TABLE worm.mine (id int)");
        refused(Roles.APPLICATION, "CREATE TABLE public.mine (id int)");
        refused(Roles.APPLICATION, "CREATE SCHEMA mine");
        refused(Roles.APPLICATION, "CREATE TEMPORARY TABLE mine (id int)");
        refused(Roles.APPLICATION, "SET ROLE " + Roles.OWNER);
        refused(Roles.APPLICATION, "DELETE FROM app.flyway_schema_history");
        refused(Roles.SEQUENCER, "SELECT * FROM engine.act_ge_property");
        refused(Roles.MIGRATOR, "SELECT * FROM engine.act_ge_property");
        assertThat(ask(pool, "SELECT name_ FROM act_ge_property WHERE name_ = 'next.dbid' FOR UPDATE"))
                .hasSize(1);
    }

    @Test
    @Requirement("WRM-01")
    void refusesDdlOnTheWriteOnceSchemaEvenToTheSuperuser() throws SQLException {
        for (String attack : List.of(
                "ALTER TABLE worm.audit_entry DISABLE TRIGGER ALL",
                "DROP TABLE worm.log_queue",
                "DROP SCHEMA worm CASCADE",
                "ALTER SCHEMA worm RENAME TO other",
                "ALTER TABLE worm.log_queue SET SCHEMA app",
                "CREATE OR REPLACE FUNCTION worm.refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
                "SET session_replication_role = replica; ALTER TABLE worm.blob RENAME TO other")) {
            refused(Passwords.SUPERUSER, attack);
        }
    }

    @Test
    void keepsCommittedRowsOverAStopAndDoesNotMigrateAgain() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO engine.act_ge_property VALUES ('kept', 'yes', 1)");
        }
        List<String> history = ask(pool, "SELECT version || installed_on FROM app.flyway_schema_history ORDER BY 1");
        stop();
        open();
        assertThat(ask(pool, "SELECT value_ FROM act_ge_property WHERE name_ = 'kept'"))
                .containsExactly("yes");
        assertThat(ask(pool, "SELECT version || installed_on FROM app.flyway_schema_history ORDER BY 1"))
                .isEqualTo(history);
    }

    @Test
    @Requirement("WRM-01")
    void refusesToRunTheApplicationAsSuperuser() {
        assertThatThrownBy(() -> migratedAs(Passwords.SUPERUSER))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("it is superuser");
    }

    @Test
    @Requirement("WRM-01")
    void refusesToRunTheApplicationAsAMemberOfTheOwner() {
        assertThatThrownBy(() -> migratedAs(Roles.MIGRATOR))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("it is a member of countersign_owner")
                .hasMessageContaining("it owns worm.record");
    }

    @ParameterizedTest
    @Requirement("WRM-01")
    @CsvSource({
        "ALTER ROLE trial BYPASSRLS, it is BYPASSRLS",
        "ALTER ROLE trial CREATEROLE, it is CREATEROLE",
        "GRANT pg_write_all_data TO trial, it is a member of pg_write_all_data",
        "GRANT pg_execute_server_program TO trial, it is a member of pg_execute_server_program",
        "GRANT INSERT ON worm.record TO trial, it may write worm.record",
        "GRANT CREATE ON SCHEMA app TO trial, it may create things in schema app",
        "GRANT TEMPORARY ON DATABASE countersign TO trial, it may create schemas or temporary tables"
    })
    void refusesToRunTheApplicationWithARightTooMany(String grant, String excess) throws SQLException {
        try (Connection connection = login(Passwords.SUPERUSER);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            // a superuser's way past the event triggers, which refuse rights on schema worm to everybody
            statement.execute(
                    "SET LOCAL event_triggers = off; CREATE ROLE trial LOGIN; GRANT countersign_app TO trial; SET ROLE trial");
            assertThat(RightsCheck.excesses(connection)).isEmpty();
            statement.execute("RESET ROLE; " + grant + "; SET ROLE trial");
            assertThat(RightsCheck.excesses(connection)).contains(excess);
            connection.rollback();
        }
    }

    @Test
    @Requirement("WRM-01")
    void refusesToSealAsARoleThatCouldDoMore() throws SQLException {
        try (Connection sequencer =
                MigratedDatabase.migrate(server, demo()).sequencer().open()) {
            assertThat(sequencer.getMetaData().getUserName()).isEqualTo(Roles.SEQUENCER);
        }
        SequencerConnections excessive = MigratedDatabase.migrate(
                        new GivenServer(
                                server.url(),
                                server.application(),
                                server.migrator(),
                                server.login(Passwords.SUPERUSER)),
                        demo())
                .sequencer();
        assertThatThrownBy(excessive::open)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("COUNTERSIGN_DB_SEQUENCER");
    }

    @Test
    @Requirement("OPS-01")
    void refusesAStartWhoseModeOrOrganisationIsNotTheDatabases() {
        assertThatThrownBy(() -> MigratedDatabase.migrate(server, mark(false, "acme")))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("demonstration's for ever");
        assertThatThrownBy(() -> MigratedDatabase.migrate(server, mark(true, "acme")))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("belongs to organisation demo, not to acme");
    }

    @Test
    @Requirement("WRM-01")
    void pinsWhereItsRolesLookForTablesAndRefusesAnAddressThatSaysOtherwise() throws SQLException {
        assertThat(searchPath(Roles.APPLICATION)).isEqualTo("engine");
        assertThat(searchPath(Roles.SEQUENCER)).isEqualTo("pg_catalog");
        MigratedDatabase astray = MigratedDatabase.migrate(
                new GivenServer(
                        server.url() + "?currentSchema=public",
                        server.application(),
                        server.migrator(),
                        server.sequencer()),
                demo());
        assertThatThrownBy(() -> astray.pool(settings(directory)))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("look for tables in public (expected: engine)");
    }

    private static String searchPath(String role) throws SQLException {
        try (Connection connection = login(role);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW search_path")) {
            row.next();
            return row.getString(1);
        }
    }

    private static void migratedAs(String role) {
        MigratedDatabase.migrate(
                new GivenServer(server.url(), server.login(role), server.migrator(), server.sequencer()), demo());
    }

    private static void refused(String role, String sql) {
        assertThatExceptionOfType(SQLException.class)
                .as("%s: %s", role, sql)
                .isThrownBy(() -> {
                    try (Connection connection = login(role);
                            Statement statement = connection.createStatement()) {
                        connection.setAutoCommit(false);
                        statement.execute(sql);
                    }
                })
                .matches(refusal -> "42501".equals(refusal.getSQLState()), "insufficient privilege");
    }

    private static Connection login(String role) throws SQLException {
        Login login = server.login(role);
        return DriverManager.getConnection(server.url(), login.role(), login.password());
    }

    static List<String> ask(DataSource source, String query) throws SQLException {
        List<String> answers = new ArrayList<>();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                answers.add(rows.getString(1));
            }
        }
        return answers;
    }
}

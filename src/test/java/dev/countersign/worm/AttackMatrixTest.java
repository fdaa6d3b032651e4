package dev.countersign.worm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.database.DatabaseRoles;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Everything we know that changes history in PostgreSQL, by every role of ours (T10, T12). An attack succeeds if it raises nothing and
 * rows or guards of schema worm are others afterwards; every one is rolled back.
 */
@CountersignTest
@Requirement({"WRM-01", "WRM-02", "AUD-03"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttackMatrixTest {

    private static final List<String> ROLES =
            List.of("countersign_app", "countersign_owner", "countersign_sequencer", "countersign_migrator");

    /** Insufficient privilege; a numbered refusal. Anything else would be an attack that was written wrongly. */
    private static final Set<String> REFUSED = Set.of("42501", "P0001");

    private static final String SWALLOW =
            "CREATE FUNCTION app.swallow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; ";

    private static final List<String> ATTACKS = List.of(
            // rows
            "UPDATE worm.signature SET decision = 'approve'",
            "DELETE FROM worm.signature",
            "TRUNCATE worm.signature",
            "INSERT INTO worm.record VALUES ('demo', gen_random_uuid(), 'sop', now() - interval '1 year')",
            "INSERT INTO worm.installation SELECT false, 'other', gen_random_uuid(), 'regulated', now()",
            "INSERT INTO worm.installation SELECT * FROM worm.installation ON CONFLICT (singleton) DO UPDATE SET environment = 'demo'",
            "MERGE INTO worm.record r USING worm.record s ON false WHEN NOT MATCHED THEN"
                    + " INSERT VALUES (s.organisation, gen_random_uuid(), s.type, s.recorded_at)",
            "COPY worm.record FROM STDIN",
            "COPY worm.record FROM PROGRAM 'echo'",
            "COPY worm.record FROM '/etc/hostname'",
            "WITH gone AS (DELETE FROM worm.audit_entry RETURNING 1) SELECT count(*) FROM gone",
            "DECLARE c CURSOR FOR SELECT * FROM worm.installation FOR UPDATE; FETCH c; DELETE FROM worm.installation WHERE CURRENT OF c",
            "DO $$ BEGIN EXECUTE 'UPDATE worm.installation SET environment = ''regulated'''; END $$",
            "DELETE FROM worm.log_queue",
            "TRUNCATE worm.log_queue",
            "UPDATE worm.log_queue SET leaf_hash = ''",
            "INSERT INTO worm.log_queue VALUES (gen_random_uuid(), '')",
            // triggers
            "SET session_replication_role = replica; DELETE FROM worm.installation",
            "ALTER TABLE worm.signature DISABLE TRIGGER ALL",
            "ALTER TABLE worm.signature DISABLE TRIGGER refuse_row_change",
            "ALTER TABLE worm.signature ENABLE REPLICA TRIGGER refuse_statement_change",
            "ALTER TRIGGER refuse_row_change ON worm.signature RENAME TO other",
            "DROP TRIGGER refuse_direct ON worm.record",
            SWALLOW
                    + "CREATE TRIGGER aaa BEFORE INSERT ON worm.audit_entry FOR EACH ROW EXECUTE FUNCTION app.swallow()",
            "CREATE RULE nothing AS ON INSERT TO worm.audit_entry DO INSTEAD NOTHING",
            "CREATE POLICY hide ON worm.signature USING (false)",
            "ALTER TABLE worm.signature ENABLE ROW LEVEL SECURITY",
            // functions
            "CREATE OR REPLACE FUNCTION worm.refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
            "CREATE OR REPLACE FUNCTION worm.fact_time(value text) RETURNS timestamptz LANGUAGE sql AS 'SELECT value::timestamptz'",
            "DROP FUNCTION worm.refuse_change() CASCADE",
            "ALTER FUNCTION worm.append_entry(bytea) SECURITY INVOKER",
            "ALTER FUNCTION worm.append_entry(bytea) RESET ALL",
            "ALTER FUNCTION worm.append_entry(bytea) SET SCHEMA app",
            "CREATE FUNCTION worm.append_anything(bytea) RETURNS void LANGUAGE sql AS ''",
            "CREATE FUNCTION app.sha256(bytea) RETURNS bytea LANGUAGE sql AS 'SELECT ''\\x00''::bytea';"
                    + " SET search_path = app, pg_catalog; SELECT worm.append_blob('shadowed'::bytea)",
            "SELECT worm.seal('o', 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)",
            "SELECT worm.create_installation('other', gen_random_uuid(), 'regulated')",
            // tables
            "ALTER TABLE worm.signature ALTER COLUMN decision TYPE text USING 'approve'",
            "ALTER TABLE worm.signature DROP COLUMN jws",
            "ALTER TABLE worm.signature ADD COLUMN approved boolean DEFAULT true",
            "ALTER TABLE worm.signature DROP CONSTRAINT signature_pkey CASCADE",
            "DROP INDEX worm.signature_once_per_step",
            "ALTER TABLE worm.witness_receipt SET UNLOGGED",
            "ALTER TABLE worm.signature RENAME TO old",
            "ALTER TABLE worm.signature SET SCHEMA app",
            "DROP TABLE worm.log_queue",
            "DROP SCHEMA worm CASCADE",
            "ALTER SCHEMA worm RENAME TO other",
            "CREATE TABLE worm.shadow (id integer)",
            "CREATE TABLE app.child () INHERITS (worm.record); INSERT INTO app.child VALUES ('demo', gen_random_uuid(), 'sop', now())",
            "CREATE VIEW app.through AS SELECT * FROM worm.installation; UPDATE app.through SET environment = 'regulated'",
            "CREATE TABLE app.bait (organisation text, record_id uuid, FOREIGN KEY (organisation, record_id)"
                    + " REFERENCES worm.record ON DELETE CASCADE); DELETE FROM worm.record",
            "CREATE TEMPORARY TABLE audit_entry (entry bytea)",
            "CREATE SCHEMA shadow",
            // rights
            "SET ROLE countersign_owner; DELETE FROM worm.installation",
            "GRANT UPDATE ON worm.signature TO countersign_app",
            "GRANT INSERT (entry) ON worm.audit_entry TO countersign_app",
            "GRANT CREATE ON SCHEMA worm TO countersign_app",
            "GRANT EXECUTE ON FUNCTION worm.fact_time(text) TO countersign_app",
            "REVOKE SELECT ON worm.audit_entry FROM countersign_app",
            "ALTER DEFAULT PRIVILEGES FOR ROLE countersign_owner IN SCHEMA worm GRANT INSERT ON TABLES TO countersign_app",
            "GRANT countersign_owner TO countersign_app",
            "GRANT countersign_app TO countersign_owner",
            "ALTER TABLE worm.signature OWNER TO countersign_app",
            "REASSIGN OWNED BY countersign_owner TO countersign_app",
            "ALTER ROLE countersign_app BYPASSRLS",
            "ALTER ROLE countersign_app SUPERUSER",
            "ALTER ROLE countersign_app CREATEROLE",
            "CREATE ROLE friend SUPERUSER",
            "ALTER DATABASE countersign SET session_replication_role = replica",
            // the guards of the guards, and files
            "ALTER EVENT TRIGGER countersign_refuse_worm_change DISABLE",
            "DROP EVENT TRIGGER countersign_refuse_worm_drop",
            "DROP FUNCTION public.countersign_refuse_worm_drop() CASCADE",
            "CREATE OR REPLACE FUNCTION public.countersign_worm_state() RETURNS text LANGUAGE sql AS 'SELECT '''''",
            "SELECT lo_import('/etc/hostname')",
            "SELECT lo_export(0, '/tmp/out')",
            "SELECT pg_read_file('PG_VERSION')",
            "COPY (SELECT 1) TO PROGRAM 'cat'",
            "CREATE FUNCTION app.native() RETURNS integer LANGUAGE c AS 'libc', 'getpid'");

    private Connection superuser;

    @BeforeAll
    void connect(@Autowired DatabaseRoles roles) throws Exception {
        superuser = roles.connect(DatabaseRoles.SUPERUSER);
        superuser.setAutoCommit(false);
        // one snapshot for each attack: what others commit meanwhile is no success of it
        superuser.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    }

    @AfterAll
    void disconnect() throws SQLException {
        superuser.close();
    }

    static Stream<Arguments> attacks() {
        return ROLES.stream().flatMap(role -> ATTACKS.stream()
                // a member may say it for the owner; migrations do, and the fingerprint tells
                .filter(attack -> !role.endsWith("migrator") || !attack.startsWith("ALTER DEFAULT PRIVILEGES"))
                .map(attack -> Arguments.of(role, attack)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("attacks")
    void noRoleOfOursChangesHistoryOrWhatGuardsIt(String role, String attack) throws SQLException {
        try {
            Savepoint before = superuser.setSavepoint();
            try {
                execute("SET SESSION AUTHORIZATION " + role);
                run(attack);
            } catch (SQLException e) {
                assertThat(REFUSED).as("%s", e.getMessage()).contains(e.getSQLState());
                return;
            }
            execute("RESET SESSION AUTHORIZATION");
            String after = state();
            superuser.rollback(before);
            assertThat(after)
                    .as("raised nothing, so it must have changed nothing")
                    .isEqualTo(state());
        } finally {
            superuser.rollback();
        }
    }

    /** The migrator may change definitions, because migrations do; rows it may not, as the owner neither. */
    @ParameterizedTest
    @MethodSource("rowAttacks")
    void theMigratorWhoBecomesTheOwnerChangesNoRow(String attack) throws SQLException {
        noRoleOfOursChangesHistoryOrWhatGuardsIt("countersign_migrator", "SET ROLE countersign_owner; " + attack);
    }

    static Stream<String> rowAttacks() {
        return ATTACKS.stream().filter(attack -> attack.matches("(UPDATE|DELETE|TRUNCATE|INSERT|MERGE|WITH|DO) .*"));
    }

    /** A table that a later migration forgets is found here. */
    @Test
    void everyTableHasItsTriggersAndTheyFireAlways() throws SQLException {
        assertThat(ask(
                        "SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = 'worm'::regnamespace AND c.relkind = 'r'"
                                + " AND c.relname <> 'log_queue' AND NOT (SELECT array_agg(t.tgname::text ORDER BY t.tgname)"
                                + " FILTER (WHERE t.tgenabled = 'A') @> ARRAY['refuse_direct', 'refuse_row_change',"
                                + " 'refuse_statement_change'] FROM pg_trigger t WHERE t.tgrelid = c.oid) IS TRUE"))
                .isEmpty();
        assertThat(
                        ask(
                                "SELECT tgname::text FROM pg_trigger WHERE tgrelid = 'worm.log_queue'::regclass AND tgenabled = 'A'"))
                .containsExactlyInAnyOrder("refuse_direct", "refuse_statement_change");
        superuser.rollback();
    }

    /** Everybody may execute a new function unless somebody says no; and a definer's search path decides what it calls. */
    @Test
    void everyFunctionHasAFixedSearchPathAndIsForNobodyByDefault() throws SQLException {
        assertThat(ask(
                        "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = 'worm'::regnamespace AND ("
                                + " NOT coalesce(p.proconfig, '{}') @> ARRAY['search_path=pg_catalog, pg_temp']"
                                + " OR EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a"
                                + " WHERE a.grantee = 0))"))
                .isEmpty();
        superuser.rollback();
    }

    private void run(String attack) throws SQLException {
        if (attack.endsWith("FROM STDIN")) {
            try {
                superuser
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn(
                                attack,
                                new StringReader("demo\t01920000-0000-7000-8000-00000000000f\tsop\t2020-01-01\n"));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return;
        }
        execute(attack);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = superuser.createStatement()) {
            statement.execute(sql);
            while (statement.getMoreResults() || statement.getUpdateCount() != -1) {
                // a later statement's failure is thrown when its result is asked for
            }
        }
    }

    /** Rows and guards of the store. */
    private String state() throws SQLException {
        StringBuilder state = new StringBuilder();
        ask("SELECT md5(string_agg(concat_ws(' ', g.kind, g.name, g.definition), ' ')) FROM (" + StoreCatalogue.SQL
                        + ") g")
                .forEach(state::append);
        for (String table : ask(
                "SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = 'worm'::regnamespace AND c.relkind = 'r' ORDER BY 1")) {
            ask("SELECT count(*) || coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '') FROM worm." + table
                            + " t")
                    .forEach(state::append);
        }
        return state.toString();
    }

    private List<String> ask(String query) throws SQLException {
        List<String> answers = new ArrayList<>();
        try (Statement statement = superuser.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                answers.add(rows.getString(1));
            }
        }
        return answers;
    }
}

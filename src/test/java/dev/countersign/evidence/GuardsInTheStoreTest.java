package dev.countersign.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.database.DatabaseRoles;
import dev.countersign.evidence.verify.Anchors;
import dev.countersign.evidence.verify.StoreReport;
import dev.countersign.evidence.verify.StoreReport.Finding;
import dev.countersign.evidence.verify.StoreVerification;
import dev.countersign.worm.StoreReading;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What {@code verify-log} finds of guards that a superuser changed for good; every attack is rolled back. */
@CountersignTest
@Requirement({"WRM-02", "WRM-03"})
class GuardsInTheStoreTest {

    private static final int SOME = 20;
    private static final String TRIGGER = "'trigger ' || tgrelid::regclass::text || '.' || tgname";
    private static final String FUNCTION =
            "'function worm.' || proname || '(' || pg_get_function_identity_arguments(p.oid) || ')'";
    private static final String OF_THE_STORE =
            "NOT tgisinternal AND tgrelid IN" + " (SELECT oid FROM pg_class WHERE relnamespace = 'worm'::regnamespace)";

    @Autowired
    private DatabaseRoles roles;

    @Test
    void findsNothingInAStoreThatIsGuardedAsItShouldBe() throws Exception {
        assertThat(findings("SELECT 1")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE OR REPLACE FUNCTION worm.refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
                        + " | function worm.refuse_change()",
                "ALTER TABLE worm.signature DISABLE TRIGGER refuse_row_change | trigger worm.signature.refuse_row_change",
                "GRANT UPDATE ON worm.signature TO countersign_app | table worm.signature",
                "ALTER ROLE countersign_app BYPASSRLS | role countersign_app",
                "CREATE TRIGGER spy BEFORE INSERT ON engine.act_hi_op_log FOR EACH ROW EXECUTE FUNCTION worm.refuse_change()"
                        + " | trigger engine.act_hi_op_log.spy",
                "DROP EVENT TRIGGER countersign_refuse_worm_drop | event trigger countersign_refuse_worm_drop"
            })
    void namesWhatWasChanged(String attack, String name) throws Exception {
        assertThat(findings(attack)).extracting(Finding::key).contains(name);
    }

    /** In the catalogue itself, which no event trigger watches; some at a time, as a report lists the first of many. */
    @Test
    void namesEveryTriggerThatIsSwitchedOffAndEveryFunctionThatWasRewritten() throws Exception {
        List<String> guards = new ArrayList<>();
        try (Connection superuser = roles.connect(DatabaseRoles.SUPERUSER);
                Statement statement = superuser.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + TRIGGER + " FROM pg_trigger t WHERE " + OF_THE_STORE
                        + " UNION SELECT " + FUNCTION + " FROM pg_proc p WHERE pronamespace = 'worm'::regnamespace")) {
            while (row.next()) {
                guards.add(row.getString(1));
            }
        }
        assertThat(guards).hasSizeGreaterThan(50);
        for (int from = 0; from < guards.size(); from += SOME) {
            List<String> some = guards.subList(from, Math.min(guards.size(), from + SOME));
            String named = " IN ('" + String.join("', '", some) + "')";
            assertThat(findings("WITH off AS (UPDATE pg_trigger t SET tgenabled = 'D' WHERE " + OF_THE_STORE + " AND "
                            + TRIGGER + named + ") UPDATE pg_proc p SET prosrc = prosrc || ' ' WHERE"
                            + " pronamespace = 'worm'::regnamespace AND " + FUNCTION + named))
                    .extracting(Finding::key)
                    .containsAll(some);
        }
    }

    private List<Finding> findings(String attack) throws Exception {
        try (Connection superuser = roles.connect(DatabaseRoles.SUPERUSER)) {
            superuser.setAutoCommit(false);
            ProofDatabase.execute(superuser, "ALTER EVENT TRIGGER countersign_refuse_worm_change DISABLE");
            ProofDatabase.execute(superuser, attack);
            ProofDatabase.execute(superuser, "ALTER EVENT TRIGGER countersign_refuse_worm_change ENABLE ALWAYS");
            StoreReport report = StoreVerification.run(
                    new ScannedStore(StoreReading.within(superuser)),
                    new Anchors(null, null, null),
                    (part, done, total) -> {});
            superuser.rollback();
            return report.findings().stream()
                    .filter(finding -> finding.check().equals("guards"))
                    .toList();
        }
    }
}

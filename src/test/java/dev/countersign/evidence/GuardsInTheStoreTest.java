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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What {@code verify-log} finds of guards that a superuser changed for good; every attack is rolled back. */
@CountersignTest
@Requirement({"WRM-02", "WRM-03"})
class GuardsInTheStoreTest {

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

package dev.countersign.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestCaller;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.database.DatabaseRoles;
import dev.countersign.evidence.verify.Checks;
import dev.countersign.evidence.verify.Exhibit;
import dev.countersign.evidence.verify.Report.State;
import dev.countersign.records.RecordVersion;
import dev.countersign.signing.TestCeremonies;
import dev.countersign.worm.StoreReading;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A record that was read more often than changed, as the verification of the whole store holds it. */
@CountersignTest
@Requirement("WRM-03")
class ScannedRecordTest {

    private static final int VIEWS = 20;

    @LocalServerPort
    private int port;

    @Autowired
    private TestCeremonies ceremonies;

    @Autowired
    private DatabaseRoles roles;

    @Test
    void whatWasOnlyReadIsNotHeldUnlessItWasAltered() throws SQLException, IOException {
        RecordVersion version = ceremonies.fullySigned();
        String path = "/api/records/" + version.recordId() + "/versions/1/content";
        for (int i = 0; i < VIEWS; i++) {
            assertThat(TestCaller.person(port, "auditor").get(path).status()).isEqualTo(200);
        }
        String views = " WHERE record_id = '" + version.recordId() + "' AND type = 'record.viewed'";

        try (Connection superuser = roles.connect(DatabaseRoles.SUPERUSER)) {
            superuser.setAutoCommit(false);
            assertThat(execute(superuser, "UPDATE worm.audit_entry SET leaf_hash = leaf_hash" + views, false))
                    .isEqualTo(VIEWS);
            Exhibit scanned = scanned(superuser, version);
            assertThat(scanned.entries())
                    .extracting(entry -> CanonicalJson.parse(entry.bytes()))
                    .isNotEmpty()
                    .allSatisfy(entry ->
                            assertThat(entry.path("recordSequence").isNumber()).isTrue())
                    .extracting(entry -> entry.path("type").asText())
                    .contains("record.version-appended", "record.signed", "record.status-changed");
            assertThat(Checks.ofVersion(scanned).state()).isEqualTo(State.VALID);

            execute(superuser, "UPDATE worm.audit_entry SET leaf_hash = sha256(leaf_hash)" + views, true);
            Exhibit altered = scanned(superuser, version);
            assertThat(altered.entries()).hasSize(scanned.entries().size() + VIEWS);
            assertThat(Checks.ofVersion(altered).state()).isEqualTo(State.INVALID);
            superuser.rollback();
        }
    }

    private static Exhibit scanned(Connection connection, RecordVersion version) {
        List<Exhibit> versions = new ScannedStore(StoreReading.within(connection))
                .versionsOf(version.recordId().toString());
        assertThat(versions).hasSize(1);
        return versions.get(0);
    }

    private static int execute(Connection superuser, String update, boolean again) throws SQLException {
        try (Statement statement = superuser.createStatement()) {
            if (!again) {
                statement.execute("SET LOCAL event_triggers = off");
                statement.execute("ALTER TABLE worm.audit_entry DISABLE TRIGGER ALL");
            }
            return statement.executeUpdate(update);
        }
    }
}

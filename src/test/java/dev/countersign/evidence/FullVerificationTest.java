package dev.countersign.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.database.DatabaseRoles;
import dev.countersign.ledger.Ledger;
import dev.countersign.worm.OpenedTables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** The whole store verified by the running application. */
@CountersignTest
@Requirement("WRM-03")
class FullVerificationTest {

    private static final String PATH = "/api/audit/verification";

    @Autowired
    private TestPeople people;

    @Autowired
    private TestExports exports;

    @Autowired
    private Environment environment;

    @Autowired
    private Ledger ledger;

    @Autowired
    private DatabaseRoles roles;

    private int port;
    private TestClient manager;

    @BeforeEach
    void aManagerIsSignedIn() {
        port = environment.getRequiredProperty("local.server.port", Integer.class);
        manager = TestClient.signedIn(port, people.somebody(Role.QA_MANAGER));
    }

    @Test
    void verifiesEverythingWhenAskedAndKeepsWhatCameOfIt() {
        JsonNode answer = verified();

        // other tests leave facts behind that must not verify
        long failures = answer.path("failures").asLong();
        assertThat(answer.path("result").asText()).isEqualTo(failures == 0 ? "verified" : "failed");
        assertThat(answer.path("findings").isEmpty()).isEqualTo(failures == 0);
        assertThat(answer.path("size").asLong()).isPositive();
        assertThat(answer.path("root").asText()).matches("[0-9a-f]{64}");
        assertThat(answer.path("checks"))
                .extracting(check -> check.path("name").asText())
                .contains("leaf hash", "outside checkpoint", "records", "trust");
        assertThat(answer.path("checks"))
                .filteredOn(check -> Set.of("outside checkpoint", "leaf hash", "trust")
                        .contains(check.path("name").asText()))
                .hasSize(3)
                .allSatisfy(check -> assertThat(check.path("result").asText()).isEqualTo("PASSED"));
        assertThat(newestEntry(failures == 0 ? "verification.passed" : "verification.failed"))
                .contains("\"root\":\"" + answer.path("root").asText());
        assertThat(health().path("failures").asLong()).isEqualTo(failures);
    }

    @Test
    void namesTheRowThatWasChangedAndGivesAlarmUntilItIsRight() throws SQLException, IOException {
        var record = exports.released().recordId();
        String where = " WHERE version = 1 AND record_id = '" + record + "'";
        change("record_version", "UPDATE worm.record_version SET title = title || '!'" + where);
        try {
            JsonNode answer = verified();
            assertThat(answer.path("result").asText()).isEqualTo("failed");
            assertThat(answer.path("findings")).anySatisfy(finding -> {
                assertThat(finding.path("table").asText()).isEqualTo("record_version");
                assertThat(finding.path("key").asText()).contains(record.toString());
            });
            assertThat(health().path("failures").asLong()).isPositive();
            assertThat(newestEntry("verification.failed"))
                    .contains("record_version " + record)
                    .contains("\"significance\":\"exception\"");
        } finally {
            change("record_version", "UPDATE worm.record_version SET title = left(title, length(title) - 1)" + where);
        }
        assertThat(verified().path("findings"))
                .noneMatch(finding -> finding.path("key").asText().contains(record.toString()));
    }

    @Test
    void anExportOfWhatDoesNotVerifySaysSoInTheAuditTrail() throws SQLException, IOException {
        var record = exports.released().recordId();
        String copy = "/api/records/" + record + "/versions/1/copy.pdf";
        String flip = "UPDATE worm.signature SET signature = set_byte(signature, 0, get_byte(signature, 0) # 1)"
                + " WHERE signature_id = (SELECT min(signature_id::text)::uuid FROM worm.signature WHERE version = 1"
                + " AND record_id = '" + record + "')";
        change("signature", flip);
        try {
            assertThat(manager.get(copy).statusCode()).isEqualTo(200);
            assertThat(newestEntry("evidence.exported"))
                    .contains(record.toString(), "\"verification\":\"INVALID\"", "\"significance\":\"exception\"");
        } finally {
            change("signature", flip);
        }
        assertThat(manager.get(copy).statusCode()).isEqualTo(200);
        assertThat(newestEntry("evidence.exported"))
                .contains(record.toString())
                .doesNotContain("\"verification\":\"INVALID\"");
    }

    @Test
    @Requirement("AUT-03")
    void isForThoseWhoMayReadTheAuditTrail() {
        TestClient analyst = TestClient.signedIn(port, people.somebody(Role.QA_ANALYST));

        assertThat(analyst.get(PATH).statusCode()).isEqualTo(403);
        assertThat(analyst.post(PATH, "").statusCode()).isEqualTo(403);
        assertThat(TestClient.anonymous(port).get(PATH).statusCode()).isEqualTo(401);
    }

    /** As somebody who owns the server: nothing in the database holds a superuser. */
    private void change(String table, String update) throws SQLException, IOException {
        try (Connection superuser = roles.connect(DatabaseRoles.SUPERUSER);
                Statement statement = superuser.createStatement()) {
            try (OpenedTables opened = OpenedTables.of(superuser, List.of(table))) {
                assertThat(statement.executeUpdate(update)).isEqualTo(1);
            }
        }
    }

    private JsonNode verified() {
        String before = newest().path("endedAt").asText();
        assertThat(manager.post(PATH, "").statusCode()).isEqualTo(202);
        return Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .until(this::newest, answer -> !answer.path("endedAt").asText().equals(before));
    }

    private JsonNode newest() {
        return TestClient.json(manager.get(PATH));
    }

    private JsonNode health() {
        return TestClient.json(TestClient.anonymous(port).get("/actuator/health/log"))
                .at("/components/verification/details");
    }

    private String newestEntry(String type) {
        return new String(
                ledger.search(new Ledger.Filter(null, null, null, type, null), 0, 1)
                        .items()
                        .get(0)
                        .bytes(),
                StandardCharsets.UTF_8);
    }
}

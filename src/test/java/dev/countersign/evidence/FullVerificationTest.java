package dev.countersign.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.ledger.Ledger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
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
    private HikariDataSource application;

    @Value("${countersign.data-directory}")
    private Path data;

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

        assertThat(answer.path("result").asText()).as(answer.toPrettyString()).isEqualTo("verified");
        assertThat(answer.path("size").asLong()).isPositive();
        assertThat(answer.path("root").asText()).matches("[0-9a-f]{64}");
        assertThat(answer.path("failures").asLong()).isZero();
        assertThat(answer.path("findings")).isEmpty();
        assertThat(answer.path("checks"))
                .extracting(check -> check.path("name").asText())
                .contains("leaf hash", "outside checkpoint", "records", "trust");
        assertThat(answer.path("checks"))
                .filteredOn(check -> check.path("name").asText().equals("outside checkpoint"))
                .allSatisfy(check -> assertThat(check.path("result").asText()).isEqualTo("PASSED"));
        assertThat(newestEntry("verification.passed"))
                .contains("\"root\":\"" + answer.path("root").asText());
        assertThat(health().path("failures").asLong()).isZero();
    }

    @Test
    void namesTheRowThatWasChangedAndGivesAlarmUntilItIsRight() throws SQLException, IOException {
        var record = exports.released().recordId();
        String where = " WHERE version = 1 AND record_id = '" + record + "'";
        change("UPDATE worm.record_version SET title = title || '!'" + where);
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
            change("UPDATE worm.record_version SET title = left(title, length(title) - 1)" + where);
        }
        assertThat(verified().path("result").asText()).isEqualTo("verified");
        assertThat(TestClient.json(TestClient.anonymous(port).get("/actuator/health/log"))
                        .path("status")
                        .asText())
                .isEqualTo("UP");
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
    private void change(String update) throws SQLException, IOException {
        ProofDatabase passwords = new ProofDatabase(application.getJdbcUrl(), data);
        try (Connection superuser = DriverManager.getConnection(
                        application.getJdbcUrl(),
                        "countersign_superuser",
                        passwords.password("countersign_superuser"));
                Statement statement = superuser.createStatement()) {
            superuser.setAutoCommit(false);
            statement.execute("SET LOCAL event_triggers = off");
            statement.execute("ALTER TABLE worm.record_version DISABLE TRIGGER ALL");
            assertThat(statement.executeUpdate(update)).isEqualTo(1);
            statement.execute("ALTER TABLE worm.record_version ENABLE TRIGGER ALL");
            statement.execute("ALTER TABLE worm.record_version ENABLE ALWAYS TRIGGER refuse_row_change");
            statement.execute("ALTER TABLE worm.record_version ENABLE ALWAYS TRIGGER refuse_statement_change");
            superuser.commit();
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

package dev.countersign.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.FreshData;
import dev.countersign.Requirement;
import dev.countersign.StoredRows;
import dev.countersign.TestClient;
import dev.countersign.TestModelChanges;
import dev.countersign.TestPeople;
import dev.countersign.TestTasks;
import dev.countersign.authority.Role;
import dev.countersign.changes.ProcessModels;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.ledger.Ledger;
import dev.countersign.records.TestRecord;
import dev.countersign.records.TestRecords;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;

@Tag("soak")
@CountersignTest
@Requirement({"OPS-01", "INT-01"})
class NodesTest {

    private static final String HISTORY =
            "SELECT version || ' ' || installed_on FROM app.flyway_schema_history ORDER BY installed_rank";

    @Autowired
    private DatabaseServer server;

    @Autowired
    private DataSource dataSource;

    @Value("${countersign.keys.directory}")
    private Path keys;

    @Value("${countersign.witness-directory}")
    private Path witness;

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private ProcessModels models;

    @Autowired
    private StoredRows rows;

    @Autowired
    private Ledger ledger;

    @Test
    void shareOneEmbeddedDatabaseThatTheSecondDoesNotMigrateAgain() throws Exception {
        List<String> history = EmbeddedPostgresTest.ask(dataSource, HISTORY);
        try (Node second = Node.start(server, keys.toAbsolutePath(), FreshData.directory("second-node"), witness)) {
            assertThat(second.started()).contains("0 migrations run");
            assertThat(second.readiness()).contains("\"UP\"");
            assertThat(Node.readiness(port)).contains("\"UP\"");
            assertThat(second.logHealth())
                    .contains("\"mode\":\"normal\"", "\"notWitnessed\":")
                    .doesNotContain("alarm");
            knowEachOthersSessions(second.port());
            startOneApprovalOfTwentyAtOnce(second.port());
            startTheFirstOfTwentyThatDiffer(second.port());
            runTheSameModels(second.port());
        }
        assertThat(EmbeddedPostgresTest.ask(dataSource, HISTORY)).isEqualTo(history);
    }

    private void knowEachOthersSessions(int otherPort) {
        String person = people.somebody(Role.QA_ANALYST);
        TestClient here = TestClient.signedIn(port, person);
        TestClient there = here.browsing(otherPort);
        assertThat(there.get("/api/session").body()).contains(person);
        assertThat(there.get("/camunda/api/engine/engine/default/task/count").statusCode())
                .isEqualTo(200);

        assertThat(here.delete("/api/session").statusCode()).isEqualTo(204);
        assertThat(there.get("/api/session").statusCode()).isEqualTo(401);
    }

    /** Whoever asks whichever node gets the one that was started, and what is stored is what one start stores (INT-01). */
    private void startOneApprovalOfTwentyAtOnce(int otherPort) throws Exception {
        Map<String, Long> none = rows.counted();
        JsonNode alone =
                TestClient.json(TwentyStarts.start(port, "ALONE-" + UUID.randomUUID(), TestRecords.sop("SOP-1")));
        Map<String, Long> one = rows.counted();
        TestRecord record = TestRecords.sop("SOP-" + UUID.randomUUID());
        List<HttpResponse<String>> answers =
                new TwentyStarts(port, otherPort).answers("TWENTY-" + UUID.randomUUID(), () -> record);

        assertThat(answers)
                .allSatisfy(answer ->
                        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200));
        List<JsonNode> started = answers.stream().map(TestClient::json).toList();
        assertThat(started)
                .extracting(answer -> answer.path("id"))
                .containsOnly(started.get(0).path("id"));
        assertThat(started)
                .extracting(answer -> answer.path("variables"))
                .containsOnly(started.get(0).path("variables"));
        assertThat(more(one, rows.counted())).isEqualTo(more(none, one));
        assertThat(told(recordOf(started.get(0)))).isEqualTo(told(recordOf(alone)));
    }

    private void startTheFirstOfTwentyThatDiffer(int otherPort) throws Exception {
        Map<String, Long> before = rows.counted();
        List<HttpResponse<String>> answers = new TwentyStarts(port, otherPort)
                .answers("TWENTY-" + UUID.randomUUID(), () -> TestRecords.sop("SOP-" + UUID.randomUUID()));

        assertThat(answers).filteredOn(answer -> answer.statusCode() == 200).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() == 409)
                .hasSize(19)
                .allSatisfy(answer -> assertThat(
                                TestClient.json(answer).path("code").asText())
                        .isEqualTo("business-key-conflict"));
        Map<String, Long> after = rows.counted();
        assertThat(more(before, after)).containsEntry("worm.record", 1L).containsEntry("app.start_request", 1L);
    }

    private static Map<String, Long> more(Map<String, Long> before, Map<String, Long> after) {
        Map<String, Long> more = new TreeMap<>(after);
        before.forEach((table, rows) -> more.merge(table, -rows, Long::sum));
        return more;
    }

    private static String recordOf(JsonNode started) {
        return started.at("/variables/recordId/value").asText();
    }

    /** Types of the record's audit entries, in their order. */
    private List<String> told(String record) {
        return ledger.ofRecord(UUID.fromString(record)).stream()
                .map(entry -> CanonicalJson.parse(entry.bytes()).path("type").asText())
                .toList();
    }

    /** What was signed here runs there at once: nothing of it is in a node's memory. */
    private void runTheSameModels(int otherPort) {
        TestModelChanges changes = new TestModelChanges(port, people, models);
        TestClient there = TestClient.bearer(otherPort, "demo-lims-token");
        try {
            changes.adopted(changes.changed("Second look"));
            String record = TestClient.json(there.post(
                            "/engine-rest/process-definition/key/record-approval/start",
                            Map.of(
                                    "variables",
                                    Map.of(
                                            "recordType", Map.of("value", "sop"),
                                            "title", Map.of("value", "a procedure"),
                                            "content",
                                                    Map.of(
                                                            "value",
                                                            TestRecords.sop("SOP-NODES")
                                                                    .newVersion()
                                                                    .content())))))
                    .at("/variables/recordId/value")
                    .asText();
            assertThat(TestTasks.of(changes.analyst(), record).path("name").asText())
                    .isEqualTo("Second look");
            changes.signed(changes.analyst(), record, true);
        } finally {
            changes.restore();
        }
    }

    @Test
    @Requirement("AUD-02")
    void aNodeWithoutTheWitnessOfTheOthersServesAndNeverSealsAndSaysSo() throws Exception {
        Path data = FreshData.directory("node-without-witness");
        try (Node second = Node.start(server, keys.toAbsolutePath(), data, data.resolveSibling("no-witness"))) {
            assertThat(second.started()).contains("LED-007 log-in-recovery: no configured witness");
            assertThat(second.readiness()).contains("\"RECOVERY\"");
            assertThat(second.logHealth())
                    .contains("\"mode\":\"recovery\"", "no configured witness", "\"thisNode\":\"standing-by\"");
            assertThat(Node.readiness(port)).contains("\"UP\"");
        }
    }
}

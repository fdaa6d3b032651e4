package dev.countersign.workflow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestModelChanges;
import dev.countersign.TestPeople;
import dev.countersign.TestTasks;
import dev.countersign.authority.Role;
import dev.countersign.changes.ProcessModels;
import dev.countersign.crypto.Digest;
import dev.countersign.database.DatabaseRoles;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Process models are changed by signatures alone, and what runs is what was signed. After each test the shipped set runs again. */
@CountersignTest
@Requirement("PRC-03")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelChangeTest {

    private static final String APPROVAL = TestModelChanges.APPROVAL;
    private static final String STEP = "processes/signature-step.bpmn";
    private static final String START = "/engine-rest/process-definition/key/%s/start";

    @LocalServerPort
    int port;

    @Autowired
    TestPeople everybody;

    @Autowired
    TestApprovals approvals;

    @Autowired
    ProcessModels models;

    @Autowired
    DatabaseRoles roles;

    @Autowired
    ModelWatch watch;

    private TestModelChanges people;
    private TestClient administrator;
    private TestClient analyst;
    private TestClient manager;
    private TestClient lims;

    @BeforeEach
    void people() {
        if (people == null) {
            people = new TestModelChanges(port, everybody, models);
            administrator = people.administrator();
            analyst = people.analyst();
            manager = people.manager();
            lims = TestClient.bearer(port, "demo-lims-token");
        }
    }

    @AfterEach
    void theShippedSetRunsAgain() {
        people.restore();
    }

    @Test
    void aChangeRunsWhenItIsSignedAndOldInstancesEndOnTheModelTheyBeganWith() throws Exception {
        long instances = definition("record-approval").path("instances").asLong();
        JsonNode old = TestClient.json(lims.post(START.formatted("record-approval"), start()));
        String oldRecord = old.at("/variables/recordId/value").asText();
        int before = version("record-approval");

        HttpResponse<String> proposed = people.proposed(administrator, people.changed("Second look"));
        assertThat(proposed.statusCode()).as(proposed.body()).isEqualTo(201);
        String record = TestClient.json(proposed).path("recordId").asText();
        assertThat(version("record-approval")).as("a proposal runs nowhere").isEqualTo(before);
        JsonNode difference = TestClient.json(analyst.get("/api/models/changes/" + record + "/difference"));
        assertThat(difference.at("/resources/0/name").asText()).isEqualTo(APPROVAL);
        assertThat(difference.at("/resources/0/changes").toString())
                .contains("step “Review”: name of the task changes from Review to Second look");
        assertThat(difference.at("/resources/0/changes")).hasSize(1);
        assertThat(touched(difference))
                .as("of every version, with the one that was begun")
                .isEqualTo(instances + 1);
        assertThat(difference.at("/instances/0/instanceIds")).hasSizeBetween(1, 100);
        JsonNode task = TestTasks.of(administrator, record);
        assertThat(administrator
                        .get("/api/tasks/" + task.path("taskId").asText() + "/presentation")
                        .body())
                .contains(
                        "Second look",
                        Digest.of(people.changed("Second look").get(APPROVAL).getBytes(UTF_8))
                                .hex())
                .doesNotContain("<bpmn:");

        people.signed(administrator, record, true);
        people.signed(analyst, record, true);
        assertThat(version("record-approval")).as("two signatures of three").isEqualTo(before);
        people.signed(manager, record, true);

        assertThat(version("record-approval")).isEqualTo(before + 1);
        JsonNode running = running();
        assertThat(running.path("equalsWhatWasSigned").asBoolean()).isTrue();
        assertThat(running.at("/inForce/recordId").asText()).isEqualTo(record);
        assertThat(running.path("signatures")).hasSize(3);
        JsonNode started = TestClient.json(lims.post(START.formatted("record-approval"), start()));
        String newRecord = started.at("/variables/recordId/value").asText();
        assertThat(taskName(newRecord)).startsWith("Second look");
        assertThat(taskName(oldRecord)).startsWith("Review");
        for (String one : List.of(oldRecord, newRecord)) {
            people.signed(analyst, one, true);
            people.signed(manager, one, true);
            assertThat(TestClient.json(manager.get("/api/records/" + one))
                            .path("status")
                            .asText())
                    .isEqualTo("effective");
        }
        assertThat(TestClient.json(administrator.get("/api/records/" + record + "/versions/1/verification"))
                        .path("state")
                        .asText())
                .isEqualTo("VALID");
    }

    @Test
    @Requirement("WFL-11")
    void whoeverSignsARepeatedStepForAllEndsItForTheOthers() {
        Map<String, String> texts = new TreeMap<>(models.shipped().texts());
        texts.put(
                APPROVAL,
                texts.get(APPROVAL)
                        .replace(
                                "<bpmn:outgoing>to_reviewed</bpmn:outgoing>",
                                "<bpmn:outgoing>to_reviewed</bpmn:outgoing><bpmn:multiInstanceLoopCharacteristics>"
                                        + "<bpmn:loopCardinality>2</bpmn:loopCardinality><bpmn:completionCondition>"
                                        + "${decision == 'reject' or nrOfCompletedInstances &gt;= 1}"
                                        + "</bpmn:completionCondition></bpmn:multiInstanceLoopCharacteristics>"));
        people.adopted(texts);
        for (boolean approve : new boolean[] {true, false}) {
            String record = TestClient.json(lims.post(START.formatted("record-approval"), start()))
                    .at("/variables/recordId/value")
                    .asText();
            assertThat(open(analyst, record)).hasSize(2);
            people.signed(analyst, record, approve);
            if (approve) {
                people.signed(manager, record, true);
            }
            assertThat(TestClient.json(manager.get("/api/records/" + record))
                            .path("status")
                            .asText())
                    .isEqualTo(approve ? "effective" : "in-rework");
        }
    }

    private static List<String> open(TestClient person, String record) {
        return StreamSupport.stream(
                        TestClient.json(person.get("/api/tasks?recordId=" + record))
                                .path("items")
                                .spliterator(),
                        false)
                .map(task -> task.path("taskId").asText())
                .toList();
    }

    @Test
    void whatTheGateRefusesIsNoRecord() throws Exception {
        int versions = versions();
        Map<String, String> broken = new TreeMap<>(people.changed("Second look"));
        broken.put(APPROVAL, "<not XML");
        HttpResponse<String> refused = people.proposed(administrator, broken);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
        JsonNode problem = TestClient.json(refused);
        assertThat(problem.path("code").asText()).isEqualTo("models-refused");
        assertThat(problem.path("errors").toString()).contains("MOD-003", APPROVAL);
        int index = List.copyOf(broken.keySet()).indexOf(APPROVAL);
        assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo("/resources/" + index + "/text");

        Map<String, String> missing = new TreeMap<>(people.changed("Second look"));
        missing.remove(STEP);
        assertThat(people.proposed(administrator, missing).body()).contains("WFL-067", STEP);
        Map<String, String> misnamed = new TreeMap<>(people.changed("Second look"));
        misnamed.put("../etc/x.bpmn", "<a/>");
        assertThat(people.proposed(administrator, misnamed).body())
                .contains("schema-violation", "\"/resources/0/name\"");
        assertThat(administrator
                        .post("/api/models/changes", Map.of("title", "t"))
                        .body())
                .contains("/resources");
        assertThat(versions()).isEqualTo(versions);
    }

    @Test
    void nobodyButAProcessAdministratorProposesAndNothingElseMakesModelsEffective() {
        for (TestClient other : List.of(analyst, manager, lims)) {
            assertThat(people.proposed(other, people.changed("Second look")).statusCode())
                    .isEqualTo(403);
            assertThat(other.post(START.formatted("model-change"), start(people.changed("Second look")))
                            .statusCode())
                    .isEqualTo(403);
        }
        assertThat(lims.post(START.formatted("record-approval"), start(people.changed("Second look")))
                        .body())
                .contains("WFL-063");
        assertThat(analyst.post(
                                "/api/records",
                                Map.of(
                                        "type",
                                        "process-model",
                                        "title",
                                        "t",
                                        "content",
                                        content(people.changed("Second look"))))
                        .body())
                .contains("SIG-104");
        assertThat(administrator.post(START.formatted("model-change"), start()).body())
                .contains("WFL-063");
        assertThat(administrator
                        .post(START.formatted("record-approval"), start())
                        .statusCode())
                .isEqualTo(403);
        assertThat(administrator.get("/api/records").statusCode()).isEqualTo(403);
    }

    @Test
    void aRejectedSetIsReworkedAndAWithdrawnOneLeavesWhatRuns() {
        int before = version("record-approval");
        HttpResponse<String> proposed =
                administrator.post(START.formatted("model-change"), start(people.changed("Second look")));
        assertThat(proposed.statusCode()).as(proposed.body()).isEqualTo(200);
        String record =
                TestClient.json(proposed).at("/variables/recordId/value").asText();
        assertThat(people.proposed(administrator, people.changed("Second look")).body())
                .as("one after the other")
                .contains("status-conflict");
        people.signed(administrator, record, true);
        people.signed(analyst, record, false);
        Map<String, Object> next = Map.of(
                "type", "process-model",
                "title", "third look",
                "reason", "as the reviewer asked",
                "content", content(people.changed("Third look")));
        Map<String, Object> broken = new HashMap<>(next);
        broken.put("content", content(Map.of(APPROVAL, "<not XML")));
        assertThat(administrator
                        .post("/api/records/" + record + "/versions", broken)
                        .body())
                .contains("models-refused");
        HttpResponse<String> revised = administrator.post("/api/records/" + record + "/versions", next);
        assertThat(revised.statusCode()).as(revised.body()).isEqualTo(201);
        JsonNode task = TestTasks.of(administrator, record);
        assertThat(administrator
                        .get("/api/tasks/" + task.path("taskId").asText() + "/presentation")
                        .body())
                .contains("Third look", "Second look");

        assertThat(administrator
                        .post("/api/records/" + record + "/withdrawal", Map.of("reason", "not needed"))
                        .statusCode())
                .isEqualTo(204);

        assertThat(version("record-approval")).isEqualTo(before);
        JsonNode running = running();
        assertThat(running.path("underWay")).isEmpty();
        assertThat(running.path("equalsWhatWasSigned").asBoolean()).isTrue();
        assertThat(running.path("inForce").isNull()).isFalse();
    }

    @Test
    void whatCannotBeDeployedIsNotSignedEither() throws Exception {
        String record = TestClient.json(people.proposed(administrator, people.changed("Second look")))
                .path("recordId")
                .asText();
        people.signed(administrator, record, true);
        people.signed(analyst, record, true);
        int before = version("record-approval");
        String inForce = running().at("/inForce/sha256").asText();
        HttpResponse<String> refused;
        superuser("REVOKE UPDATE ON engine.act_ge_property FROM countersign_app");
        try {
            refused = people.signature(manager, record, true);
        } finally {
            superuser("GRANT UPDATE ON engine.act_ge_property TO countersign_app");
        }

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
        assertThat(refused.body()).contains("WFL-065", "models-not-deployed").doesNotContain("permission denied");
        assertThat(TestClient.json(manager.get("/api/records/" + record))
                        .path("status")
                        .asText())
                .isEqualTo("in-review");
        assertThat(running().at("/inForce/sha256").asText()).isEqualTo(inForce);
        people.signed(manager, record, true);
        assertThat(version("record-approval")).isEqualTo(before + 1);
    }

    @Test
    void aChangedRowStopsStartsUntilItIsAsItWasSigned() throws Exception {
        String record = TestClient.json(lims.post(START.formatted("record-approval"), start()))
                .at("/variables/recordId/value")
                .asText();
        String signedHash = models.expected().hashes().get(APPROVAL).hex();
        TestClient unit = TestClient.signedIn(port, everybody.somebody(Role.IT_ADMINISTRATOR));
        long alarms = alarms(unit);
        tampered(APPROVAL, true);
        try {
            HttpResponse<String> refused = lims.post(START.formatted("record-approval"), start());
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
            assertThat(refused.body()).contains("WFL-060", APPROVAL, signedHash);
            assertThat(people.signature(analyst, record, true).body()).contains("WFL-062", APPROVAL);
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(alarms(unit))
                    .as("the security unit is told")
                    .isGreaterThan(alarms));
            JsonNode running = running();
            assertThat(running.path("equalsWhatWasSigned").asBoolean()).isFalse();
            assertThat(running.path("mismatches").toString()).contains(signedHash);
            assertThat(TestClient.anonymous(port).get("/actuator/health/models").body())
                    .contains("DOWN");
            assertThat(people.proposed(administrator, people.changed("Second look"))
                            .statusCode())
                    .as("the way to mend it stays open")
                    .isEqualTo(201);
        } finally {
            tampered(APPROVAL, false);
        }
        watch.look();
        assertThat(lims.post(START.formatted("record-approval"), start()).statusCode())
                .isEqualTo(200);
        assertThat(TestClient.anonymous(port).get("/actuator/health/models").body())
                .contains("UP");
        assertThat(manager.get("/api/audit/entries?type=models.altered&size=5").body())
                .contains(APPROVAL, signedHash);
        assertThat(manager.get("/api/audit/entries?type=models.restored&size=5").body())
                .contains("models.restored");
    }

    @Test
    void aChangeOfTheStepItselfStopsEvenAChangeOfModels() throws Exception {
        tampered(STEP, true);
        try {
            assertThat(people.proposed(administrator, people.changed("Second look"))
                            .body())
                    .contains("WFL-060", STEP);
        } finally {
            tampered(STEP, false);
        }
        watch.look();
    }

    /** How often the security unit was told that something else runs than was signed. */
    private static long alarms(TestClient unit) {
        return StreamSupport.stream(
                        TestClient.json(unit.get("/api/alerts")).path("open").spliterator(), false)
                .filter(alert -> alert.path("kind").asText().equals("models-altered"))
                .mapToLong(alert -> alert.path("occurrences").asLong())
                .sum();
    }

    private static Map<String, Object> content(Map<String, String> texts) {
        return Map.of("resources", TestModelChanges.resources(texts));
    }

    private static Map<String, Object> start(Map<String, String> texts) {
        return Map.of(
                "variables",
                Map.of(
                        "recordType", Map.of("value", "process-model"),
                        "title", Map.of("value", "second look"),
                        "reason", Map.of("value", "a better name"),
                        "content", Map.of("value", content(texts))));
    }

    private static Map<String, Object> start() {
        JsonNode sop = dev.countersign.records.TestRecords.sop("SOP-" + UUID.randomUUID())
                .newVersion()
                .content();
        return Map.of(
                "businessKey",
                UUID.randomUUID().toString(),
                "variables",
                Map.of(
                        "recordType", Map.of("value", "sop"),
                        "title", Map.of("value", "a procedure"),
                        "content", Map.of("value", sop)));
    }

    private String taskName(String record) {
        return approvals.openTask(UUID.fromString(record)).getName();
    }

    private JsonNode running() {
        return people.running();
    }

    private static long touched(JsonNode difference) {
        long count = 0;
        for (JsonNode one : difference.path("instances")) {
            count += one.path("key").asText().equals("record-approval")
                    ? one.path("count").asLong()
                    : 0;
        }
        return count;
    }

    private int version(String key) {
        return definition(key).path("version").asInt();
    }

    private JsonNode definition(String key) {
        for (JsonNode one : running().path("definitions")) {
            if (one.path("key").asText().equals(key)) {
                return one;
            }
        }
        throw new AssertionError(key);
    }

    private int versions() {
        JsonNode inForce = running().path("inForce");
        return TestClient.json(
                        manager.get("/api/records/" + inForce.path("recordId").asText()))
                .path("versions")
                .size();
    }

    /** What somebody does who owns the server: one space more at the end of what runs, or one less. */
    private void tampered(String resource, boolean more) throws Exception {
        try (Connection superuser = roles.connect(DatabaseRoles.SUPERUSER);
                PreparedStatement update = superuser.prepareStatement("UPDATE engine.act_ge_bytearray SET bytes_ = "
                        + (more ? "bytes_ || ' '::bytea" : "substring(bytes_ FROM 1 FOR length(bytes_) - 1)")
                        + " WHERE name_ = ? AND deployment_id_ = (SELECT deployment_id_ FROM engine.act_re_procdef"
                        + " WHERE resource_name_ = ? ORDER BY version_ DESC LIMIT 1)")) {
            update.setString(1, resource);
            update.setString(2, resource);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    private void superuser(String sql) throws Exception {
        try (Connection superuser = roles.connect(DatabaseRoles.SUPERUSER);
                Statement statement = superuser.createStatement()) {
            statement.execute(sql);
        }
    }
}

package dev.countersign.workflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestModelChanges;
import dev.countersign.TestPeople;
import dev.countersign.TestTasks;
import dev.countersign.changes.ProcessModels;
import dev.countersign.ledger.Caller;
import dev.countersign.records.Intake;
import dev.countersign.records.NewVersion;
import dev.countersign.records.NewVersion.NewAttachment;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.camunda.bpm.engine.ProcessEngines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Dry runs through every door: asked for, and as the evidence that every proposed set bears. */
@CountersignTest
@Requirement("PRC-05")
class DryRunOverHttpTest {

    private static final String DRY_RUN = "/api/models/dry-run";
    private static final String APPROVAL = TestModelChanges.APPROVAL;
    private static final String START = "/engine-rest/process-definition/key/model-change/start";

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople everybody;

    @Autowired
    private ProcessModels models;

    @Autowired
    private Records records;

    @Autowired
    private PlatformTransactionManager transactions;

    private TestModelChanges people;

    @BeforeEach
    void people() {
        people = new TestModelChanges(port, everybody, models);
    }

    @AfterEach
    void theShippedSetRunsAgain() {
        people.restore();
    }

    @Test
    void whoReadsModelsRunsThemOnTrialAndNothingIsKept() {
        Map<String, String> texts = people.changed("Third look");
        JsonNode before = people.running();
        assertThat(before.path("definitions"))
                .isNotEmpty()
                .extracting(definition -> definition.path("key").asText())
                .isSorted();
        HttpResponse<String> answer = tried(people.analyst(), texts);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode dryRun = TestClient.json(answer);
        assertThat(dryRun.path("verdict").asText()).isEqualTo("passed");
        assertThat(dryRun.path("runs").toString()).contains("“Third look” is approved");
        assertThat(people.running()).isEqualTo(before);
        assertThat(ProcessEngines.getProcessEngines().keySet()).noneMatch(name -> name.startsWith("dry-run"));

        HttpResponse<String> alone =
                people.manager().post(DRY_RUN + "?complete=true", body(Map.of(APPROVAL, texts.get(APPROVAL))));
        assertThat(alone.body()).isEqualTo(answer.body());
        assertThat(TestClient.bearer(port, "demo-lims-token")
                        .post(DRY_RUN, body(texts))
                        .statusCode())
                .isEqualTo(403);
        assertThat(TestClient.anonymous(port).post(DRY_RUN, body(texts)).statusCode())
                .isIn(401, 403);
    }

    @Test
    void whatTheGateRefusesIsNotRun() {
        Map<String, String> unsigned = new TreeMap<>(models.shipped().texts());
        unsigned.put(
                APPROVAL,
                unsigned.get(APPROVAL)
                        .replace(
                                "sourceRef=\"reviewed\" targetRef=\"approval\"",
                                "sourceRef=\"reviewed\" targetRef=\"release\""));
        HttpResponse<String> refused = tried(people.administrator(), unsigned);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("models-refused", "MOD-035", "/models/");
        assertThat(people.administrator()
                        .post(DRY_RUN, Map.of("models", List.of(1)))
                        .body())
                .contains("/models/0");
        assertThat(people.administrator().post(DRY_RUN, Map.of()).body()).contains("/models");
    }

    @Test
    void aSetThatFailsIsNoRecord() {
        Map<String, String> stuck = new TreeMap<>(models.shipped().texts());
        stuck.put(
                APPROVAL,
                stuck.get(APPROVAL)
                        .replace(
                                "sourceRef=\"withdraw\" targetRef=\"withdrawn\"",
                                "sourceRef=\"withdraw\" targetRef=\"again\"")
                        .replace(
                                "<bpmn:endEvent id=\"withdrawn\"",
                                "<bpmn:userTask id=\"again\" name=\"Look again\"><bpmn:incoming>to_withdrawn</bpmn:incoming><bpmn:outgoing>to_end</bpmn:outgoing></bpmn:userTask><bpmn:sequenceFlow id=\"to_end\" sourceRef=\"again\" targetRef=\"withdrawn\" /><bpmn:endEvent id=\"withdrawn\"")
                        .replace(
                                "<bpmn:incoming>to_withdrawn</bpmn:incoming>\n      </bpmn:endEvent>",
                                "<bpmn:incoming>to_end</bpmn:incoming>\n      </bpmn:endEvent>"));
        JsonNode failed = TestClient.json(tried(people.administrator(), stuck));
        assertThat(failed.path("verdict").asText()).as(failed.toString()).isEqualTo("failed");
        HttpResponse<String> refused = people.proposed(people.administrator(), stuck);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
        assertThat(refused.body())
                .contains("WFL-090", "models-refused", "“Look again” is done", "handing in the next version");
        assertThat(people.running().path("underWay")).isEmpty();
    }

    @Test
    void everyProposedSetBearsItsDryRunThroughWhateverDoorItCame() {
        HttpResponse<String> started = people.administrator()
                .post(
                        START,
                        Map.of(
                                "variables",
                                Map.of(
                                        "recordType", Map.of("value", "process-model"),
                                        "title", Map.of("value", "a look"),
                                        "reason", Map.of("value", "a better name"),
                                        "content",
                                                Map.of(
                                                        "value",
                                                        Map.of(
                                                                "resources",
                                                                TestModelChanges.resources(
                                                                        people.changed("Other look")))))));
        assertThat(started.statusCode()).as(started.body()).isEqualTo(200);
        String record = TestClient.json(started).at("/variables/recordId/value").asText();
        String first = evidence(record, people.changed("Other look"));
        JsonNode task = TestTasks.of(people.administrator(), record);
        assertThat(people.administrator()
                        .get("/api/tasks/" + task.path("taskId").asText() + "/presentation")
                        .body())
                .contains("Dry run", "passed: ", "What the dry run reached", "dry-run.json");
        people.signed(people.administrator(), record, true);
        people.signed(people.analyst(), record, false);

        HttpResponse<String> revised = people.administrator()
                .post(
                        "/api/records/" + record + "/versions",
                        Map.of(
                                "type", "process-model",
                                "title", "another look",
                                "reason", "as the reviewer asked",
                                "content",
                                        Map.of(
                                                "resources",
                                                TestModelChanges.resources(people.changed("Another look")))));
        assertThat(revised.statusCode()).as(revised.body()).isEqualTo(201);
        assertThat(evidence(record, people.changed("Another look"))).isNotEqualTo(first);
    }

    @Test
    void aDraftIsTriedBeforeItsRecordIsHeldAndOnceItIsStartedNoMore() {
        Map<String, String> texts = people.changed("Draft look");
        RecordVersion draft = drafted(texts, tried(people.analyst(), texts).body());
        HttpResponse<String> started = started(draft);
        assertThat(started.statusCode()).as(started.body()).isEqualTo(200);
        assertThat(started(draft).body())
                .contains(TestClient.json(started).path("id").asText());

        people.restore();
        RecordVersion without = drafted(texts, "{}");
        assertThat(started(without).body()).contains("models-refused", "WFL-093");
    }

    private RecordVersion drafted(Map<String, String> texts, String dryRun) {
        NewVersion version = new NewVersion(
                ProcessModels.TYPE,
                "a draft",
                new ObjectMapper().valueToTree(Map.of("resources", TestModelChanges.resources(texts))),
                List.of(new NewAttachment("dry-run.json", "application/json", dryRun.getBytes(StandardCharsets.UTF_8))),
                "a better name",
                null);
        Caller author = Caller.person(people.userId(people.administrator()), null, null);
        Intake intake = records.validate(version);
        return new TransactionTemplate(transactions).execute(status -> models.inForce()
                .map(set -> records.appendNext(author, set.version().recordId(), intake, null))
                .orElseGet(() -> records.append(author, intake)));
    }

    private HttpResponse<String> started(RecordVersion draft) {
        return people.administrator()
                .post(
                        START,
                        Map.of(
                                "variables",
                                Map.of(
                                        "recordId",
                                        Map.of("value", draft.recordId().toString()))));
    }

    /** SHA-256 of the evidence of the newest version, which is what a trial of its models tells. */
    private String evidence(String record, Map<String, String> texts) {
        JsonNode versions =
                TestClient.json(people.analyst().get("/api/records/" + record)).path("versions");
        int newest = versions.get(versions.size() - 1).path("version").asInt();
        JsonNode version = TestClient.json(people.analyst().get("/api/records/" + record + "/versions/" + newest));
        JsonNode attachment = version.at("/attachments/0");
        assertThat(attachment.path("name").asText()).as(version.toString()).isEqualTo("dry-run.json");
        String sha256 = attachment.path("sha256").asText();
        assertThat(dev.countersign.crypto.Digest.of(
                                tried(people.analyst(), texts).body().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .hex())
                .isEqualTo(sha256);
        return sha256;
    }

    private static HttpResponse<String> tried(TestClient client, Map<String, String> texts) {
        return client.post(DRY_RUN, body(texts));
    }

    private static Map<String, Object> body(Map<String, String> texts) {
        return Map.of("models", TestModelChanges.resources(texts));
    }
}

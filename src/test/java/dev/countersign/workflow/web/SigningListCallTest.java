package dev.countersign.workflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.SoftwareAuthenticator;
import dev.countersign.TestClient;
import dev.countersign.TestPasskeys;
import dev.countersign.TestPeople;
import dev.countersign.TestTasks;
import dev.countersign.authority.Role;
import dev.countersign.records.TestRecord;
import dev.countersign.records.TestRecords;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** Signing over a list by API: one proof, a signature or a refusal for each record (WFL-08). In the tests' settings reviews are signed so. */
@CountersignTest
@Requirement("WFL-08")
class SigningListCallTest {

    private static final String LISTS = "/api/signing-lists";

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private TestPasskeys testPasskeys;

    @Autowired
    private JdbcTemplate database;

    private String reviewer;
    private TestClient client;
    private TestClient lims;

    @BeforeEach
    void aReviewerIsSignedIn() {
        reviewer = people.signer(Role.QA_ANALYST);
        client = TestClient.signedIn(port, reviewer);
        lims = TestClient.bearer(port, "demo-lims-token");
    }

    @Test
    void oneProofSignsEachRecordByItselfAndEachSignatureNamesItsPlace() {
        List<JsonNode> tasks = reviews(3);
        tasks.forEach(this::open);
        JsonNode list = listed(tasks);
        assertThat(list.path("reading").asText()).isEqualTo("opened");
        assertThat(list.path("state").asText()).isEqualTo("shown");
        assertThat(list.path("records"))
                .allSatisfy(one -> assertThat(one.path("opened").asBoolean()).isTrue());

        JsonNode ended = outcome(sign(list), 200);

        assertThat(ended.path("state").asText()).isEqualTo("ended");
        assertThat(ended.path("signed").asInt()).isEqualTo(3);
        List<String> intents = new ArrayList<>();
        List<String> proofs = new ArrayList<>();
        for (JsonNode one : ended.path("records")) {
            JsonNode statement = TestClient.json(client.get(
                            "/api/signatures/" + one.path("signatureId").asText()))
                    .path("statement");
            JsonNode batch = statement.at("/intent/batch");
            assertThat(batch.path("id").asText()).isEqualTo(list.path("listId").asText());
            assertThat(batch.path("size").asInt()).isEqualTo(3);
            assertThat(batch.path("position").asInt())
                    .isEqualTo(one.path("position").asInt());
            assertThat(batch.path("listSha256").asText())
                    .isEqualTo(list.path("listSha256").asText());
            assertThat(statement.at("/intent/recordId").asText())
                    .isEqualTo(one.path("recordId").asText());
            assertThat(statement.at("/intent/versionSha256").asText())
                    .isEqualTo(one.path("recordSha256").asText());
            assertThat(statement.at("/authentication/components").size()).isEqualTo(2);
            intents.add(statement.path("intentSha256").asText());
            proofs.add(statement.at("/authentication/provedAt").asText());
            JsonNode verified = TestClient.json(
                    client.get("/api/signatures/" + one.path("signatureId").asText()));
            assertThat(verified.at("/verification/state").asText()).isIn("VALID", "INDETERMINATE");
            assertThat(status(one.path("taskId").asText())).isEqualTo(409);
        }
        assertThat(intents).doesNotHaveDuplicates();
        assertThat(proofs).as("one proof").containsOnly(proofs.get(0));
        assertThat(told("signing.list-shown")).isOne();
        assertThat(told("signing.list-ended")).isOne();
        assertThat(told("presence.succeeded")).isOne();
        assertThat(told("record.signed")).isEqualTo(3);
    }

    /** The larger half of an afternoon's work, with what goes wrong in it. */
    @Test
    void ofTwoHundredEachIsSignedOrRefusedByItself() {
        List<JsonNode> tasks = reviews(200);
        tasks.forEach(this::open);
        JsonNode list = listed(tasks);
        Map<Integer, String> expected = new TreeMap<>();
        withdraw(tasks.get(9));
        expected.put(10, "task-completed");
        withdraw(tasks.get(199));
        expected.put(200, "task-completed");
        String other = people.signer(Role.QA_ANALYST);
        TestClient otherClient = TestClient.signedIn(port, other);
        assertThat(otherClient
                        .post("/api/tasks/" + id(tasks.get(49)) + "/claim", "")
                        .statusCode())
                .isEqualTo(204);
        expected.put(50, "not-authorized");
        assertThat(signedAlone(otherClient, other, tasks.get(99)).statusCode()).isEqualTo(201);
        expected.put(100, "task-completed");
        assertThat(signedAlone(client, reviewer, tasks.get(149)).statusCode()).isEqualTo(201);
        expected.put(150, "task-completed");

        JsonNode ended = outcome(sign(list), 207);

        assertThat(ended.path("signed").asInt()).isEqualTo(195);
        assertThat(ended.path("refused").asInt()).isEqualTo(5);
        assertThat(ended.path("notReached").asInt()).isZero();
        Map<Integer, String> refused = new TreeMap<>();
        for (JsonNode one : ended.path("records")) {
            if (one.path("outcome").asText().equals("refused")) {
                refused.put(one.path("position").asInt(), one.path("code").asText());
                assertThat(one.path("rule").asText()).matches("[A-Z]+-[0-9]{3}");
                assertThat(one.path("detail").asText()).isNotBlank();
            } else {
                assertThat(one.path("signatureId").asText()).isNotEmpty();
            }
        }
        assertThat(refused).isEqualTo(expected);
        assertThat(database.queryForObject(
                        "SELECT count(*) FROM worm.signature WHERE convert_from(intent, 'UTF8')::jsonb #>> '{batch,id}' = ?",
                        Integer.class,
                        list.path("listId").asText()))
                .isEqualTo(195);
        assertThat(database.queryForObject(
                        "SELECT count(*) FROM app.ceremony WHERE list_id = ?::uuid AND state = 'completed'",
                        Integer.class,
                        list.path("listId").asText()))
                .isEqualTo(195);
    }

    @Test
    void askedAgainItAnswersWhatCameOfItAndSignsNothing() {
        List<JsonNode> tasks = reviews(2);
        tasks.forEach(this::open);
        JsonNode list = listed(tasks);
        withdraw(tasks.get(0));
        JsonNode first = outcome(sign(list), 207);
        int attempts = told("presence.succeeded");

        JsonNode again = outcome(sign(list), 207);

        assertThat(again).isEqualTo(first);
        assertThat(told("presence.succeeded")).isEqualTo(attempts);
        assertThat(TestClient.json(client.get(LISTS + "/" + list.path("listId").asText())))
                .isEqualTo(first);
    }

    @Test
    void whatWasNotOpenedInThisSessionIsNotSigned() {
        List<JsonNode> tasks = reviews(2);
        open(tasks.get(0));
        TestClient.signedIn(port, reviewer).get("/api/tasks/" + id(tasks.get(1)) + "/presentation");
        JsonNode list = listed(tasks);
        assertThat(list.at("/records/0/opened").asBoolean()).isTrue();
        assertThat(list.at("/records/1/opened").asBoolean()).isFalse();

        JsonNode ended = outcome(sign(list), 207);

        assertThat(ended.at("/records/0/outcome").asText()).isEqualTo("signed");
        assertThat(ended.at("/records/1/outcome").asText()).isEqualTo("refused");
        assertThat(ended.at("/records/1/rule").asText()).isEqualTo("SIG-037");
        assertThat(status(id(tasks.get(1)))).as("still to be signed").isEqualTo(200);
    }

    @Test
    void whatWasOpenedAfterTheListWasShownIsSigned() {
        List<JsonNode> tasks = reviews(1);
        JsonNode list = listed(tasks);
        open(tasks.get(0));

        assertThat(outcome(sign(list), 200).path("signed").asInt()).isOne();
    }

    @Test
    void aMeaningWithoutAPolicyIsNotSignedInLists() {
        TestClient author = TestClient.signedIn(port, people.signer(Role.QA_ANALYST));
        JsonNode own = TestTasks.due(author);

        HttpResponse<String> refused = show(author, List.of(own));

        assertRefused(refused, 403, "SIG-029");
    }

    @Test
    void whatReleasesARecordIsNeverSignedInAList() {
        JsonNode review = reviews(1).get(0);
        assertThat(signedAlone(client, reviewer, review).statusCode()).isEqualTo(201);
        TestClient manager = TestClient.signedIn(port, people.signer(Role.QA_MANAGER));
        JsonNode approval = TestTasks.of(manager, review.path("recordId").asText());

        assertRefused(show(manager, List.of(approval)), 403, "SIG-031");
    }

    @Test
    void aListOfOneRecordTwiceOrOfNoneOrOfAnotherHashIsRefused() {
        JsonNode task = reviews(1).get(0);

        assertRefused(show(client, List.of(task, task)), 422, "SIG-033");
        assertRefused(show(client, List.of()), 422, "SIG-030");
        Map<String, String> other = Map.of("taskId", id(task), "recordSha256", "0".repeat(64));
        assertRefused(client.post(LISTS, Map.of("tasks", List.of(other))), 409, "SIG-004");
        assertThat(told("signing.list-shown")).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|''",
                "{}|/tasks",
                "{\"tasks\":[{}]}|/tasks/0/taskId",
                "{\"tasks\":[{\"taskId\":\"x\",\"recordSha256\":\"y\"}]}|/tasks/0/recordSha256",
                "{\"tasks\":[],\"password\":\"secret\"}|''"
            })
    void aBodyThatIsNoneIsRefusedWithItsPointers(String body, String pointer) {
        HttpResponse<String> refused = client.post(LISTS, body);

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
        assertThat(TestClient.json(refused).path("errors"))
                .anySatisfy(one -> assertThat(one.path("pointer").asText()).isEqualTo(pointer));
        assertThat(refused.body()).doesNotContain("secret");
    }

    @Test
    void nobodySignsOrReadsTheListOfSomebodyElseOrInAnotherSession() {
        JsonNode task = reviews(1).get(0);
        open(task);
        JsonNode list = listed(List.of(task));
        TestClient stranger = TestClient.signedIn(port, people.signer(Role.QA_ANALYST));
        String address = LISTS + "/" + list.path("listId").asText();

        assertRefused(stranger.get(address), 404, "SIG-034");
        assertRefused(sign(TestClient.signedIn(port, reviewer), list, Authenticator.PASSWORD), 409, "SIG-036");
        assertThat(outcome(sign(list), 200).path("signed").asInt()).isOne();
    }

    @Test
    void anotherHashThanTheListsIsRefusedBeforeAnythingIsProved() {
        JsonNode task = reviews(1).get(0);
        open(task);
        JsonNode list = listed(List.of(task));
        Map<String, String> body = new HashMap<>(
                Map.of("listSha256", "0".repeat(64), "password", Authenticator.PASSWORD, "otp", "000000"));

        HttpResponse<String> refused =
                client.post(LISTS + "/" + list.path("listId").asText() + "/signatures", body);

        assertRefused(refused, 409, "SIG-035");
        assertThat(told("presence.succeeded") + told("presence.failed")).isZero();
    }

    @Test
    void aWrongPasswordSignsNothingAndTheListCanBeSignedThen() {
        JsonNode task = reviews(1).get(0);
        open(task);
        JsonNode list = listed(List.of(task));

        assertThat(sign(client, list, "not my password at all").statusCode()).isEqualTo(401);
        assertThat(outcome(sign(list), 200).path("signed").asInt()).isOne();
    }

    @Test
    void theChainOfRecordsGoesOnAsAfterAnyOtherReview() {
        JsonNode task = reviews(1).get(0);
        open(task);
        outcome(sign(listed(List.of(task))), 200);
        String manager = people.signer(Role.QA_MANAGER);
        TestClient approving = TestClient.signedIn(port, manager);
        JsonNode approval = TestTasks.of(approving, task.path("recordId").asText());

        assertThat(signedAlone(approving, manager, approval).statusCode()).isEqualTo(201);

        assertThat(TestClient.json(approving.get(
                                "/api/records/" + task.path("recordId").asText()))
                        .path("status")
                        .asText())
                .as("released: the gate checks the signature of the list")
                .isEqualTo("effective");
    }

    @Test
    void aPasskeyThatWasAskedOverTheListSignsItAndNoOther() {
        SoftwareAuthenticator passkey = testPasskeys.registered(reviewer, "http://localhost:" + port);
        List<JsonNode> tasks = reviews(2);
        tasks.forEach(this::open);
        JsonNode list = listed(tasks.subList(0, 1));
        JsonNode other = listed(tasks.subList(1, 2));

        assertRefused(answered(other, passkey, asked(list)), 409, "SIG-013");
        JsonNode ofOther = asked(other);
        assertThat(answered(other, passkey, asked(list)).statusCode())
                .as("an answer to another list")
                .isEqualTo(401);
        assertRefused(answered(other, passkey, ofOther), 409, "SIG-013");
        assertThat(outcome(answered(list, passkey, asked(list)), 200)
                        .path("signed")
                        .asInt())
                .isOne();
        assertThat(status(id(tasks.get(1)))).as("still to be signed").isEqualTo(200);
    }

    private JsonNode asked(JsonNode list) {
        return outcome(
                client.post(
                        LISTS + "/" + list.path("listId").asText() + "/passkey",
                        Map.of("listSha256", list.path("listSha256").asText())),
                200);
    }

    private HttpResponse<String> answered(JsonNode list, SoftwareAuthenticator passkey, JsonNode asked) {
        Map<String, String> made = passkey.answer(asked.path("challenge").asText());
        return client.post(
                LISTS + "/" + list.path("listId").asText() + "/signatures",
                Map.of(
                        "listSha256",
                        list.path("listSha256").asText(),
                        "password",
                        Authenticator.PASSWORD,
                        "passkey",
                        Map.of(
                                "ceremonyId", asked.path("ceremonyId").asText(),
                                "credentialId", made.get("credentialId"),
                                "clientDataJSON", made.get("clientData"),
                                "authenticatorData", made.get("authenticatorData"),
                                "signature", made.get("signature"))));
    }

    /** Tasks of review, on records that nobody wrote. */
    private List<JsonNode> reviews(int count) {
        List<JsonNode> tasks = new ArrayList<>();
        for (int one = 0; one < count; one++) {
            TestRecord record = TestRecords.sop("SOP-" + UUID.randomUUID());
            HttpResponse<String> started = lims.post(
                    "/engine-rest/process-definition/key/record-approval/start",
                    Map.of(
                            "variables",
                            Map.of(
                                    "recordType", Map.of("value", record.type()),
                                    "title", Map.of("value", record.title()),
                                    "content", Map.of("value", record.contentText(), "type", "Json"))));
            assertThat(started.statusCode()).as(started.body()).isEqualTo(200);
            String recordId =
                    TestClient.json(started).at("/variables/recordId/value").asText();
            tasks.add(TestTasks.of(client, recordId));
        }
        return tasks;
    }

    private void open(JsonNode task) {
        assertThat(client.get("/api/tasks/" + id(task) + "/presentation").statusCode())
                .isEqualTo(200);
    }

    private void withdraw(JsonNode task) {
        String recordId = task.path("recordId").asText();
        HttpResponse<String> withdrawn = TestClient.signedIn(port, "qahead")
                .post("/api/records/" + recordId + "/withdrawal", Map.of("reason", "superseded by another"));
        assertThat(withdrawn.statusCode()).as(withdrawn.body()).isLessThan(300);
    }

    private JsonNode listed(List<JsonNode> tasks) {
        HttpResponse<String> answer = show(client, tasks);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return TestClient.json(answer);
    }

    private static HttpResponse<String> show(TestClient who, List<JsonNode> tasks) {
        ArrayNode chosen = JsonNodeFactory.instance.arrayNode();
        tasks.forEach(task -> chosen.addObject()
                .put("taskId", id(task))
                .put("recordSha256", task.path("sha256").asText()));
        return who.post(
                LISTS,
                JsonNodeFactory.instance.objectNode().set("tasks", chosen).toString());
    }

    private HttpResponse<String> sign(JsonNode list) {
        return sign(client, list, Authenticator.PASSWORD);
    }

    private HttpResponse<String> sign(TestClient who, JsonNode list, String password) {
        return who.post(
                LISTS + "/" + list.path("listId").asText() + "/signatures",
                Map.of(
                        "listSha256", list.path("listSha256").asText(),
                        "password", password,
                        "otp", Authenticator.freshCode(reviewer)));
    }

    private static HttpResponse<String> signedAlone(TestClient who, String userId, JsonNode task) {
        return who.post(
                "/api/tasks/" + id(task) + "/signature",
                Map.of(
                        "decision",
                        "approve",
                        "recordSha256",
                        task.path("sha256").asText(),
                        "password",
                        Authenticator.PASSWORD,
                        "otp",
                        Authenticator.freshCode(userId)));
    }

    private static JsonNode outcome(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return TestClient.json(answer);
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String rule) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(TestClient.json(answer).path("rule").asText()).isEqualTo(rule);
    }

    private int status(String taskId) {
        return client.get("/api/tasks/" + taskId + "/presentation").statusCode();
    }

    private static String id(JsonNode task) {
        return task.path("taskId").asText();
    }

    private int told(String type) {
        return database.queryForObject(
                "SELECT count(*) FROM worm.audit_entry WHERE type = ? AND actor_id = ?", Integer.class, type, reviewer);
    }
}

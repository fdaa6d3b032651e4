package dev.countersign.workflow.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.RefusedCalls;
import dev.countersign.Requirement;
import dev.countersign.TestCaller;
import dev.countersign.TestCaller.Answer;
import dev.countersign.records.TestRecord;
import dev.countersign.records.TestRecords;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Both mounts of the engine's REST interface, as callers meet them. */
@CountersignTest
@Requirement("INT-01")
class EngineGateTest {

    private static final String START = "/engine-rest/process-definition/key/record-approval/start";
    private static final String TASKLIST = "/camunda/api/engine/engine/default";

    @LocalServerPort
    int port;

    @Autowired
    RefusedCalls calls;

    TestCaller lims;
    TestCaller reviewer;

    @BeforeEach
    void init() {
        lims = TestCaller.lims(port);
        reviewer = TestCaller.person(port, "reviewer");
    }

    @Test
    void startAnswersInTheEnginesOwnForm() {
        String key = "KEY-" + UUID.randomUUID();
        Answer answer = lims.post(START, start(key, record()).toString());
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        JsonNode instance = answer.json();
        assertThat(instance.path("id").asText()).isNotBlank();
        assertThat(instance.path("businessKey").asText()).isEqualTo(key);
        assertThat(instance.path("definitionId").asText()).startsWith("record-approval:");
        assertThat(instance.path("ended").booleanValue()).isFalse();
        assertThat(instance.path("links").get(0).path("href").asText())
                .endsWith("/engine-rest/process-instance/" + instance.path("id").asText());
        assertThat(instance.at("/variables/recordId/value").asText()).isNotBlank();
        assertThat(instance.at("/variables/recordVersion/value").intValue()).isEqualTo(1);
        assertThat(instance.at("/variables/sha256/value").asText()).hasSize(64);
        assertThat(lims.post(START, start(key, record()).toString()).code()).isEqualTo("business-key-conflict");
    }

    @Test
    void contentComesAsTextOrAsAnObject() {
        ObjectNode request = start("KEY-" + UUID.randomUUID(), record());
        String text = request.at("/variables/content/value").textValue();
        Answer first = lims.post(START, request.toString());
        ((ObjectNode) request.at("/variables/content")).set("value", dev.countersign.crypto.CanonicalJson.parse(text));
        Answer again = lims.post(START, request.toString());
        assertThat(again.status()).as(again.toString()).isEqualTo(200);
        assertThat(again.json().path("id")).isEqualTo(first.json().path("id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"decision", "recordSha256", "signer", "role", "author", "assignee", "anything"})
    void reservedAndUnknownVariablesAreRefused(String name) {
        ObjectNode request = start("KEY-" + UUID.randomUUID(), record());
        ((ObjectNode) request.path("variables")).putObject(name).put("value", "approve");
        Answer answer = lims.post(START, request.toString());
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.pointers()).contains("/variables/" + name);
    }

    @Test
    void instructionsAreNoPartOfAStart() {
        ObjectNode request = start("KEY-" + UUID.randomUUID(), record());
        request.putArray("startInstructions")
                .addObject()
                .put("type", "startBeforeActivity")
                .put("activityId", "release");
        request.put("skipCustomListeners", true);
        Answer answer = lims.post(START, request.toString());
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.pointers()).contains("/startInstructions", "/skipCustomListeners");
    }

    @Test
    void badInputSaysWhere() {
        assertThat(lims.post(START, "{\"businessKey\":").code()).isEqualTo("invalid-json");
        ObjectNode notJson = start("KEY-" + UUID.randomUUID(), record());
        ((ObjectNode) notJson.at("/variables/content")).put("value", "{\"a\":1,\"a\":2}");
        Answer answer = lims.post(START, notJson.toString());
        assertThat(answer.code()).isEqualTo("invalid-json");
        assertThat(answer.pointers()).allMatch(pointer -> pointer.startsWith("/variables/content/value"));
        ObjectNode unknownType = start("KEY-" + UUID.randomUUID(), record());
        ((ObjectNode) unknownType.at("/variables/recordType")).put("value", "poem");
        assertThat(lims.post(START, unknownType.toString()).code()).isEqualTo("unknown-record-type");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/engine-rest/process-definition/key/signature-step/start",
                "/engine-rest/process-definition/key/record-approval/submit-form",
                "/engine-rest/process-definition/record-approval:1:x/start",
                "/engine-rest/message",
                "/engine-rest/signal",
                "/engine-rest/deployment/create",
                "/engine-rest/engine/default/process-definition/key/signature-step/start"
            })
    void theTokenOpensItsOneStartAndNothingElse(String path) {
        assertThat(lims.post(path, "{}").status()).isEqualTo(403);
        assertThat(lims.get("/engine-rest/task").status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"complete", "submit-form", "resolve", "bpmnError", "bpmnEscalation"})
    @Requirement("SIG-05")
    void aSignatureTaskIsSignedAndNothingElse(String operation) {
        String taskId = openTask();
        for (String mount : new String[] {"/engine-rest", TASKLIST}) {
            String path = mount + "/task/" + taskId + "/" + operation;
            Answer answer = refusedAndNothingLeft(() -> reviewer.post(path, "{}"), "sign-instead");
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.json().path("detail").asText()).contains("/api/tasks/" + taskId + "/signature");
        }
        assertThat(reviewer.get("/engine-rest/task/" + taskId).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"delegate", "assignee", "identity-links", "identity-links/delete"})
    @Requirement("WFL-07")
    void aTaskIsGivenToSomebodyElseWithAReasonAndNotSo(String operation) {
        String taskId = openTask();
        for (String mount : new String[] {"/engine-rest", TASKLIST}) {
            Answer answer = reviewer.post(mount + "/task/" + taskId + "/" + operation, "{\"userId\":\"author\"}");
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.code()).isEqualTo("reassign-instead");
            assertThat(answer.json().path("detail").asText()).contains("/api/tasks/" + taskId + "/reassignment");
        }
    }

    @Test
    @Requirement("WFL-07")
    void aQualityManagerReassignsOverTheInterface() {
        String taskId = openTask();
        reviewer.post("/api/tasks/" + taskId + "/claim", "");
        String path = "/api/tasks/" + taskId + "/reassignment";
        String body = "{\"assignee\":\"author\",\"reason\":\"on leave\"}";
        assertThat(reviewer.post(path, body).status()).isEqualTo(403);
        TestCaller approver = TestCaller.person(port, "approver");
        assertThat(approver.post(path, "{\"assignee\":\"author\"}").code()).isEqualTo("reason-required");
        assertThat(approver.post(path, "{\"reason\":\"on leave\",\"owner\":1}").pointers())
                .containsExactly("/assignee", "/owner");
        assertThat(approver.post(path, body).status()).isEqualTo(204);
        assertThat(reviewer.get("/api/tasks").toString()).doesNotContain(taskId);
        assertThat(TestCaller.person(port, "author")
                        .get("/engine-rest/task/" + taskId)
                        .json()
                        .path("assignee")
                        .asText())
                .isEqualTo("author");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /task/create",
        "PUT, /task/{task}",
        "DELETE, /task/{task}",
        "POST, /task/{task}/variables",
        "PUT, /task/{task}/variables/decision",
        "POST, /task/{task}/comment/create",
        "POST, /task/{task}/identity-links",
        "POST, /filter/create",
        "PUT, /filter/x",
        "POST, /execution/{task}/signal",
        "POST, /message",
        "POST, /signal",
        "POST, /modification/execute",
        "POST, /modification/executeAsync",
        "POST, /migration/execute",
        "POST, /process-instance/{task}/modification",
        "PUT, /process-instance/{task}/variables/decision",
        "DELETE, /process-instance/{task}",
        "PUT, /process-instance/{task}/suspended",
        "POST, /process-instance/delete",
        "POST, /process-definition/key/record-approval/start",
        "POST, /process-definition/{task}/restart",
        "DELETE, /process-definition/key/record-approval",
        "PUT, /process-definition/key/record-approval/suspended",
        "POST, /deployment/create",
        "DELETE, /deployment/x",
        "DELETE, /history/process-instance/{task}",
        "POST, /history/process-instance/delete",
        "DELETE, /history/variable-instance/x",
        "POST, /history/cleanup",
        "POST, /external-task/fetchAndLock",
        "POST, /batch/x/suspended",
        "POST, /authorization/create",
        "POST, /user/create",
        "POST, /group/create",
        "POST, /tenant/create",
        "POST, /condition",
        "POST, /decision-definition/key/x/evaluate",
        "PUT, /metrics/x",
        "GET, /user",
        "GET, /authorization",
        "GET, /deployment",
        "GET, /metrics",
        "GET, /history/job-log"
    })
    @Requirement("WFL-01")
    void whatIsNotNamedIsClosedOnBothMounts(String method, String path) {
        String below = path.replace("{task}", openTask());
        if (!below.contains("/start")) {
            assertThat(reviewer.send(
                                    method, "/engine-rest" + below, "{}".getBytes(), "Content-Type", "application/json")
                            .status())
                    .isEqualTo(403);
        }
        Answer tasklist = reviewer.send(method, TASKLIST + below, "{}".getBytes(), "Content-Type", "application/json");
        assertThat(tasklist.status()).isEqualTo(403);
        assertThat(tasklist.json().path("message").asText()).startsWith("WFL-0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"assigneeExpression\": \"x\"}",
                "{\"orQueries\": [{\"assigneeExpression\": \"x\"}]}",
                "{\"orQueries\": [{\"orQueries\": [{\"dueDateExpression\": \"x\"}]}]}",
                "{\"name\": \"${execution}\"}",
                "{\"name\": \"#{execution}\"}",
                "{\"a\": {\"b\": [{\"c\": \"\\u0024{x}\"}]}}",
                "{\"sorting\": [{\"sortBy\": \"x\", \"parameters\": {\"value\": \"${1}\"}}]}"
            })
    @Requirement("WFL-01")
    void expressionsAreRefusedAtAnyDepth(String query) {
        assertThat(reviewer.post("/engine-rest/task", query).code()).isEqualTo("expression-refused");
        assertThat(reviewer.post(TASKLIST + "/task", query).code()).isEqualTo("expression-refused");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "assigneeExpression=x",
                "ASSIGNEEEXPRESSION=x",
                "name=%24%7Bx%7D",
                "a=1&b=%23%7Bx%7D",
                "%24%7Bx%7D=1"
            })
    @Requirement("WFL-01")
    void expressionsAreRefusedInTheQueryString(String query) {
        assertThat(reviewer.get("/engine-rest/task?" + query).code()).isEqualTo("expression-refused");
        assertThat(reviewer.get(TASKLIST + "/task?" + query).code()).isEqualTo("expression-refused");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/engine-rest/task/count",
                "/engine-rest/filter",
                "/engine-rest/process-definition?latestVersion=true",
                "/engine-rest/history/process-instance/count",
                TASKLIST + "/task/count",
                "/camunda/api/engine/engine/",
                "/camunda/api/admin/auth/user/default"
            })
    void readsStayOpen(String path) {
        assertThat(reviewer.get(path).status()).isEqualTo(200);
    }

    @Test
    @Requirement("AUT-04")
    void aClaimOverTheEngineAsksTheSameRules() {
        String taskId = openTask();
        Answer forAnother = reviewer.post("/engine-rest/task/" + taskId + "/claim", "{\"userId\":\"author\"}");
        assertThat(forAnother.status()).isEqualTo(403);
        TestCaller production = TestCaller.person(port, "production");
        assertThat(production
                        .post("/engine-rest/task/" + taskId + "/claim", "{\"userId\":\"production\"}")
                        .code())
                .isEqualTo("not-authorized");
        assertThat(reviewer.post("/engine-rest/task/" + taskId + "/claim", "{\"userId\":\"reviewer\"}")
                        .status())
                .isEqualTo(204);
        assertThat(TestCaller.person(port, "author")
                        .post("/engine-rest/task/" + taskId + "/claim", "{\"userId\":\"author\"}")
                        .code())
                .isEqualTo("claimed");
        assertThat(reviewer.post("/engine-rest/task/" + taskId + "/unclaim", "").status())
                .isEqualTo(204);
    }

    @Test
    void tasklistsClaimNeedsTasklistsToken() {
        String taskId = openTask();
        Answer answer = reviewer.post(TASKLIST + "/task/" + taskId + "/claim", "{\"userId\":\"reviewer\"}");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("csrf");
    }

    @Test
    void aForgedCallIsRefusedOnRecordAndEndsNobodysSession() {
        Answer forged = refusedAndNothingLeft(
                () -> reviewer.send("POST", TASKLIST + "/task", "{}".getBytes(UTF_8), "Content-Type", "text/plain"),
                "csrf");
        assertThat(forged.status()).isEqualTo(403);
        assertThat(reviewer.get("/api/session").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "5", "[]", "{\"orQueries\":\"x\"}", "{\"orQueries\":null}"})
    void aQueryThatIsNoneIsRefusedBeforeTheEngineReadsIt(String query) {
        Answer answer = reviewer.post("/engine-rest/task", query);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid-json");
    }

    @Test
    @Requirement("SIG-05")
    void signingOverTheInterfaceCompletesTheTaskOnce() {
        String taskId = openTask();
        JsonNode task = item(taskId);
        String body = signature(task.path("sha256").asText(), "reviewer").toString();
        Answer signed = reviewer.post("/api/tasks/" + taskId + "/signature", body);
        assertThat(signed.status()).as(signed.toString()).isEqualTo(201);
        assertThat(signed.header("Location"))
                .endsWith(signed.json().path("signatureId").asText());
        assertThat(reviewer.post("/api/tasks/" + taskId + "/signature", body).code())
                .isEqualTo("task-completed");
        assertThat(reviewer.post("/api/tasks/" + UUID.randomUUID() + "/signature", body)
                        .code())
                .isEqualTo("task-not-found");
    }

    @Test
    void aSigningBodyIsRefusedWithoutRepeatingIt() {
        String taskId = openTask();
        Answer answer = reviewer.post(
                "/api/tasks/" + taskId + "/signature",
                "{\"decision\":\"perhaps\",\"password\":\"canary-secret-1\",\"otp\":123456,\"more\":\"canary-secret-2\"}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.pointers()).contains("/decision", "/otp", "/recordSha256", "");
        assertThat(answer.toString()).contains("member 4 is not accepted").doesNotContain("canary-secret", "/more");
        Answer broken = reviewer.post("/api/tasks/" + taskId + "/signature", "{\"password\":\"canary-secret-3");
        assertThat(broken.code()).isEqualTo("invalid-json");
        assertThat(broken.toString()).doesNotContain("canary-secret");
        for (String body : new String[] {
            "{\"canary-secret-4\":\"\"}",
            "{\"canary-secret-4\":1,\"canary-secret-4\":2}",
            "{\"canary-secret-4\":\"\\u0000\"}",
            "{\"recordSha256\":\"\"}",
            "{\"meaning\":\"canary-secret-4" + "x".repeat(64) + "\"}"
        }) {
            Answer refused = reviewer.post("/api/tasks/" + taskId + "/signature", body);
            assertThat(refused.status()).as(body).isIn(400, 422);
            assertThat(refused.toString()).doesNotContain("canary-secret");
        }
    }

    @Test
    void anEmptyHashIsNoHash() {
        String taskId = openTask();
        ObjectNode body = signature("", "reviewer");
        Answer answer = reviewer.post("/api/tasks/" + taskId + "/signature", body.toString());
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactly("/recordSha256");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/engine-rest", TASKLIST})
    @Requirement("WFL-01")
    void theEnginesFailuresNameNeitherClassesNorSql(String mount) {
        for (String query : new String[] {"{\"orQueries\":[\"x\"]}", "{\"sorting\":5}"}) {
            Answer answer = reviewer.post("/engine-rest/task", query);
            assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
            plain(answer);
        }
        for (String path : new String[] {
            "/task?createdBefore=x", "/task?sortBy=x", "/task/x", "/process-definition/x/xml", "/task?maxResults=abc"
        }) {
            Answer answer = reviewer.get(mount + path);
            assertThat(answer.status()).as(answer.toString()).isGreaterThanOrEqualTo(400);
            plain(answer);
        }
    }

    private static void plain(Answer answer) {
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().path("message").asText()).as(answer.toString()).isNotBlank();
        assertThat(answer.json().path("status").intValue()).isEqualTo(answer.status());
        assertThat(answer.toString()).doesNotContain("java.", "org.camunda", "Exception", "ENGINE-", "ACT_", "Dto");
    }

    @Test
    @Requirement("AUD-01")
    void whatEverybodyDidIsForTheAuditTrail() {
        for (String path : new String[] {"", "?taskId=", "?taskId=a&taskId=b", "?userId=author"}) {
            assertThat(reviewer.get(TASKLIST + "/history/user-operation" + path).status())
                    .isEqualTo(403);
            assertThat(reviewer.get(TASKLIST + "/history/user-operation/count" + path)
                            .status())
                    .isEqualTo(403);
        }
        String ofTask = "/history/user-operation?taskId=" + openTask();
        assertThat(reviewer.get("/engine-rest" + ofTask).status()).isEqualTo(403);
        assertThat(reviewer.get(TASKLIST + ofTask).status()).isEqualTo(200);
    }

    @Test
    @Requirement("USE-02")
    void aTaskLeadsToItsSigningPageOnTheOtherOrigin() {
        JsonNode installation = reviewer.get("/api/installation").json();
        assertThat(installation.path("environment").asText()).isEqualTo("demo");
        Answer answer = reviewer.get("/tasks/4711/sign");
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("Location"))
                .isEqualTo(installation.path("signingOrigin").asText() + "/sign/4711");
    }

    /** By the reviewer, at the gate. */
    private Answer refusedAndNothingLeft(Supplier<Answer> attempt, String code) {
        return calls.refusedAndNothingLeft("reviewer", attempt, code, "engine.call");
    }

    private JsonNode item(String taskId) {
        for (JsonNode item : reviewer.get("/api/tasks").json().path("items")) {
            if (item.path("taskId").asText().equals(taskId)) {
                return item;
            }
        }
        throw new AssertionError("no task " + taskId);
    }

    private String openTask() {
        Answer started =
                lims.post(START, start("KEY-" + UUID.randomUUID(), record()).toString());
        String recordId = started.json().at("/variables/recordId/value").asText();
        for (JsonNode item :
                reviewer.get("/api/tasks?recordId=" + recordId).json().path("items")) {
            if (item.path("recordId").asText().equals(recordId)) {
                return item.path("taskId").asText();
            }
        }
        throw new AssertionError("no task of record " + recordId + ": " + started);
    }

    private static TestRecord record() {
        return TestRecords.sop("SOP-" + UUID.randomUUID());
    }

    private static ObjectNode start(String key, TestRecord record) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("businessKey", key);
        ObjectNode variables = request.putObject("variables");
        variables.putObject("recordType").put("value", record.type());
        variables.putObject("title").put("value", record.title());
        variables.putObject("content").put("value", record.content().toString()).put("type", "Json");
        return request;
    }

    private static ObjectNode signature(String sha256, String userId) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        Map.of(
                        "decision",
                        "approve",
                        "recordSha256",
                        sha256,
                        "password",
                        Authenticator.PASSWORD,
                        "otp",
                        Authenticator.freshCode(userId))
                .forEach(body::put);
        return body;
    }
}

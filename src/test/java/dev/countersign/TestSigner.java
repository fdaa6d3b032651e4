package dev.countersign;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.authority.Role;
import dev.countersign.records.TestRecord;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Somebody new with roles and a key of their own who works over HTTP alone: writes, starts, signs and revises. */
public final class TestSigner {

    private static final String START = "/engine-rest/process-definition/key/record-approval/start";

    private final String userId;
    private final TestClient client;

    private TestSigner(String userId, TestClient client) {
        this.userId = userId;
        this.client = client;
    }

    public static TestSigner with(TestPeople people, int port, Role... roles) {
        String userId = people.signer(roles);
        return new TestSigner(userId, TestClient.signedIn(port, userId));
    }

    /** Somebody who may not sign yet, because nobody trained them. */
    public static TestSigner untrained(TestPeople people, int port, Role... roles) {
        String userId = people.untrained(roles);
        return new TestSigner(userId, TestClient.signedIn(port, userId));
    }

    /** A record that a program starts; its id. */
    public static String startedByProgram(int port, TestRecord record) {
        HttpResponse<String> started =
                TestClient.bearer(port, "demo-lims-token").post(START, startOf(record));
        return expect(200, started).at("/variables/recordId/value").asText();
    }

    /** What starts the approval of a new record. */
    public static Map<String, Object> startOf(TestRecord record) {
        return Map.of(
                "businessKey",
                UUID.randomUUID().toString(),
                "variables",
                Map.of(
                        "recordType", Map.of("value", record.type()),
                        "title", Map.of("value", record.title()),
                        "content", Map.of("value", record.contentText(), "type", "Json")));
    }

    public String userId() {
        return userId;
    }

    public TestClient client() {
        return client;
    }

    /** A record this person writes and hands in; its id. */
    public String started(TestRecord record) {
        JsonNode drafted = expect(201, client.post("/api/records", new String(record.body(), UTF_8)));
        String recordId = drafted.path("recordId").asText();
        startNext(recordId, 1);
        return recordId;
    }

    /** Hands in a version that waits for nobody. */
    public void startNext(String recordId, int version) {
        expect(
                200,
                client.post(
                        START,
                        Map.of(
                                "variables",
                                Map.of(
                                        "recordId", Map.of("value", recordId),
                                        "recordVersion", Map.of("value", version)))));
    }

    /** The next version. */
    public HttpResponse<String> revise(String recordId, TestRecord next) {
        return client.post("/api/records/" + recordId + "/versions", new String(next.body(), UTF_8));
    }

    /** The record's task as this person sees it in the list. */
    public JsonNode task(String recordId) {
        return TestTasks.of(client, recordId);
    }

    public HttpResponse<String> approve(String recordId) {
        return sign(recordId, Map.of("decision", "approve"));
    }

    public HttpResponse<String> reject(String recordId, String reason) {
        return sign(recordId, Map.of("decision", "reject", "reason", reason));
    }

    /** The record's task, with password and a fresh code where nothing else is given. */
    public HttpResponse<String> sign(String recordId, Map<String, String> given, String... headers) {
        JsonNode task = task(recordId);
        return client.post(path(task), body(task, given), headers);
    }

    /** Where a task is signed. */
    public static String path(JsonNode task) {
        return "/api/tasks/" + task.path("taskId").asText() + "/signature";
    }

    /** What is posted there. */
    public Map<String, String> body(JsonNode task, Map<String, String> given) {
        Map<String, String> body = new HashMap<>(given);
        body.putIfAbsent("decision", "approve");
        body.putIfAbsent("recordSha256", task.path("sha256").asText());
        body.putIfAbsent("password", Authenticator.PASSWORD);
        body.computeIfAbsent("otp", missing -> Authenticator.freshCode(userId));
        return body;
    }

    /** The record as this person reads it. */
    public JsonNode read(String recordId) {
        return expect(200, client.get("/api/records/" + recordId));
    }

    /** The body of an answer of that status. */
    public static JsonNode expect(int status, HttpResponse<String> answer) {
        if (answer.statusCode() != status) {
            throw new AssertionError(answer.statusCode() + " instead of " + status + ": " + answer.body());
        }
        return TestClient.json(answer);
    }
}

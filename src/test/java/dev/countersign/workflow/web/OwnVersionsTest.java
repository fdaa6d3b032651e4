package dev.countersign.workflow.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.records.TestRecord;
import dev.countersign.records.TestRecords;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A reviewer with forty tasks sees those to sign, and finds out about the others where they ask. */
@CountersignTest
@Requirement({"USE-02", "AUT-03", "SIG-10"})
class OwnVersionsTest {

    private static final String TASKLIST = "/camunda/api/engine/engine/default";
    private static final String START = "/engine-rest/process-definition/key/record-approval/start";

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Test
    void onesOwnVersionsAreNotOfferedInTasklistAndComeLastWithTheirReasonInTheInterface() {
        String author = people.signer(Role.QA_ANALYST);
        TestClient writer = TestClient.signedIn(port, author);
        TestClient reviewer = TestClient.signedIn(port, people.signer(Role.QA_ANALYST));
        JsonNode own = drafted(writer);
        String title = "SOP of " + author;

        assertThat(listed(writer)).as("the author's signature").contains("Author's signature: " + title);
        sign(writer, author, own);
        String ofProgram = startedByProgram();

        assertThat(listed(writer)).doesNotContain("Review: " + title).contains("Review: " + ofProgram);
        assertThat(listed(reviewer)).contains("Review: " + title, "Review: " + ofProgram);

        List<JsonNode> tasks = items(writer);
        JsonNode last = tasks.get(tasks.size() - 1);
        assertThat(last.path("canSign").booleanValue()).isFalse();
        assertThat(last.path("whyNot").asText()).isNotBlank();
        assertThat(tasks.get(0).path("canSign").booleanValue()).isTrue();
        assertThat(tasks).extracting(task -> task.path("recordId").asText()).contains(id(own));
    }

    private JsonNode drafted(TestClient writer) {
        String userId =
                TestClient.json(writer.get("/api/session")).path("userId").asText();
        JsonNode draft = TestClient.json(writer.post(
                "/api/records",
                new String(
                        TestRecords.sop("SOP-" + UUID.randomUUID())
                                .titled("SOP of " + userId)
                                .body(),
                        UTF_8)));
        writer.post(START, Map.of("variables", Map.of("recordId", Map.of("value", id(draft)))));
        return draft;
    }

    private String startedByProgram() {
        String title = "SOP of lims " + UUID.randomUUID();
        TestRecord record = TestRecords.sop("SOP-" + UUID.randomUUID()).titled(title);
        HttpResponse<String> started = TestClient.bearer(port, "demo-lims-token")
                .post(
                        START,
                        Map.of(
                                "variables",
                                Map.of(
                                        "recordType", Map.of("value", record.type()),
                                        "title", Map.of("value", title),
                                        "content",
                                                Map.of("value", record.content().toString()))));
        assertThat(started.statusCode()).as(started.body()).isEqualTo(200);
        return title;
    }

    private static void sign(TestClient client, String userId, JsonNode draft) {
        String task = items(client).stream()
                .filter(item -> item.path("recordId").asText().equals(id(draft)))
                .findFirst()
                .orElseThrow()
                .path("taskId")
                .asText();
        HttpResponse<String> signed = client.post(
                "/api/tasks/" + task + "/signature",
                Map.of(
                        "decision",
                        "approve",
                        "recordSha256",
                        draft.path("sha256").asText(),
                        "password",
                        Authenticator.PASSWORD,
                        "otp",
                        Authenticator.freshCode(userId)));
        assertThat(signed.statusCode()).as(signed.body()).isEqualTo(201);
    }

    /** Names of what Tasklist lists, newest first. */
    private List<String> listed(TestClient client) {
        client.get("/camunda/app/tasklist/default/", "Accept", "text/html");
        String filter = TestClient.json(client.get(TASKLIST + "/filter"))
                .get(0)
                .path("id")
                .asText();
        HttpResponse<String> tasks = client.post(
                TASKLIST + "/filter/" + filter + "/list?firstResult=0&maxResults=50",
                "{\"sorting\":[{\"sortBy\":\"created\",\"sortOrder\":\"desc\"}]}",
                "X-XSRF-TOKEN",
                client.cookie("XSRF-TOKEN"));
        assertThat(tasks.statusCode()).as(tasks.body()).isEqualTo(200);
        return StreamSupport.stream(TestClient.json(tasks).spliterator(), false)
                .map(task -> task.path("name").asText())
                .toList();
    }

    private static List<JsonNode> items(TestClient client) {
        JsonNode items = TestClient.json(client.get("/api/tasks")).path("items");
        return StreamSupport.stream(items.spliterator(), false).toList();
    }

    private static String id(JsonNode draft) {
        return draft.path("recordId").asText();
    }
}

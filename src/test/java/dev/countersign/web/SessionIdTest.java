package dev.countersign.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.records.TestRecords;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What a session id is worth, before and after its owner proves something (T20). */
@CountersignTest
@Requirement({"SIG-08", "IDN-05"})
class SessionIdTest {

    private static final String COOKIE = "COUNTERSIGN";

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Test
    void aLoginOverTheInterfaceTakesANewIdToo() {
        String victim = people.somebody(Role.QA_ANALYST);
        TestClient client = TestClient.anonymous(port);
        client.get("/login", "Accept", "text/html");
        String planted = client.cookie(COOKIE);
        login(client, victim);
        String own = client.cookie(COOKIE);
        assertThat(own).isNotEmpty().isNotEqualTo(planted);
        assertThat(with(planted)).isEqualTo(401);

        login(client, people.somebody(Role.QA_ANALYST));
        assertThat(with(own)).as("the session of whoever was signed in before").isEqualTo(401);
    }

    @Test
    @Requirement("SIG-02")
    void aSessionMayDoAfterASigningWhatItCouldBefore() {
        String author = people.signer(Role.QA_ANALYST);
        TestClient client = TestClient.signedIn(port, author);
        String before = client.cookie(COOKIE);
        Map<String, String> first = due(client);
        Map<String, String> second = due(client);

        first.putAll(Map.of("password", Authenticator.PASSWORD, "otp", Authenticator.freshCode(author)));
        assertThat(sign(client, first).statusCode()).isEqualTo(201);

        assertThat(client.cookie(COOKIE)).isEqualTo(before);
        second.putAll(Map.of("password", Authenticator.PASSWORD, "otp", first.get("otp")));
        assertThat(sign(client, second).statusCode()).as("the code once more").isEqualTo(401);
        second.putAll(Map.of("password", "not the password", "otp", Authenticator.freshCode(author)));
        assertThat(sign(client, second).statusCode()).as("a code alone").isEqualTo(401);
        second.putAll(Map.of("password", Authenticator.PASSWORD, "otp", "918273"));
        assertThat(sign(client, second).statusCode()).as("the password alone").isEqualTo(401);
    }

    private static Map<String, String> due(TestClient client) {
        JsonNode draft = TestClient.json(client.post(
                "/api/records",
                new String(TestRecords.sop("SOP-" + UUID.randomUUID()).body(), UTF_8)));
        String recordId = draft.path("recordId").asText();
        client.post(
                "/engine-rest/process-definition/key/record-approval/start",
                Map.of("variables", Map.of("recordId", Map.of("value", recordId))));
        for (JsonNode item : TestClient.json(client.get("/api/tasks")).path("items")) {
            if (item.path("recordId").asText().equals(recordId)) {
                return new HashMap<>(Map.of(
                        "task", item.path("taskId").asText(),
                        "decision", "approve",
                        "recordSha256", draft.path("sha256").asText()));
            }
        }
        throw new AssertionError("no task for record " + recordId);
    }

    private static HttpResponse<String> sign(TestClient client, Map<String, String> typed) {
        Map<String, String> body = new HashMap<>(typed);
        return client.post("/api/tasks/" + body.remove("task") + "/signature", body);
    }

    private static void login(TestClient client, String userId) {
        HttpResponse<String> answer = client.post(
                "/api/session",
                Map.of("username", userId, "password", Authenticator.PASSWORD, "otp", Authenticator.freshCode(userId)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    }

    private int with(String sessionId) {
        return TestClient.anonymous(port)
                .get("/api/session", "Cookie", COOKIE + "=" + sessionId)
                .statusCode();
    }
}

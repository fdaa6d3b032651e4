package dev.countersign.workflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.SoftwareAuthenticator;
import dev.countersign.TestClient;
import dev.countersign.TestPasskeys;
import dev.countersign.TestPeople;
import dev.countersign.TestTasks;
import dev.countersign.authority.Role;
import dev.countersign.ledger.Caller;
import dev.countersign.passkeys.Passkey;
import dev.countersign.passkeys.Passkeys;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Signing by password and passkey over the interface, and each way it is refused: an error signs nothing. */
@CountersignTest
@Requirement({"SIG-02", "SIG-08"})
class PasskeySigningCallTest {

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private Passkeys passkeys;

    @Autowired
    private TestPasskeys testPasskeys;

    private String author;
    private TestClient client;
    private SoftwareAuthenticator authenticator;
    private String recordId;
    private JsonNode task;

    @BeforeEach
    void anAuthorWithAPasskeyHasToSign() {
        author = people.signer(Role.QA_ANALYST);
        authenticator = registered(author);
        client = TestClient.signedIn(port, author);
        start();
    }

    private void start() {
        task = TestTasks.due(client);
        recordId = task.path("recordId").asText();
    }

    private SoftwareAuthenticator registered(String person) {
        return testPasskeys.registered(person, "http://localhost:" + port);
    }

    @Test
    void signsByPasswordAndPasskey() {
        JsonNode asked = asked();
        HttpResponse<String> signed = sign(asked, authenticator, Map.of());

        assertThat(signed.statusCode()).as(signed.body()).isEqualTo(201);
        assertThat(signatures()).isEqualTo(1);
        JsonNode statement = TestClient.json(client.get("/api/signatures/"
                        + TestClient.json(signed).path("signatureId").asText()))
                .path("statement");
        assertThat(statement.at("/authentication/components").toString()).isEqualTo("[\"password\",\"passkey\"]");
        assertThat(asked.path("host").asText()).isEqualTo("localhost");
    }

    @Test
    void anAnswerSignsOnceAndAReplayDoesNotSuspendThePasskey() {
        JsonNode asked = asked();
        Map<String, Object> body = body(asked, authenticator, Map.of());
        assertThat(post(body).statusCode()).isEqualTo(201);
        start();

        assertRefused(post(body), 409, "ceremony-spent");
        assertThat(passkeys.of(author).get(0).state()).isEqualTo(Passkey.State.ACTIVE);
    }

    /** A double click: the second is refused as spent, and is no sign of a copied passkey. */
    @Test
    void parallelUsesOfOneAnswerSignOnceAndSuspendNothing() throws Exception {
        Map<String, Object> body = body(asked(), authenticator, Map.of());
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Integer> statuses = new ArrayList<>();
            for (Future<HttpResponse<String>> answer :
                    threads.invokeAll(Collections.<Callable<HttpResponse<String>>>nCopies(4, () -> post(body)))) {
                statuses.add(answer.get().statusCode());
            }
            assertThat(statuses).containsExactlyInAnyOrder(201, 409, 409, 409);
        } finally {
            threads.shutdownNow();
        }
        assertThat(signatures()).isEqualTo(1);
        assertThat(passkeys.of(author).get(0).state()).isEqualTo(Passkey.State.ACTIVE);
    }

    @Test
    void anAnswerIsForTheIntentItWasAskedFor() {
        JsonNode first = asked();
        JsonNode second = asked();
        Map<String, Object> body = body(first, authenticator, Map.of());
        answer(body).put("ceremonyId", second.path("ceremonyId").asText());

        assertRefused(post(body), 401, "reauthentication-failed");
        assertRefused(sign(second, authenticator, Map.of()), 409, "ceremony-spent");
    }

    @Test
    void theDecisionIsTheOneThePasskeyWasAskedFor() {
        assertRefused(
                sign(asked(), authenticator, Map.of("decision", "reject", "reason", "on second thoughts")),
                409,
                "ceremony-mismatch");
    }

    @Test
    void thePasswordIsStillNeeded() {
        assertRefused(
                sign(asked(), authenticator, Map.of("password", "not my password")), 401, "reauthentication-failed");
    }

    @Test
    void anotherPersonsPasskeySignsNothing() {
        SoftwareAuthenticator others = registered(people.somebody());

        assertRefused(sign(asked(), others, Map.of()), 401, "reauthentication-failed");
    }

    @Test
    void aDeviceThatVerifiesNobodySignsNothing() {
        assertRefused(sign(asked(), authenticator.verifyingNobody(), Map.of()), 401, "reauthentication-failed");
    }

    @Test
    void aPageOfAnUnknownOriginSignsNothing() {
        assertRefused(sign(asked(), authenticator.at("http://localhost:1"), Map.of()), 401, "reauthentication-failed");
    }

    @Test
    void aFrameOfAnUnknownOriginSignsNothing() {
        assertRefused(
                sign(asked(), authenticator.framedBy("http://example.org"), Map.of()), 401, "reauthentication-failed");
    }

    @Test
    void aClonedPasskeySignsNothingAndIsSuspended() {
        assertThat(sign(asked(), authenticator.countingFrom(9), Map.of()).statusCode())
                .isEqualTo(201);
        start();

        assertRefused(sign(asked(), authenticator.countingFrom(3), Map.of()), 401, "reauthentication-failed");
        assertThat(passkeys.of(author).get(0).state()).isEqualTo(Passkey.State.SUSPENDED);
        assertThat(ask().statusCode()).isEqualTo(404);
    }

    @Test
    void whoHasNoneIsTold() {
        passkeys.revokeAll(Caller.system("tests"), author, "for a test");

        HttpResponse<String> refused = ask();
        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(TestClient.json(refused).path("code").asText()).isEqualTo("passkey-not-found");
    }

    @Test
    void badBodiesAreRefusedAndRepeatNothing() {
        Map<String, Object> both = body(asked(), authenticator, Map.of("otp", "123456"));
        assertRefused(post(both), 422, "invalid-request");
        Map<String, Object> less = body(asked(), authenticator, Map.of());
        answer(less).remove("signature");
        HttpResponse<String> refused = post(less);
        assertRefused(refused, 422, "invalid-request");
        assertThat(refused.body()).doesNotContain(Authenticator.PASSWORD);
        HttpResponse<String> asking = client.post(
                path() + "/passkey",
                Map.of(
                        "decision",
                        "approve",
                        "recordSha256",
                        task.path("sha256").asText(),
                        "password",
                        "canary-1"));
        assertThat(asking.statusCode()).isEqualTo(422);
        assertThat(asking.body()).doesNotContain("canary-1");
    }

    private JsonNode asked() {
        HttpResponse<String> asked = ask();
        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(200);
        return TestClient.json(asked);
    }

    private HttpResponse<String> ask() {
        return client.post(
                path() + "/passkey",
                Map.of(
                        "decision",
                        "approve",
                        "recordSha256",
                        task.path("sha256").asText()));
    }

    private HttpResponse<String> sign(JsonNode asked, SoftwareAuthenticator passkey, Map<String, String> typed) {
        return post(body(asked, passkey, typed));
    }

    private Map<String, Object> body(JsonNode asked, SoftwareAuthenticator passkey, Map<String, String> typed) {
        Map<String, String> made = passkey.answer(asked.path("challenge").asText());
        Map<String, Object> answer = new HashMap<>();
        answer.put("ceremonyId", asked.path("ceremonyId").asText());
        answer.put("credentialId", made.get("credentialId"));
        answer.put("clientDataJSON", made.get("clientData"));
        answer.put("authenticatorData", made.get("authenticatorData"));
        answer.put("signature", made.get("signature"));
        Map<String, Object> body = new HashMap<>(Map.of(
                "decision",
                "approve",
                "recordSha256",
                task.path("sha256").asText(),
                "password",
                Authenticator.PASSWORD,
                "passkey",
                answer));
        body.putAll(typed);
        return body;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> answer(Map<String, Object> body) {
        return (Map<String, Object>) body.get("passkey");
    }

    private HttpResponse<String> post(Map<String, Object> body) {
        return client.post(path(), body);
    }

    private String path() {
        return "/api/tasks/" + task.path("taskId").asText() + "/signature";
    }

    private void assertRefused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(TestClient.json(answer).path("code").asText()).isEqualTo(code);
        assertThat(signatures()).isZero();
    }

    private int signatures() {
        return TestClient.json(client.get("/api/records/" + recordId))
                .at("/versions/0/signatures")
                .size();
    }
}

package dev.countersign.workflow.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.StoredRows;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.ledger.Ledger;
import dev.countersign.records.TestRecords;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** {@code POST /api/tasks/{taskId}/signature} and each of its documented errors: an error leaves its audit entry, nothing else. */
@CountersignTest
@Requirement("SIG-08")
class SigningCallTest {

    @Autowired
    private TestPeople people;

    @Autowired
    private Environment environment;

    @Autowired
    private StoredRows rows;

    @Autowired
    private Ledger ledger;

    private int port;
    private String author;
    private TestClient client;
    private String recordId;
    private JsonNode task;
    private int signedBefore;
    private int refusedBefore;
    private Map<String, Long> before = Map.of();

    @BeforeEach
    void anAuthorsSignatureIsDue() {
        port = environment.getRequiredProperty("local.server.port", Integer.class);
        author = people.signer(Role.QA_ANALYST);
        client = TestClient.signedIn(port, author);
        start();
    }

    /** A record of this author, waiting for the author's signature. */
    private void start() {
        JsonNode drafted = TestClient.json(client.post(
                "/api/records",
                new String(TestRecords.sop("SOP-" + UUID.randomUUID()).body(), UTF_8)));
        recordId = drafted.path("recordId").asText();
        client.post(
                "/engine-rest/process-definition/key/record-approval/start",
                Map.of(
                        "businessKey", UUID.randomUUID().toString(),
                        "variables", Map.of("recordId", Map.of("value", recordId))));
        task = task(client);
    }

    @Test
    void refusesAWrongPassword() {
        assertRefused(sign(Map.of("password", "not my password", "otp", fresh())), 401, "reauthentication-failed");
    }

    @Test
    void refusesAWrongCode() {
        assertRefused(sign(Map.of("otp", "000000")), 401, "reauthentication-failed");
    }

    @Test
    void refusesACodeThatWasUsedAlready() {
        String code = fresh();
        assertThat(sign(Map.of("otp", code)).statusCode()).isEqualTo(201);
        start();
        assertRefused(sign(Map.of("otp", code)), 401, "reauthentication-failed");
    }

    @Test
    void refusesTheCodeThatOpenedTheSession() {
        String reviewer = people.signer(Role.QA_ANALYST);
        assertThat(sign(Map.of("otp", fresh())).statusCode()).isEqualTo(201);
        String code = Authenticator.freshCode(reviewer);
        TestClient session = TestClient.anonymous(port);
        assertThat(session.post(
                                "/api/session",
                                Map.of("username", reviewer, "password", Authenticator.PASSWORD, "otp", code))
                        .statusCode())
                .isEqualTo(204);
        session.readCsrf();
        client = session;
        task = task(session);
        signedBefore = 1;
        assertRefused(sign(Map.of("otp", code)), 401, "reauthentication-failed");
    }

    @Test
    void refusesALateCode() {
        String late = Authenticator.codeAt(author, Authenticator.currentStep() - 3);
        assertRefused(sign(Map.of("otp", late)), 401, "reauthentication-failed");
    }

    @Test
    void refusesAStaleRecordHash() {
        assertRefused(sign(Map.of("recordSha256", "0".repeat(64), "otp", fresh())), 409, "record-changed");
    }

    @Test
    void refusesAPresentationThatIsNotTheCurrentOne() {
        assertRefused(sign(Map.of("presentationSha256", "0".repeat(64), "otp", fresh())), 409, "record-changed");
    }

    @Test
    @Requirement("SIG-04")
    void refusesAMeaningThatIsNotAllowed() {
        assertRefused(sign(Map.of("meaning", "release", "otp", fresh())), 422, "meaning-not-allowed");
    }

    @Test
    @Requirement("SIG-04")
    void refusesARejectionWithoutAReason() {
        assertRefused(sign(Map.of("decision", "reject", "otp", fresh())), 422, "reason-required");
    }

    @Test
    void refusesATaskThatIsCompleted() {
        assertThat(sign(Map.of("otp", fresh())).statusCode()).isEqualTo(201);
        HttpResponse<String> again = sign(Map.of("otp", fresh()));
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(TestClient.json(again).path("code").asText()).isEqualTo("task-completed");
        assertThat(rows.counted()).as("what is left behind").isEqualTo(before);
        assertThat(refusals() - refusedBefore).isEqualTo(1);
    }

    @Test
    void refusesTheAuthorAsReviewer() {
        String reviewer = people.signer(Role.QA_ANALYST);
        assertThat(sign(Map.of("otp", fresh())).statusCode()).isEqualTo(201);
        task = task(TestClient.signedIn(port, reviewer));
        HttpResponse<String> refused = sign(Map.of("otp", fresh()));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(TestClient.json(refused).path("rule").asText()).isEqualTo("AUT-003");
        assertThat(signatures()).hasSize(1);
        assertThat(refusals() - refusedBefore).isEqualTo(1);
    }

    @Test
    void refusesATaskOfSomebodyElse() {
        String one = people.signer(Role.QA_ANALYST);
        assertThat(sign(Map.of("otp", fresh())).statusCode()).isEqualTo(201);
        TestClient holder = TestClient.signedIn(port, one);
        task = task(holder);
        assertThat(holder.post("/api/tasks/" + task.path("taskId").asText() + "/claim", Map.of())
                        .statusCode())
                .isEqualTo(204);
        author = people.signer(Role.QA_ANALYST);
        client = TestClient.signedIn(port, author);
        HttpResponse<String> refused = sign(Map.of("otp", fresh()));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(TestClient.json(refused).path("code").asText()).isEqualTo("not-authorized");
        assertThat(refusals() - refusedBefore).isEqualTo(1);
    }

    @Test
    @Requirement({"SIG-05", "SIG-08"})
    void makesOneSignatureOfSixtyFourTimesTheSameCall() throws Exception {
        Map<String, String> typed = Map.of("otp", fresh());
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int number = 0; number < 64; number++) {
            calls.add(() -> call(typed).statusCode());
        }
        ExecutorService threads = Executors.newFixedThreadPool(64);
        List<Integer> answers = new ArrayList<>();
        try {
            for (Future<Integer> call : threads.invokeAll(calls)) {
                answers.add(call.get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(answers).as("one of them").containsOnlyOnce(201);
        assertThat(answers).as("and refusals").allMatch(answer -> answer < 500);
        assertThat(signatures()).as("with the session that signed").hasSize(1);
    }

    private void assertRefused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(TestClient.json(answer).path("code").asText()).isEqualTo(code);
        assertThat(TestClient.json(answer).path("detail").asText()).isNotBlank();
        assertThat(signatures()).hasSize(signedBefore);
        assertNothingLeft(code);
    }

    /** But the one entry of the refusal; what was shown stays shown, as a blob. */
    private void assertNothingLeft(String code) {
        Map<String, Long> after = rows.counted();
        after.keySet().remove("worm.blob");
        before.keySet().remove("worm.blob");
        assertThat(after).as("what is left behind").isEqualTo(before);
        String told = code.equals("reauthentication-failed") ? "presence.failed" : "refused";
        assertThat(refusals() - refusedBefore).as("entries of the refusal").isEqualTo(1);
        assertThat(entries(told).items()).hasSize(1);
        assertThat(task(client).path("taskId")).as("still to be signed").isEqualTo(task.path("taskId"));
    }

    /** Entries that tell of this caller's refusals: of password and code by the one kind, of everything else by the other. */
    private int refusals() {
        return entries("refused").total() + entries("presence.failed").total();
    }

    private Ledger.Page entries(String type) {
        String caller =
                TestClient.json(client.get("/api/session")).path("userId").asText();
        return ledger.search(new Ledger.Filter(null, null, caller, type, null), 0, 1);
    }

    private List<JsonNode> signatures() {
        List<JsonNode> signatures = new ArrayList<>();
        TestClient.json(client.get("/api/records/" + recordId))
                .at("/versions/0/signatures")
                .forEach(signatures::add);
        return signatures;
    }

    private HttpResponse<String> sign(Map<String, String> typed) {
        before = rows.counted();
        refusedBefore = refusals();
        return call(typed);
    }

    private HttpResponse<String> call(Map<String, String> typed) {
        Map<String, String> body = new HashMap<>(Map.of(
                "decision",
                "approve",
                "recordSha256",
                task.path("sha256").asText(),
                "password",
                Authenticator.PASSWORD));
        body.putAll(typed);
        return client.post("/api/tasks/" + task.path("taskId").asText() + "/signature", body);
    }

    private String fresh() {
        return Authenticator.freshCode(author);
    }

    private JsonNode task(TestClient of) {
        for (JsonNode item :
                TestClient.json(of.get("/api/tasks?recordId=" + recordId)).path("items")) {
            if (item.path("recordId").asText().equals(recordId)) {
                return item;
            }
        }
        throw new AssertionError("no task for record " + recordId);
    }
}

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
import java.util.Set;
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
        assertNotPresent(Map.of("password", "not my password", "otp", fresh()));
    }

    @Test
    void refusesAWrongCode() {
        assertNotPresent(Map.of("otp", "000000"));
    }

    @Test
    void refusesACodeThatWasUsedAlready() {
        String code = fresh();
        assertThat(call(Map.of("otp", code)).statusCode()).isEqualTo(201);
        start();
        assertNotPresent(Map.of("otp", code));
    }

    @Test
    void refusesTheCodeThatOpenedTheSession() {
        String reviewer = people.signer(Role.QA_ANALYST);
        assertThat(call(Map.of("otp", fresh())).statusCode()).isEqualTo(201);
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
        assertNotPresent(Map.of("otp", code));
    }

    @Test
    void refusesALateCode() {
        String late = Authenticator.codeAt(author, Authenticator.currentStep() - 3);
        assertNotPresent(Map.of("otp", late));
    }

    @Test
    void refusesAStaleRecordHash() {
        assertRefused(Map.of("recordSha256", "0".repeat(64)), 409, "record-changed");
    }

    @Test
    void refusesAPresentationThatIsNotTheCurrentOne() {
        assertRefused(Map.of("presentationSha256", "0".repeat(64)), 409, "record-changed");
    }

    @Test
    @Requirement("SIG-04")
    void refusesAMeaningThatIsNotAllowed() {
        assertRefused(Map.of("meaning", "release"), 422, "meaning-not-allowed");
    }

    @Test
    @Requirement("SIG-04")
    void refusesARejectionWithoutAReason() {
        assertRefused(Map.of("decision", "reject"), 422, "reason-required");
    }

    @Test
    @Requirement({"WFL-01", "SIG-05"})
    void refusesATaskThatIsCompleted() {
        assertThat(call(Map.of("otp", fresh())).statusCode()).isEqualTo(201);
        assertRefused(Map.of(), 409, "task-completed");
    }

    @Test
    @Requirement("AUT-03")
    void refusesTheAuthorAsReviewer() {
        assertThat(call(Map.of("otp", fresh())).statusCode()).isEqualTo(201);
        task = task(client);
        JsonNode refused = assertRefused(Map.of(), 403, "not-authorized");
        assertThat(refused.path("rule").asText()).isEqualTo("AUT-003");
    }

    @Test
    @Requirement({"WFL-01", "SIG-08"})
    void refusesATaskOfSomebodyElse() {
        String one = people.signer(Role.QA_ANALYST);
        assertThat(call(Map.of("otp", fresh())).statusCode()).isEqualTo(201);
        TestClient holder = TestClient.signedIn(port, one);
        task = task(holder);
        assertThat(holder.post("/api/tasks/" + task.path("taskId").asText() + "/claim", Map.of())
                        .statusCode())
                .isEqualTo(204);
        author = people.signer(Role.QA_ANALYST);
        client = TestClient.signedIn(port, author);
        JsonNode refused = assertRefused(Map.of(), 403, "not-authorized");
        assertThat(refused.path("detail").asText()).contains(one);
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

    /** For password or code: the failure is counted, the ceremony of the attempt is over, and what was shown stays stored. */
    private void assertNotPresent(Map<String, String> typed) {
        assertRefused(
                typed,
                401,
                "reauthentication-failed",
                "presence.failed",
                Set.of("app.attempt", "app.ceremony", "worm.blob"));
    }

    /** For anything else: of this too there is the entry alone. */
    private JsonNode assertRefused(Map<String, String> typed, int status, String code) {
        return assertRefused(typed, status, code, "refused", Set.of());
    }

    private JsonNode assertRefused(
            Map<String, String> typed, int status, String code, String told, Set<String> changed) {
        Map<String, String> given = new HashMap<>(typed);
        given.computeIfAbsent("otp", missing -> fresh());
        int before = refusals();
        int mine = entries(told).total();
        HttpResponse<String> answer = rows.leftAloneBy(() -> call(given), changed);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JsonNode problem = TestClient.json(answer);
        assertThat(problem.path("code").asText()).isEqualTo(code);
        assertThat(problem.path("detail").asText()).isNotBlank();
        assertThat(refusals() - before).as("entries of the refusal").isEqualTo(1);
        assertThat(entries(told).total() - mine).as("of this kind").isEqualTo(1);
        return problem;
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

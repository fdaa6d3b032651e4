package dev.countersign.workflow.web;

import static dev.countersign.TestSigner.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.StoredRows;
import dev.countersign.TestPeople;
import dev.countersign.TestSigner;
import dev.countersign.authority.Role;
import dev.countersign.records.TestRecords;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What can be called on a task, over HTTP: claimed by whom, locked for whom, repeated with which key, and when it is over. */
@CountersignTest
class TaskCallsTest {

    private static final String KEY = "Idempotency-Key";

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private StoredRows rows;

    private TestSigner author;
    private String recordId;
    private String taskId;

    @BeforeEach
    void anAuthorsSignatureIsDue() {
        author = TestSigner.with(people, port, Role.QA_ANALYST);
        recordId = author.started(TestRecords.sop("SOP-" + UUID.randomUUID()));
        taskId = author.task(recordId).path("taskId").asText();
    }

    @Test
    @Requirement({"WFL-01", "AUT-04"})
    void aTaskIsClaimedByOneWhoMaySignIt() {
        expect(201, author.approve(recordId));
        TestSigner reviewer = analyst();
        taskId = reviewer.task(recordId).path("taskId").asText();
        assertRefused(() -> claim(author), 403, "not-authorized", "AUT-003", "wrote a version");
        TestSigner manager = TestSigner.with(people, port, Role.QA_MANAGER);
        assertRefused(() -> claim(manager), 403, "not-authorized", "", "");
        assertThat(claim(reviewer).statusCode()).isEqualTo(204);
        assertThat(rows.leftAloneBy(() -> claim(reviewer)).statusCode())
                .as("what one has already")
                .isEqualTo(204);
        TestSigner another = analyst();
        assertRefused(() -> claim(another), 409, "claimed", "WFL-010", reviewer.userId());
        assertThat(reviewer.task(recordId).path("assignee").asText()).isEqualTo(reviewer.userId());
    }

    /** The lock is the signing's alone: whoever has it reads on. */
    @Test
    @Requirement({"SIG-08", "IDN-04"})
    void tenWrongCodesLockSigningEvenForTheRightOne() {
        for (int failure = 1; failure < 10; failure++) {
            expect(401, author.sign(recordId, Map.of("otp", "000000")));
        }
        assertThat(author.sign(recordId, Map.of("otp", "000000")).statusCode()).isIn(401, 423);
        HttpResponse<String> locked =
                rows.leftAloneBy(() -> author.approve(recordId), Set.of("app.attempt", "app.ceremony", "worm.blob"));

        JsonNode problem = expect(423, locked);
        assertThat(problem.path("code").asText()).isEqualTo("signing-locked");
        assertThat(problem.path("detail").asText()).isNotBlank();
        assertThat(author.read(recordId).at("/versions/0/signatures")).isEmpty();
        assertThat(author.task(recordId).path("taskId").asText()).isEqualTo(taskId);
    }

    @Test
    @Requirement({"INT-02", "SIG-05"})
    void theSameCallWithTheSameKeySignsOnceAndIsAnsweredTheSame() {
        String key = UUID.randomUUID().toString();
        JsonNode task = author.task(recordId);
        Map<String, String> body = author.body(task, Map.of());
        HttpResponse<String> first = author.client().post(TestSigner.path(task), body, KEY, key);
        HttpResponse<String> again =
                rows.leftAloneBy(() -> author.client().post(TestSigner.path(task), body, KEY, key));

        expect(201, first);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"));
        assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(author.read(recordId).at("/versions/0/signatures")).hasSize(1);

        Map<String, String> other = author.body(task, Map.of("decision", "reject", "reason", "after all"));
        JsonNode refused =
                expect(422, rows.leftAloneBy(() -> author.client().post(TestSigner.path(task), other, KEY, key)));
        assertThat(refused.path("code").asText()).isEqualTo("idempotency-key-reused");
        assertThat(author.read(recordId).at("/versions/0/signatures")).hasSize(1);
    }

    /** Password and code are no part of what is compared. */
    @Test
    @Requirement({"INT-02", "SIG-08"})
    void aKeyWhoseCallWasRefusedSignsWithTheRightCode() {
        String key = UUID.randomUUID().toString();
        expect(401, author.sign(recordId, Map.of("otp", "000000"), KEY, key));
        expect(201, author.sign(recordId, Map.of(), KEY, key));
        assertThat(author.read(recordId).at("/versions/0/signatures")).hasSize(1);
    }

    static Stream<Arguments> calls() {
        return Stream.of(
                call("claim", (of, task) -> of.client().post("/api/tasks/" + task + "/claim", Map.of())),
                call("release", (of, task) -> of.client().post("/api/tasks/" + task + "/release", Map.of())),
                call("presentation", (of, task) -> of.client().get("/api/tasks/" + task + "/presentation")),
                call("rejection", (of, task) -> of.client().post("/api/tasks/" + task + "/signature", another(of))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    @Requirement({"WFL-01", "SIG-08"})
    void aTaskThatIsCompletedTakesNothingMore(String what, Call call) {
        expect(201, author.approve(recordId));
        assertRefused(() -> call.on(author, taskId), 409, "task-completed", "", "");
        assertThat(author.read(recordId).at("/versions/0/signatures")).hasSize(1);
    }

    /** Another decision than the one that was signed. */
    private static Map<String, String> another(TestSigner of) {
        return Map.of(
                "decision",
                "reject",
                "reason",
                "after all",
                "recordSha256",
                "0".repeat(64),
                "password",
                Authenticator.PASSWORD,
                "otp",
                Authenticator.freshCode(of.userId()));
    }

    interface Call {
        HttpResponse<String> on(TestSigner signer, String task);
    }

    private static Arguments call(String what, Call call) {
        return Arguments.of(what, call);
    }

    private void assertRefused(
            Supplier<HttpResponse<String>> call, int status, String code, String rule, String detail) {
        JsonNode problem = expect(status, rows.leftAloneBy(call));
        assertThat(problem.path("code").asText()).isEqualTo(code);
        assertThat(problem.path("rule").asText()).contains(rule);
        assertThat(problem.path("detail").asText()).contains(detail).isNotBlank();
    }

    private HttpResponse<String> claim(TestSigner signer) {
        return signer.client().post("/api/tasks/" + taskId + "/claim", Map.of());
    }

    private TestSigner analyst() {
        return TestSigner.with(people, port, Role.QA_ANALYST);
    }
}

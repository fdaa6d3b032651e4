package dev.countersign.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.TestTasks;
import dev.countersign.authority.Role;
import java.net.http.HttpResponse;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Somebody has the task open, knows the password and holds the authenticator; then a role, the session, the device or the person is revoked:
 * the very next signature is refused, and nothing is stored (T1, T20, 11.10(g)).
 */
@CountersignTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Requirement({"SIG-02", "IDN-05"})
class RevokedSigningTest {

    private static final Map<String, String> BECAUSE = Map.of("reason", "moved to another department");

    /**
     * What is taken away, the status that the next signature gets, and the code of the refusal. Of a suspended person the account is remembered
     * for a second: until then it is their components that are not accepted.
     */
    enum Revoked {
        ROLE(403, "not-authorized"),
        SESSION(401, "not-signed-in"),
        DEVICE(401, "not-signed-in"),
        PERSON(401, "not-signed-in|reauthentication-failed");

        private final int status;
        private final String codes;

        Revoked(int status, String codes) {
            this.status = status;
            this.codes = codes;
        }
    }

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    private TestClient administrator;
    private TestClient manager;

    @BeforeAll
    void signIn() {
        administrator = TestClient.signedIn(port, people.somebody(Role.IT_ADMINISTRATOR));
        manager = TestClient.signedIn(port, people.signer(Role.QA_MANAGER));
    }

    @ParameterizedTest
    @EnumSource
    void whatWasRevokedDoesNotSign(Revoked what) {
        String person = people.signer(Role.QA_ANALYST);
        TestClient here = TestClient.signedIn(port, person);
        JsonNode before = TestTasks.due(here);
        JsonNode after = TestTasks.due(here);
        HttpResponse<String> signed = sign(here, person, before);
        assertThat(signed.statusCode()).as(signed.body()).isEqualTo(201);

        revoke(what, person);

        HttpResponse<String> refused = sign(here, person, after);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(what.status);
        assertThat(TestClient.json(refused).path("code").asText()).matches(what.codes);
        assertThat(signatures(after)).as("stored").isZero();
        assertThat(signatures(before)).as("what was signed stays").isOne();
    }

    /** The account is remembered for a second; after it the session is over too, and says so. */
    @Test
    void aSuspendedPersonIsToldThatTheSessionIsOver() {
        String person = people.signer(Role.QA_ANALYST);
        TestClient here = TestClient.signedIn(port, person);
        JsonNode task = TestTasks.due(here);
        revoke(Revoked.PERSON, person);
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(here.get("/api/session").statusCode()).isEqualTo(401));
        HttpResponse<String> refused = sign(here, person, task);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(TestClient.json(refused).path("code").asText()).isEqualTo("not-signed-in");
        assertThat(signatures(task)).isZero();
    }

    private void revoke(Revoked what, String person) {
        String account = "/api/accounts/" + person;
        HttpResponse<String> answer =
                switch (what) {
                    case ROLE -> manager.post(account + "/roles/qa-analyst/revocation", BECAUSE);
                    case SESSION -> administrator.post(account + "/sessions/revocation", BECAUSE);
                    case DEVICE -> TestClient.signedIn(port, person).post("/api/account/lost-device", Map.of());
                    case PERSON -> administrator.post(account + "/suspension", BECAUSE);
                };
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
    }

    private static HttpResponse<String> sign(TestClient person, String userId, JsonNode task) {
        String address = "/api/tasks/" + task.path("taskId").asText();
        person.get(address + "/presentation");
        return person.post(
                address + "/signature",
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

    private int signatures(JsonNode task) {
        HttpResponse<String> answer =
                manager.get("/api/records/" + task.path("recordId").asText());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return TestClient.json(answer).at("/versions/0/signatures").size();
    }
}

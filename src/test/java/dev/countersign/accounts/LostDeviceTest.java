package dev.countersign.accounts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.identity.Components;
import dev.countersign.records.TestRecords;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a person signs with is lost: it is worth nothing at once, and two others let them begin anew (T1, T3, 11.300(c)). */
@CountersignTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Requirement({"IDN-02", "KEY-05"})
class LostDeviceTest {

    private static final Map<String, String> BECAUSE = Map.of("reason", "the telephone was stolen");

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private Components components;

    @Autowired
    private JdbcTemplate database;

    private TestClient administrator;
    private TestClient manager;

    @BeforeAll
    void signIn() {
        administrator = TestClient.signedIn(port, people.somebody(Role.IT_ADMINISTRATOR));
        manager = TestClient.signedIn(port, people.signer(Role.QA_MANAGER));
    }

    @Test
    @Requirement({"SIG-08", "IDN-05"})
    void aLostDeviceEndsKeyAndSessionsAtOnceAndWhatWasSignedStaysValid() {
        String person = people.signer(Role.QA_ANALYST);
        TestClient here = TestClient.signedIn(port, person);
        TestClient thief = TestClient.signedIn(port, person);
        Map<String, String> first = due(here);
        Map<String, String> second = due(thief);
        HttpResponse<String> signed = sign(here, person, first);
        assertThat(signed.statusCode()).as(signed.body()).isEqualTo(201);
        String signature = TestClient.json(signed).path("signatureId").asText();

        assertThat(here.post("/api/account/lost-device", Map.of()).statusCode()).isEqualTo(204);

        assertThat(thief.get("/api/session").statusCode()).isEqualTo(401);
        assertThat(here.get("/api/session").statusCode()).isEqualTo(401);
        assertThat(sign(thief, person, second).statusCode()).isEqualTo(401);
        assertThat(login(person)).as("password and the next code").isEqualTo(401);
        assertThat(components.of(person).keyState()).isEqualTo("ended");
        assertThat(components.of(person).authenticatorSince()).isNull();
        assertThat(database.queryForObject(
                        "SELECT count(*) FROM app.signing_key WHERE user_id = ? AND wrapped IS NOT NULL",
                        Integer.class,
                        person))
                .as("keys that a password could still open")
                .isZero();
        JsonNode verification =
                TestClient.json(manager.get("/api/signatures/" + signature)).path("verification");
        assertThat(verification.path("state").asText())
                .as(verification.toString())
                .isIn("VALID", "INDETERMINATE");
        assertThat(manager.get("/api/audit/entries?type=device.lost&size=50").body())
                .contains("person:" + person, "\"exception\"");
    }

    @Test
    @Requirement({"IDN-01", "AUT-03"})
    void twoPeopleResetAndOnlyThenCanThePersonBeInvitedAnew() {
        String person = people.signer(Role.QA_ANALYST);
        TestClient.signedIn(port, person).post("/api/account/lost-device", Map.of());
        String invitation = "/api/accounts/" + person + "/invitation";
        assertThat(administrator.post(invitation, BECAUSE).statusCode())
                .as("an administrator alone")
                .isEqualTo(409);

        String request = requested(person);
        assertThat(decide(administrator, request, true)).as("who asked").isEqualTo(403);
        assertThat(administrator
                        .post("/api/accounts/" + person + "/reset", BECAUSE)
                        .statusCode())
                .as("asked twice")
                .isEqualTo(409);
        assertThat(decide(manager, request, true)).isEqualTo(204);

        assertThat(components.of(person).passwordSince()).isNull();
        assertThat(components.of(person).keyState()).isEqualTo("ended");
        assertThat(administrator.post(invitation, BECAUSE).statusCode()).isEqualTo(201);
        assertThat(login(person)).isEqualTo(401);
        assertThat(manager.get("/api/audit/entries?type=person.reset&size=50").body())
                .contains("person:" + person, BECAUSE.get("reason"));
    }

    @Test
    void whoIsInvitedAndHasNothingYetIsSomebody() {
        String person = "invited-" + UUID.randomUUID();
        HttpResponse<String> made = administrator.post(
                "/api/accounts",
                Map.of(
                        "userId", person,
                        "printedName", "Ina Invited",
                        "title", "Analyst",
                        "zone", "UTC",
                        "reason", "joins"));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);

        assertThat(components.of(person).keyState()).isNull();
        assertThat(components.of(person).passwordSince()).isNull();
    }

    @Test
    void aRefusedResetChangesNothing() {
        String person = people.signer(Role.QA_ANALYST);

        assertThat(decide(manager, requested(person), false)).isEqualTo(204);

        assertThat(components.of(person).keyState()).isEqualTo("certified");
        assertThat(login(person)).isEqualTo(204);
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"IT_ADMINISTRATOR"},
            mode = EnumSource.Mode.EXCLUDE)
    @Requirement("AUT-01")
    void nobodyButAnItAdministratorAsksForAReset(Role role) {
        String person = people.somebody(Role.QA_ANALYST);
        TestClient curious = TestClient.signedIn(port, people.somebody(role));
        assertThat(curious.post("/api/accounts/" + person + "/reset", BECAUSE).statusCode())
                .isEqualTo(403);
    }

    @Test
    void aResetNeedsAReasonAndAnAccountThatHasSomethingToReset() {
        String person = people.somebody(Role.QA_ANALYST);
        HttpResponse<String> unexplained = administrator.post("/api/accounts/" + person + "/reset", Map.of());
        assertThat(TestClient.json(unexplained).path("code").asText()).isEqualTo("reason-required");
        HttpResponse<String> nobody = administrator.post("/api/accounts/no-such-person/reset", BECAUSE);
        assertThat(TestClient.json(nobody).path("code").asText()).isEqualTo("person-not-found");
        assertThat(decide(manager, requested(person), true)).isEqualTo(204);
        HttpResponse<String> again = administrator.post("/api/accounts/" + person + "/reset", BECAUSE);
        assertThat(TestClient.json(again).path("code").asText()).isEqualTo("state-refused");
    }

    private String requested(String person) {
        HttpResponse<String> answer = administrator.post("/api/accounts/" + person + "/reset", BECAUSE);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return TestClient.json(answer).path("requestId").asText();
    }

    private static int decide(TestClient who, String request, boolean grant) {
        return who.post(
                        "/api/accounts/resets/" + request + "/decision",
                        Map.of("grant", grant, "reason", BECAUSE.get("reason")))
                .statusCode();
    }

    private int login(String person) {
        return TestClient.anonymous(port)
                .post(
                        "/api/session",
                        Map.of(
                                "username",
                                person,
                                "password",
                                Authenticator.PASSWORD,
                                "otp",
                                Authenticator.freshCode(person)))
                .statusCode();
    }

    private static Map<String, String> due(TestClient client) {
        JsonNode draft = TestClient.json(client.post(
                "/api/records",
                new String(TestRecords.sop("SOP-" + UUID.randomUUID()).body(), UTF_8)));
        String recordId = draft.path("recordId").asText();
        client.post(
                "/engine-rest/process-definition/key/record-approval/start",
                Map.of("variables", Map.of("recordId", Map.of("value", recordId))));
        for (JsonNode item :
                TestClient.json(client.get("/api/tasks?recordId=" + recordId)).path("items")) {
            if (item.path("recordId").asText().equals(recordId)) {
                return new HashMap<>(Map.of(
                        "task", item.path("taskId").asText(),
                        "decision", "approve",
                        "recordSha256", draft.path("sha256").asText()));
            }
        }
        throw new AssertionError("no task for record " + recordId);
    }

    private static HttpResponse<String> sign(TestClient client, String person, Map<String, String> typed) {
        Map<String, String> body = new HashMap<>(typed);
        body.putAll(Map.of("password", Authenticator.PASSWORD, "otp", Authenticator.freshCode(person)));
        return client.post("/api/tasks/" + body.remove("task") + "/signature", body);
    }
}

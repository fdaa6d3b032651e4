package dev.countersign.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Authority;
import dev.countersign.authority.Authority.Demanded;
import dev.countersign.authority.Lineage;
import dev.countersign.authority.PageBadges;
import dev.countersign.authority.Role;
import dev.countersign.crypto.UtcTime;
import dev.countersign.database.DatabaseRoles;
import dev.countersign.ledger.Caller;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Roles that end by themselves, over HTTP: an inspector's always, everybody else's if two people say so (CPY-05, 11.10(d)). */
@CountersignTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Requirement({"CPY-05", "AUT-04"})
class RoleEndTest {

    private static final String AUDITOR = "regulatory-auditor";

    @LocalServerPort
    int port;

    @Autowired
    TestPeople people;

    @Autowired
    Authority authority;

    @Autowired
    PageBadges badges;

    @Autowired
    DatabaseRoles roles;

    @Autowired
    org.camunda.bpm.engine.IdentityService engine;

    private TestClient administrator;
    private TestClient manager;
    private String person;

    @BeforeAll
    void signIn() {
        administrator = TestClient.signedIn(port, people.somebody(Role.IT_ADMINISTRATOR));
        manager = TestClient.signedIn(port, people.signer(Role.QA_MANAGER));
    }

    @Test
    void whatIsAskedForAndGrantedSaysItsEndAndSoDoesTheTrail() {
        person = people.somebody();
        String end = UtcTime.write(Instant.now().plus(Duration.ofDays(20)));

        HttpResponse<String> asked = ask(AUDITOR, end);
        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(201);
        assertThat(TestClient.json(asked).path("until").asText()).isEqualTo(end);
        assertThat(authority.roles(person)).isEmpty();
        assertThat(administrator.get("/accounts").body()).contains("It would end ");
        assertThat(decide(administrator, asked)).as("who asked").isEqualTo(403);
        assertThat(decide(manager, asked)).isEqualTo(204);

        assertThat(authority.roles(person)).containsExactly(Role.REGULATORY_AUDITOR);
        assertThat(grants()).hasSize(1);
        assertThat(grants().path(0).path("until").asText()).isEqualTo(end);
        assertThat(grants().path(0).path("ended").asBoolean()).isFalse();
        assertThat(ends("role.requested")).containsExactly(end);
        assertThat(ends("role.request-granted")).containsExactly(end);
        assertThat(ends("role.granted")).containsExactly(end);
    }

    @Test
    void aRoleWhoseEndPassesCountsNowhereAnyMoreInARunningSessionToo() throws Exception {
        person = people.somebody(Role.REGULATORY_AUDITOR, Role.QA_ANALYST);
        TestClient session = TestClient.signedIn(port, person);
        Caller caller = Caller.person(person, "s", null);
        Lineage none = new Lineage(Set.of(), Map.of());
        assertThat(session.get("/api/audit/entries").statusCode()).isEqualTo(200);
        assertThat(badges.of(caller)).containsKey("readableTrail");
        assertThat(groups()).contains(AUDITOR);
        var standing = authority.standing(person);

        pass(AUDITOR);

        HttpResponse<String> refused = session.get("/api/audit/entries");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(TestClient.json(refused).path("code").asText()).isEqualTo("not-authorized");
        assertThat(TestClient.json(refused).path("rule").asText() + refused.body())
                .contains("AUT-015", "role Regulatory Auditor ended at ", "Have an IT Administrator ask for it again");
        assertThat(TestClient.json(session.get("/api/session")).path("roles").toString())
                .isEqualTo("[\"qa-analyst\"]");
        assertThat(session.get("/api/records").statusCode())
                .as("another role stays")
                .isEqualTo(200);
        assertThat(badges.of(caller)).doesNotContainKey("readableTrail");
        assertThat(groups()).doesNotContain(AUDITOR).contains("qa-analyst");
        assertThat(authority.standing(person)).isNotEqualTo(standing);
        assertThat(authority.refusalToSign(
                        person, new Demanded("inspection", AUDITOR, "inspection", "sop", List.of()), none))
                .hasValueSatisfying(refusal -> assertThat(refusal.number()).isEqualTo("AUT-015"));
    }

    @Test
    void theEndThatPassedIsShownAndTheRoleCanBeGivenAnewWithBothInTheHistory() throws Exception {
        person = people.somebody(Role.REGULATORY_AUDITOR);
        pass(AUDITOR);

        assertThat(account().path("roles")).isEmpty();
        assertThat(grants().path(0).path("ended").asBoolean()).isTrue();
        assertThat(administrator.get("/accounts/" + person).body()).contains("ended ", "Regulatory Auditor");

        String end = UtcTime.write(Instant.now().plus(Duration.ofDays(3)));
        assertThat(decide(manager, ask(AUDITOR, end))).isEqualTo(204);

        assertThat(account().path("roles").toString()).isEqualTo("[\"regulatory-auditor\"]");
        assertThat(grants()).hasSize(1);
        assertThat(grants().path(0).path("until").asText()).isEqualTo(end);
        assertThat(entries("role.revoked")).hasSize(1);
        assertThat(entries("role.revoked").get(0).path("reason").asText())
                .startsWith("another grant takes its place: ");
        assertThat(entries("role.granted")).hasSize(2);
    }

    @Test
    void anEndIsPutOffByAnotherGrantWithoutAGap() {
        person = people.somebody(Role.REGULATORY_AUDITOR);
        String end = UtcTime.write(Instant.now().plus(Duration.ofDays(60)));

        HttpResponse<String> asked = ask(AUDITOR, end);

        assertThat(authority.roles(person)).as("while it waits").containsExactly(Role.REGULATORY_AUDITOR);
        assertThat(decide(manager, asked)).isEqualTo(204);
        assertThat(grants()).hasSize(1);
        assertThat(grants().path(0).path("until").asText()).isEqualTo(end);
    }

    @Test
    void anInspectorsAccessIsNeverAskedForWithoutAnEnd() {
        person = people.somebody();

        assertRefused(ask(AUDITOR, null), "end-required", "AUT-016");

        Map<String, Object> account = new HashMap<>(Map.of(
                "userId", "never-" + person,
                "printedName", "Nobody",
                "title", "Inspector",
                "zone", "UTC",
                "roles", List.of(AUDITOR),
                "reason", "an inspection"));
        assertRefused(administrator.post("/api/accounts", account), "end-required", "AUT-016");
        account.remove("userId");
        assertRefused(manager.post("/api/account-requests", account), "end-required", "AUT-016");
        account.put("until", UtcTime.write(Instant.now().plus(Duration.ofDays(2))));
        assertThat(manager.post("/api/account-requests", account).statusCode()).isEqualTo(201);
        account.put("userId", "inspector-" + person);
        assertThat(administrator.post("/api/accounts", account).statusCode()).isEqualTo(201);
        assertThat(account().path("requestedRoles")).isEmpty();
    }

    @Test
    void termsOfNoRoleAreRefusedAndWhatAScopeWouldBeIsShown() {
        String end = UtcTime.write(Instant.now().plus(Duration.ofDays(2)));
        Map<String, Object> account = new HashMap<>(Map.of(
                "userId",
                "none-" + UUID.randomUUID(),
                "printedName",
                "Inspector " + UUID.randomUUID(),
                "title",
                "Inspector",
                "zone",
                "UTC",
                "reason",
                "an inspection",
                "roles",
                List.of()));

        account.put("until", end);
        assertRefused(manager.post("/api/account-requests", account), "end-refused", "ACC-029");
        assertRefused(administrator.post("/api/accounts", account), "end-refused", "ACC-029");
        account.remove("until");
        account.put("scope", Map.of("types", List.of("sop")));
        assertRefused(manager.post("/api/account-requests", account), "scope-refused", "ACC-030");
        assertRefused(administrator.post("/api/accounts", account), "scope-refused", "ACC-030");

        account.put("roles", List.of(AUDITOR));
        account.put("until", end);
        assertThat(manager.post("/api/account-requests", account).statusCode()).isEqualTo(201);
        assertThat(administrator.get("/account-requests").body())
                .containsSubsequence((String) account.get("printedName"), "Types: sop; records: ");
    }

    @ParameterizedTest
    @ValueSource(longs = {-60L * 60 * 24 * 30, 60L * 60 * 24 * 366 * 5 + 3600})
    void anEndThatHasPassedOrIsTooFarIsRefused(long seconds) {
        person = people.somebody();

        assertRefused(ask("qa-analyst", UtcTime.write(Instant.now().plusSeconds(seconds))), "end-refused", "AUT-017");
        assertThat(account().path("requestedRoles")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tomorrow",
                "2027-01-31",
                "2027-01-31T17:00:00",
                "+999999999-01-01T00:00:00Z",
                "0000-01-01T00:00:00Z"
            })
    void whatIsNoTimeIsRefused(String end) {
        person = people.somebody();

        assertRefused(ask("qa-analyst", end), "invalid-request", "/until");
    }

    @Test
    void anEndThatPassedWhileTheRequestWaitedIsNotGranted() throws Exception {
        person = people.somebody();
        HttpResponse<String> asked = ask(AUDITOR, UtcTime.write(Instant.now().plus(Duration.ofDays(1))));
        update(
                "UPDATE app.role_request SET requested_at = requested_at - interval '2 days', until = until - interval '2 days'"
                        + " WHERE user_id = ? AND role = ?",
                AUDITOR);

        assertThat(decide(manager, asked)).isEqualTo(422);
        assertThat(authority.roles(person)).isEmpty();
        assertThat(account().path("requestedRoles").toString()).contains(AUDITOR);
    }

    @Test
    void callersThatGiveNoEndGetTheRoleForGood() {
        person = people.somebody();

        assertThat(decide(manager, ask("qa-analyst", null))).isEqualTo(204);

        assertThat(grants().path(0).path("until").isNull()).isTrue();
        assertThat(entries("role.granted").get(0).path("new").has("until")).isFalse();
        assertRefused(
                ask("qa-analyst", UtcTime.write(Instant.now().plus(Duration.ofDays(1)))), "role-requested", "ACC-005");
    }

    private HttpResponse<String> ask(String role, String end) {
        Map<String, Object> body = new HashMap<>(Map.of("role", role, "reason", "an inspection by the agency"));
        if (end != null) {
            body.put("until", end);
        }
        return administrator.post("/api/accounts/" + person + "/roles", body);
    }

    private static int decide(TestClient who, HttpResponse<String> asked) {
        String id = TestClient.json(asked).path("requestId").asText();
        return who.post(
                        "/api/accounts/requests/" + id + "/decision",
                        Map.of("grant", true, "reason", "agreed with the agency"))
                .statusCode();
    }

    private JsonNode account() {
        for (JsonNode item : TestClient.json(administrator.get("/api/accounts")).path("items")) {
            if (item.path("userId").asText().equals(person)) {
                return item;
            }
        }
        throw new AssertionError(person);
    }

    private JsonNode grants() {
        return account().path("grants");
    }

    private List<String> groups() {
        return engine.createGroupQuery().groupMember(person).list().stream()
                .map(org.camunda.bpm.engine.identity.Group::getId)
                .toList();
    }

    private List<String> ends(String type) {
        return entries(type).stream()
                .map(entry -> entry.path("new").path("until").asText())
                .toList();
    }

    private List<JsonNode> entries(String type) {
        List<JsonNode> found = new java.util.ArrayList<>();
        TestClient.json(manager.get("/api/audit/entries?size=500&type=" + type))
                .path("items")
                .forEach(found::add);
        return found.stream()
                .filter(entry -> entry.path("subject").toString().contains(person))
                .toList();
    }

    /** As if it had been given longer ago: its end is now. */
    private void pass(String role) throws Exception {
        update(
                "UPDATE app.role_grant SET granted_at = granted_at - interval '1 day', until = clock_timestamp()"
                        + " WHERE user_id = ? AND role = ?",
                role);
    }

    private void update(String sql, String role) throws Exception {
        try (Connection connection = roles.connect(DatabaseRoles.SUPERUSER);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, person);
            statement.setString(2, role);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }

    private static void assertRefused(HttpResponse<String> answer, String code, String said) {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 499);
        assertThat(TestClient.json(answer).path("code").asText())
                .as(answer.body())
                .isEqualTo(code);
        assertThat(answer.body()).contains(said);
    }
}

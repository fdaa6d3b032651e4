package dev.countersign.accounts;

import static dev.countersign.TestSigner.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.TestSigner;
import dev.countersign.authority.Authority;
import dev.countersign.authority.Role;
import dev.countersign.authority.Terms;
import dev.countersign.crypto.UtcTime;
import dev.countersign.database.DatabaseRoles;
import dev.countersign.ledger.Caller;
import dev.countersign.records.TestRecords;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Who may sign what, by record type and meaning: asked for by one, decided by another, read at every operation (AUT-02, AUT-04). */
@CountersignTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Requirement({"AUT-02", "AUT-03", "AUT-04", "SIG-10"})
class SignatureAuthorityTest {

    private static final String ID = "authorityId";

    @LocalServerPort
    int port;

    @Autowired
    TestPeople people;

    @Autowired
    Authority authority;

    @Autowired
    Accounts accounts;

    @Autowired
    DatabaseRoles roles;

    private String administratorId;
    private String managerId;
    private TestClient administrator;
    private TestClient manager;

    @BeforeAll
    void signIn() {
        administratorId = people.somebody(Role.IT_ADMINISTRATOR);
        managerId = people.somebody(Role.QA_MANAGER);
        administrator = TestClient.signedIn(port, administratorId);
        manager = TestClient.signedIn(port, managerId);
    }

    @ParameterizedTest
    @CsvSource({
        "QA_MANAGER,full,",
        "QA_ANALYST,operational,",
        "PRODUCTION_MANAGER,operational,",
        "PROCESS_ADMINISTRATOR,operational,break-glass process-model",
        "IT_ADMINISTRATOR,,",
        "REGULATORY_AUDITOR,,"
    })
    void asLongAsNobodyDecidedWhatTheRolesBringAlongHolds(Role role, String preset, String types) {
        String person = people.somebody(role);

        JsonNode standing = standing(person);

        assertThat(standing.path("basis").asText()).isEqualTo("roles");
        assertThat(standing.path("held")).hasSize(preset == null ? 0 : 1);
        if (preset != null) {
            JsonNode held = standing.at("/held/0");
            assertThat(held.at("/extent/preset").asText()).isEqualTo(preset);
            assertThat(held.path("role").asText()).isEqualTo(role.code());
            assertThat(texts(held.at("/extent/recordTypes")))
                    .isEqualTo(types == null ? List.of() : List.of(types.split(" ")));
        }
    }

    @Test
    void whatTwoPeopleDecidedHoldsAloneAtTheClaimOnThePageAndAtSigning() {
        TestSigner author = signer(Role.QA_ANALYST);
        TestSigner reviewer = signer(Role.QA_ANALYST);
        String recordId = author.started(TestRecords.testSuite("Limited").titled("Limited " + UUID.randomUUID()));
        expect(201, author.approve(recordId));
        assertThat(reviewer.task(recordId).path("canSign").asBoolean()).isTrue();

        grant(reviewer, "limited", List.of("sop"), List.of("review"), days(30));

        JsonNode task = reviewer.task(recordId);
        assertThat(task.path("canSign").asBoolean()).isFalse();
        assertThat(task.path("whyNot").asText())
                .contains(
                        "may not sign records of type test-suite with meaning review",
                        "limited of sop with review",
                        "have it asked for");
        assertRefused(claim(reviewer, task), 403, "AUT-026");
        assertRefused(reviewer.approve(recordId), 403, "AUT-026");

        String second = grant(reviewer, "limited", List.of("test-suite"), List.of("review", "verification"), days(30));

        expect(204, claim(reviewer, reviewer.task(recordId)));
        JsonNode signature = expect(201, reviewer.approve(recordId));
        JsonNode then = expect(
                200,
                reviewer.client()
                        .get("/api/signatures/" + signature.path("signatureId").asText() + "/circumstances"));
        assertThat(then.at("/authority/basis").asText()).isEqualTo("decision");
        assertThat(then.at("/authority/authorityId").asText()).isEqualTo(second);
        assertThat(texts(then.at("/authority/meanings"))).containsExactly("review", "verification");
        assertThat(reviewer.client().get("/account").body())
                .contains("Limited: the record types and meanings named", "of test-suite", "verification");
        takeAway(second);
        assertThat(expect(
                                200,
                                reviewer.client()
                                        .get("/api/signatures/"
                                                + signature.path("signatureId").asText() + "/circumstances"))
                        .path("authority"))
                .as("what holds now changes nothing of it")
                .isEqualTo(then.path("authority"));
        assertThat(reviewer.client()
                        .get("/signatures/" + signature.path("signatureId").asText())
                        .body())
                .contains("by a decision of two people", second);
    }

    @Test
    void whatIsTakenAwayEndsAtOnceInARunningSessionAndRolesBringNothingBack() {
        TestSigner author = signer(Role.QA_ANALYST);
        TestSigner reviewer = signer(Role.QA_ANALYST);
        String recordId = author.started(TestRecords.testSuite("Taken").titled("Taken " + UUID.randomUUID()));
        expect(201, author.approve(recordId));
        String id = grant(reviewer, "operational", List.of(), List.of(), days(30));
        JsonNode task = reviewer.task(recordId);
        expect(204, claim(reviewer, task));
        expect(200, reviewer.client().get("/api/tasks/" + task.path("taskId").asText() + "/presentation"));

        takeAway(id);

        assertRefused(claim(reviewer, task), 403, "AUT-026");
        assertRefused(
                reviewer.client().post(TestSigner.path(task), reviewer.body(task, Map.of("decision", "approve"))),
                403,
                "AUT-026");
        assertRefused(reviewer.reject(recordId, "I may not do that either."), 403, "AUT-026");
        assertThat(reviewer.read(recordId).at("/versions/0/signatures")).hasSize(1);
        JsonNode standing = standing(reviewer.userId());
        assertThat(standing.path("basis").asText()).isEqualTo("decisions");
        assertThat(standing.path("held")).isEmpty();
    }

    @Test
    void noneBarsAuthorshipTooAndTakingItAwayAloneLetsNobodySign() {
        TestSigner author = signer(Role.QA_ANALYST);
        grant(author, "operational", List.of(), List.of(), days(3));
        String recordId = author.started(TestRecords.testSuite("None").titled("None " + UUID.randomUUID()));

        String none = grant(author, "none", List.of(), List.of(), null);

        assertRefused(author.approve(recordId), 403, "AUT-025");
        assertThat(standing(author.userId()).at("/held/0/extent/preset").asText())
                .isEqualTo("none");
        assertThat(entries(author.userId(), "signature-authority.taken-away")).hasSize(1);
        assertRefused(ask(administrator, author.userId(), "full", List.of(), List.of(), days(3)), 409, "AUT-037");

        takeAway(none);

        assertRefused(author.approve(recordId), 403, "AUT-026");
        grant(author, "operational", List.of("test-suite"), List.of(), days(3));
        expect(201, author.approve(recordId));
    }

    @Test
    void analystsApproveNothingHoweverFarTheirAuthorityGoes() {
        TestSigner author = signer(Role.QA_ANALYST);
        TestSigner reviewer = signer(Role.QA_ANALYST);
        TestSigner approver = signer(Role.QA_MANAGER);
        grant(reviewer, "full", List.of(), List.of(), days(3));
        grant(approver, "operational", List.of(), List.of(), days(3));
        String recordId = author.started(TestRecords.testSuite("Roles").titled("Roles " + UUID.randomUUID()));
        expect(201, author.approve(recordId));
        JsonNode review = reviewer.task(recordId);
        expect(201, reviewer.approve(recordId));

        assertThat(review.path("canSign").asBoolean()).isTrue();
        assertThat(reviewer.client().get("/api/tasks").body())
                .as("the plan's role")
                .doesNotContain(recordId);
        assertRefused(approver.approve(recordId), 403, "AUT-026");
    }

    @Test
    void aDecisionThatEndsIsToldAndLeavesNothing() throws Exception {
        TestSigner author = signer(Role.QA_ANALYST);
        String recordId = author.started(TestRecords.testSuite("Ended").titled("Ended " + UUID.randomUUID()));
        String id = grant(author, "operational", List.of(), List.of(), days(3));
        pass(id);

        HttpResponse<String> refused = author.approve(recordId);

        assertRefused(refused, 403, "AUT-027");
        assertThat(refused.body()).contains("ended at ", "Have it asked for again");
        assertThat(administrator.get("/accounts/" + author.userId()).body()).contains("ended ", "Signs nothing");
    }

    @Test
    void everyStepIsInTheTrailWithWhatWasBefore() {
        String person = people.somebody(Role.QA_ANALYST);
        JsonNode asked = expect(201, ask(administrator, person, "operational", List.of("sop"), List.of(), days(9)));
        expect(204, decide(manager, asked, true));
        takeAway(asked.path(ID).asText());
        JsonNode refused = expect(201, ask(administrator, person, "full", List.of(), List.of(), days(9)));
        expect(204, decide(manager, refused, false));

        JsonNode request = entries(person, "signature-authority.requested").get(1);
        assertThat(request.at("/old/basis").asText()).isEqualTo("role");
        assertThat(request.at("/new/preset").asText()).isEqualTo("operational");
        assertThat(request.at("/new/recordTypes/0").asText()).isEqualTo("sop");
        assertThat(request.path("reason").asText()).isEqualTo("as the training plan says");
        JsonNode granted = entries(person, "signature-authority.granted").get(0);
        assertThat(granted.path("actor").toString()).contains(managerId);
        assertThat(granted.at("/new/authorityId").asText())
                .isEqualTo(asked.path(ID).asText());
        JsonNode taken = entries(person, "signature-authority.taken-away").get(0);
        assertThat(taken.at("/old/authorityId").asText())
                .isEqualTo(asked.path(ID).asText());
        assertThat(taken.at("/new/authorities")).isEmpty();
        assertThat(entries(person, "signature-authority.refused")).hasSize(1);
        assertThat(standing(person).path("held")).isEmpty();
    }

    @Test
    void nobodyHasAPartInTheirOwn() {
        String other = people.somebody(Role.QA_MANAGER);
        TestClient others = TestClient.signedIn(port, other);

        assertRefused(ask(manager, managerId, "full", List.of(), List.of(), days(3)), 403, "AUT-033");
        JsonNode mine = expect(201, ask(administrator, other, "full", List.of(), List.of(), days(3)));
        assertRefused(decide(others, mine, true), 403, "AUT-034");
        JsonNode asked = expect(201, ask(others, people.somebody(), "full", List.of(), List.of(), days(3)));
        assertRefused(decide(others, asked, true), 403, "AUT-034");
        assertRefused(decide(administrator, asked, true), 403, "AUT-001");
        expect(204, decide(manager, asked, true));
        assertRefused(decide(manager, asked, true), 404, "AUT-039");
        assertThat(standing(other).path("basis").asText()).isEqualTo("roles");
        expect(204, decide(manager, mine, false));
    }

    @ParameterizedTest
    @CsvSource({"QA_ANALYST", "PRODUCTION_MANAGER", "PROCESS_ADMINISTRATOR", "REGULATORY_AUDITOR"})
    void othersNeitherAskNorDecideNorTakeAway(Role role) {
        TestClient other = TestClient.signedIn(port, people.somebody(role));
        String person = people.somebody(Role.QA_ANALYST);
        JsonNode asked = expect(201, ask(administrator, person, "operational", List.of(), List.of(), days(3)));

        assertRefused(ask(other, person, "full", List.of(), List.of(), days(3)), 403, "AUT-001");
        assertRefused(decide(other, asked, true), 403, "AUT-001");
        expect(204, decide(manager, asked, true));
        assertRefused(takeAway(other, asked.path(ID).asText()), 403, "AUT-001");
        int expected = role == Role.REGULATORY_AUDITOR ? 200 : 403;
        assertThat(other.get("/api/authority").statusCode()).isEqualTo(expected);
        assertThat(other.get("/api/authority/people/" + person).statusCode()).isEqualTo(expected);
        String self = TestClient.json(other.get("/api/session")).path("userId").asText();
        assertThat(other.get("/api/authority/people/" + self).statusCode()).isEqualTo(200);
    }

    @Test
    void suspendedPeopleAndAdministratorsGetNone() {
        String suspended = people.somebody(Role.QA_ANALYST);
        JsonNode asked = expect(201, ask(administrator, suspended, "operational", List.of(), List.of(), days(3)));
        accounts.suspend(Caller.person(administratorId, null, null), suspended, "on leave");

        assertRefused(ask(administrator, suspended, "full", List.of(), List.of(), days(3)), 409, "AUT-035");
        assertRefused(decide(manager, asked, true), 409, "AUT-035");
        assertThat(standing(suspended).path("basis").asText()).isEqualTo("roles");
        assertRefused(
                ask(manager, people.somebody(Role.IT_ADMINISTRATOR), "full", List.of(), List.of(), days(3)),
                409,
                "AUT-036");
        assertRefused(ask(administrator, "nobody-at-all", "full", List.of(), List.of(), days(3)), 404, "AUT-006");
    }

    @Test
    void nobodyGivesForLongerThanTheyHaveIt() {
        String short1 = people.somebody();
        authority.grant(
                Caller.system("tests"),
                short1,
                Role.QA_MANAGER,
                Terms.until(Instant.now().plus(Duration.ofDays(10))),
                "stands in");
        TestClient standsIn = TestClient.signedIn(port, short1);
        String person = people.somebody(Role.QA_ANALYST);

        assertRefused(ask(standsIn, person, "full", List.of(), List.of(), days(20)), 422, "AUT-032");
        JsonNode asked = expect(201, ask(administrator, person, "full", List.of(), List.of(), days(20)));
        assertRefused(decide(standsIn, asked, true), 422, "AUT-032");
        JsonNode near = expect(201, ask(administrator, person, "operational", List.of(), List.of(), days(5)));
        expect(204, decide(standsIn, near, true));

        TestSigner signsUntil = signer(Role.QA_MANAGER);
        grant(signsUntil, "full", List.of(), List.of(), days(8));
        assertRefused(decide(signsUntil.client(), asked, true), 422, "AUT-032");
        assertThat(standing(person).path("held")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limited | sop | | 3 | AUT-029",
                "limited | | review | 3 | AUT-029",
                "limited | no-such-type | review | 3 | AUT-029",
                "limited | sop | no-such-meaning | 3 | AUT-029",
                "limited | sop | rejection | 3 | AUT-029",
                "limited | Not A Code | review | 3 | ACC-011",
                "full | sop | | 3 | AUT-029",
                "full | | approval | 3 | AUT-029",
                "operational | | approval | 3 | AUT-029",
                "operational | no-such-type | | 3 | AUT-029",
                "none | sop | | | AUT-029",
                "none | | | 3 | AUT-031",
                "full | | | | AUT-030",
                "full | | | -1 | AUT-031",
                "full | | | 3000 | AUT-031",
                "owner | | | 3 | ACC-011",
                "FULL | | | 3 | ACC-011"
            })
    void whatIsNoAuthorityIsRefusedAndLeavesNothing(
            String preset, String type, String meaning, Integer days, String rule) {
        String person = people.somebody(Role.QA_ANALYST);

        HttpResponse<String> refused = ask(
                administrator,
                person,
                preset,
                type == null ? List.of() : List.of(type),
                meaning == null ? List.of() : List.of(meaning),
                days == null ? null : days(days));

        assertRefused(refused, 422, rule);
        assertThat(entries(person, "signature-authority.requested")).isEmpty();
    }

    @Test
    void theSameTwiceIsOnceAndPagesAskDecideAndTakeAwayToo() {
        String person = people.somebody(Role.QA_ANALYST);
        assertThat(administrator
                        .form(
                                "/accounts/" + person + "/authority",
                                "preset=LIMITED&types=sop&meanings=review&until=2027-06-30T12:00&reason=by+the+page")
                        .statusCode())
                .isEqualTo(302);
        String end = UtcTime.write(Instant.parse("2027-06-30T10:00:00Z"));
        assertRefused(ask(administrator, person, "limited", List.of("sop"), List.of("review"), end), 409, "AUT-038");
        assertThat(manager.get("/accounts").body())
                .contains("is to get signature authority, asked for by " + administratorId);
        String id = null;
        for (JsonNode one : expect(200, manager.get("/api/authority")).path("requests")) {
            id = one.path("userId").asText().equals(person) ? one.path(ID).asText() : id;
        }
        assertThat(manager.form("/accounts/authority/" + id, "grant=true&reason=yes")
                        .statusCode())
                .isEqualTo(302);
        assertThat(administrator.get("/accounts/" + person).body())
                .contains("Limited: the record types and meanings named", "granted by " + managerId);
        assertThat(administrator
                        .form("/accounts/" + person + "/authority/" + id + "/revocation", "reason=gone")
                        .statusCode())
                .isEqualTo(302);
        assertThat(administrator.get("/accounts/" + person).body()).contains("Signs nothing");
    }

    private TestSigner signer(Role role) {
        return TestSigner.with(people, port, role);
    }

    private static String days(int days) {
        return UtcTime.write(Instant.now().plus(Duration.ofDays(days)));
    }

    private static HttpResponse<String> claim(TestSigner who, JsonNode task) {
        return who.client().post("/api/tasks/" + task.path("taskId").asText() + "/claim", Map.of());
    }

    private static HttpResponse<String> ask(
            TestClient who, String person, String preset, List<String> types, List<String> meanings, String until) {
        Map<String, Object> body = new HashMap<>(Map.of("preset", preset, "reason", "as the training plan says"));
        if (!types.isEmpty()) {
            body.put("recordTypes", types);
        }
        if (!meanings.isEmpty()) {
            body.put("meanings", meanings);
        }
        if (until != null) {
            body.put("until", until);
        }
        return who.post("/api/authority/people/" + person + "/requests", body);
    }

    private static HttpResponse<String> decide(TestClient who, JsonNode asked, boolean grant) {
        return who.post(
                "/api/authority/requests/" + asked.path(ID).asText() + "/decision",
                Map.of("grant", grant, "reason", "decided by a second person"));
    }

    /** By two people; its id. */
    private String grant(TestSigner to, String preset, List<String> types, List<String> meanings, String until) {
        JsonNode asked = expect(201, ask(administrator, to.userId(), preset, types, meanings, until));
        expect(204, decide(manager, asked, true));
        return asked.path(ID).asText();
    }

    private void takeAway(String id) {
        expect(204, takeAway(administrator, id));
    }

    private static HttpResponse<String> takeAway(TestClient who, String id) {
        return who.post("/api/authority/" + id + "/revocation", Map.of("reason", "not any more"));
    }

    private JsonNode standing(String person) {
        return expect(200, administrator.get("/api/authority/people/" + person));
    }

    private List<JsonNode> entries(String person, String type) {
        List<JsonNode> found = new ArrayList<>();
        expect(200, manager.get("/api/audit/entries?size=500&type=" + type))
                .path("items")
                .forEach(found::add);
        return found.stream()
                .filter(entry -> entry.path("subject").asText().equals("person:" + person))
                .toList();
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(one -> texts.add(one.asText()));
        return texts;
    }

    /** As if it had been asked for longer ago: its end is now. */
    private void pass(String id) throws Exception {
        try (Connection connection = roles.connect(DatabaseRoles.SUPERUSER);
                PreparedStatement statement = connection.prepareStatement(
                        "UPDATE app.signature_authority SET requested_at = requested_at - interval '9 days',"
                                + " until = clock_timestamp() WHERE authority_id = ?::uuid")) {
            statement.setString(1, id);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String rule) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        String said = TestClient.json(answer).path("rule").asText();
        assertThat(said.isEmpty() ? answer.body() : said).as(answer.body()).contains(rule);
    }
}

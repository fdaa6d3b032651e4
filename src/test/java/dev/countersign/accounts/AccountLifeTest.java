package dev.countersign.accounts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestEnrolment;
import dev.countersign.TestPeople;
import dev.countersign.authority.Authority;
import dev.countersign.authority.Role;
import dev.countersign.database.DatabaseRoles;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.TestRecords;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.transaction.support.TransactionTemplate;

/** From the request for an account to its end, over HTTP: who may do what, and what no single person can (AUT-03, T1). */
@CountersignTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Requirement({"IDN-01", "AUT-03"})
class AccountLifeTest {

    private static final String PASSWORD = "four unrelated words of mine";
    private static final Map<String, String> BECAUSE = Map.of("reason", "said so in the test");

    @LocalServerPort
    int port;

    @Autowired
    TestPeople people;

    @Autowired
    DatabaseRoles roles;

    private TestClient administrator;
    private TestClient manager;
    private String newcomer;

    @BeforeAll
    void signIn() {
        administrator = TestClient.signedIn(port, people.somebody(Role.IT_ADMINISTRATOR));
        manager = TestClient.signedIn(port, people.signer(Role.QA_MANAGER));
    }

    @BeforeEach
    void nameSomebodyNew() {
        newcomer = "newcomer-" + UUID.randomUUID();
    }

    @Test
    @Requirement({"IDN-02", "KEY-01", "SIG-09"})
    void fromRequestToFirstSignatureItTakesThreePeopleAndThePersonAloneKnowsTheirSecrets() throws Exception {
        String invitation = invited("qa-analyst");
        enrol(newcomer, invitation);

        assertThat(account()).isEqualTo("active [] [qa-analyst] false");
        assertThat(manager.post("/api/accounts/" + newcomer + "/proofing", proofing())
                        .statusCode())
                .isEqualTo(204);
        assertThat(decide(manager, true)).isEqualTo(204);
        assertThat(account()).isEqualTo("active [qa-analyst] [] true");

        TestClient person = signedIn();
        JsonNode drafted = TestClient.json(person.post(
                "/api/records",
                new String(TestRecords.sop("SOP-" + UUID.randomUUID()).body(), UTF_8)));
        person.post(
                "/engine-rest/process-definition/key/record-approval/start",
                Map.of(
                        "businessKey", UUID.randomUUID().toString(),
                        "variables", Map.of("recordId", Map.of("value", drafted.path("recordId")))));
        people.train(newcomer);
        JsonNode task = TestClient.json(person.get("/api/tasks")).path("items").path(0);
        person.get("/api/tasks/" + task.path("taskId").asText() + "/presentation");
        HttpResponse<String> signed = person.post(
                "/api/tasks/" + task.path("taskId").asText() + "/signature",
                Map.of(
                        "decision",
                        "approve",
                        "recordSha256",
                        task.path("sha256").asText(),
                        "password",
                        PASSWORD,
                        "otp",
                        Authenticator.freshCode(newcomer)));
        assertThat(signed.statusCode()).as(signed.body()).isEqualTo(201);
        assertThat(storedAnywhere(invitation)).as("the invitation's code").isFalse();
    }

    @Test
    @Requirement("KEY-02")
    void noAdministratorAloneMakesAnAccountThatCanSign() {
        String invitation = invited("qa-analyst");
        enrol(newcomer, invitation);

        assertThat(decide(administrator, true))
                .as("decides on what they asked for")
                .isEqualTo(403);
        assertThat(administrator
                        .post("/api/accounts/" + newcomer + "/proofing", proofing())
                        .statusCode())
                .isEqualTo(403);
        assertThat(manager.post("/api/accounts", account("other-" + newcomer)).statusCode())
                .as("a QA Manager makes no account")
                .isEqualTo(403);
        assertThat(manager.post("/api/accounts/" + newcomer + "/roles", Map.of("role", "qa-manager", "reason", "r"))
                        .statusCode())
                .as("a QA Manager asks for no role")
                .isEqualTo(403);
        assertThat(TestClient.signedIn(port, people.somebody(Role.QA_ANALYST))
                        .get("/api/accounts")
                        .statusCode())
                .isEqualTo(403);
        assertThat(account()).isEqualTo("active [] [qa-analyst] false");
    }

    @Test
    void nobodyDecidesOnTheirOwnRole() {
        String self = people.somebody(Role.QA_MANAGER);
        administrator.post("/api/accounts/" + self + "/roles", Map.of("role", "qa-analyst", "reason", "two hats"));
        newcomer = self;

        HttpResponse<String> refused = decision(TestClient.signedIn(port, self), true);

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(TestClient.json(refused).path("code").asText()).isEqualTo("second-person-required");
        assertThat(decide(manager, false)).isEqualTo(204);
        assertThat(account()).startsWith("active [qa-manager] []");
        assertThat(decide(manager, true)).as("decided once").isEqualTo(404);
    }

    @Test
    void anItAdministratorHasNoOtherRoleAndNoSigningKey() {
        String other = people.somebody(Role.IT_ADMINISTRATOR);
        String signer = people.signer(Role.QA_ANALYST);

        assertCode(request(other, "qa-analyst"), "incompatible-roles");
        assertCode(request(signer, "it-administrator"), "incompatible-roles");
        assertCode(manager.post("/api/accounts/" + other + "/proofing", proofing()), "incompatible-roles");
    }

    @Test
    void anInvitationWorksOnceForItsPersonUntilItEnds() throws Exception {
        String first = invited();
        String second = TestClient.json(administrator.post("/api/accounts/" + newcomer + "/invitation", BECAUSE))
                .path("code")
                .asText();
        String othersName = newcomer;
        newcomer = "newcomer-" + UUID.randomUUID();
        String others = invited();

        String refused = beginning(TestClient.anonymous(port), othersName, first);
        assertThat(refused).contains("not accepted");
        assertThat(beginning(TestClient.anonymous(port), othersName, others))
                .isEqualTo(refused.replace(newcomer, othersName));
        assertThat(beginning(TestClient.anonymous(port), "nobody", second)).contains("not accepted");

        execute("UPDATE app.invitation SET expires_at = clock_timestamp() WHERE user_id = ?", newcomer);
        assertThat(beginning(TestClient.anonymous(port), newcomer, others)).contains("was valid until");

        enrol(othersName, second.toLowerCase(java.util.Locale.ROOT).replace("-", ""));
        assertThat(beginning(TestClient.anonymous(port), othersName, second)).contains("not accepted");
        assertCode(administrator.post("/api/accounts/" + othersName + "/invitation", BECAUSE), "not-invitable");
    }

    @Test
    void enrolmentRefusesWhatWouldNotWorkLaterAndKeepsTheInvitation() {
        String invitation = invited();
        TestEnrolment browser = new TestEnrolment(TestClient.anonymous(port));
        browser.begin(newcomer, invitation);
        String code = code(browser.page());

        assertThat(browser.components("too short", "too short", code)).contains("at least 15");
        assertThat(browser.components(PASSWORD, PASSWORD + "!", code)).contains("not the same");
        assertThat(browser.components(PASSWORD, PASSWORD, "000000")).contains("not the one that this authenticator");
        String others = "other-" + newcomer;
        TestEnrolment another = new TestEnrolment(TestClient.anonymous(port));
        another.begin(
                others,
                TestClient.json(administrator.post("/api/accounts", account(others)))
                        .path("code")
                        .asText());
        assertThat(browser.components(PASSWORD, PASSWORD, code(another.page())))
                .as("the secret that somebody else was shown")
                .contains("not the one that this authenticator");
        assertThat(TestClient.anonymous(port)
                        .get("/enrol/components", "Accept", "text/html")
                        .statusCode())
                .as("without an invitation")
                .isEqualTo(302);
        assertThat(account()).startsWith("created");
        enrol(newcomer, invitation);
        assertThat(account()).startsWith("active");
    }

    @Test
    @Requirement("SIG-09")
    void nobodyFinishesEnrolmentWithoutAcknowledgingThePolicyAndItsVersionIsOnRecord() throws Exception {
        String invitation = invited();
        TestClient browser = TestClient.anonymous(port);
        TestEnrolment enrolment = new TestEnrolment(browser);
        enrolment.open(newcomer, invitation);
        assertThat(browser.get("/enrol/policy", "Accept", "text/html").body())
                .contains("You are accountable and responsible");

        assertThat(browser.get("/enrol/components", "Accept", "text/html")
                        .headers()
                        .firstValue("Location"))
                .hasValueSatisfying(place -> assertThat(place).endsWith("/enrol/policy"));
        assertThat(enrolment.acknowledge("&agreed=false")).contains("Nobody gets a signing key before");
        assertThat(enrolment.acknowledge("x&agreed=true")).contains("Nobody gets a signing key before");
        assertThat(account()).startsWith("created");
        enrol(newcomer, invitation);

        assertThat(audited("policy.acknowledged")).contains("\"version\":\"1\"", "\"sha256\":\"");
        assertThat(audited("key.tested")).contains("\"result\":\"verified\"", "\"spkiSha256\":\"");
    }

    @Test
    @Requirement("SIG-02")
    void aSuspensionIsFeltAtOnceAndAQaManagerAloneLetsThePersonBack() throws Exception {
        newcomer = people.signer(Role.QA_ANALYST);
        TestClient person = TestClient.signedIn(port, newcomer);
        assertThat(person.get("/api/tasks").statusCode()).isEqualTo(200);

        assertThat(change(administrator, "suspension").statusCode()).isEqualTo(204);

        // what is remembered of an account is remembered for a second
        org.awaitility.Awaitility.await()
                .untilAsserted(() ->
                        assertThat(person.get("/api/session").statusCode()).isEqualTo(401));
        assertThat(TestClient.anonymous(port)
                        .post(
                                "/api/session",
                                Map.of(
                                        "username",
                                        newcomer,
                                        "password",
                                        Authenticator.PASSWORD,
                                        "otp",
                                        Authenticator.freshCode(newcomer)))
                        .statusCode())
                .isEqualTo(401);
        assertThat(change(administrator, "reinstatement").statusCode()).isEqualTo(403);
        assertThat(change(manager, "reinstatement").statusCode()).isEqualTo(204);
        assertThat(account()).startsWith("active");
        assertCode(change(manager, "reinstatement"), "state-refused");
    }

    @Test
    @Requirement("KEY-01")
    void whoLeavesLosesRolesAndKeyAndTheIdIsNeverUsedAgain() {
        newcomer = people.signer(Role.QA_ANALYST);

        assertThat(change(administrator, "departure").statusCode()).isEqualTo(204);

        assertThat(account()).isEqualTo("left [] [] false");
        assertCode(administrator.post("/api/accounts", account(newcomer)), "person-exists");
        assertCode(request(newcomer, "qa-analyst"), "account-ended");
        assertCode(change(manager, "reinstatement"), "state-refused");
        assertCode(administrator.post("/api/accounts/" + newcomer + "/invitation", BECAUSE), "not-invitable");
    }

    @Test
    void nobodyChangesTheStateOfTheirOwnAccountOrWithoutAReason() {
        String self = people.somebody(Role.IT_ADMINISTRATOR);
        newcomer = self;
        assertCode(change(TestClient.signedIn(port, self), "suspension"), "second-person-required");
        assertCode(
                administrator.post("/api/accounts/" + self + "/suspension", Map.of("reason", " ")), "reason-required");
        assertCode(
                manager.post("/api/accounts/" + self + "/roles/it-administrator/revocation", Map.of()),
                "reason-required");
        assertThat(manager.post("/api/accounts/" + self + "/roles/it-administrator/revocation", BECAUSE)
                        .statusCode())
                .isEqualTo(204);
        assertThat(account()).startsWith("active [] []");
    }

    @Test
    void twoQaManagersAndOneItAdministratorAlwaysStay(
            @Autowired RoleRules rules,
            @Autowired Authority authority,
            @Autowired People everybody,
            @Autowired TransactionTemplate transaction) {
        transaction.executeWithoutResult(status -> {
            for (Role role : List.of(Role.QA_MANAGER, Role.IT_ADMINISTRATOR)) {
                List<String> holders = everybody.all().stream()
                        .filter(Person::isActive)
                        .map(Person::userId)
                        .filter(person -> authority.roles(person).contains(role))
                        .toList();
                int fewest = role == Role.QA_MANAGER ? 2 : 1;
                holders.stream()
                        .skip(fewest + 1L)
                        .forEach(person -> authority.revoke(Caller.system("tests"), person, role, "so few stay"));
                rules.demandEnoughWithout(holders.get(0), Set.of(role));
                authority.revoke(Caller.system("tests"), holders.get(1), role, "so few stay");
                assertThatThrownBy(() -> rules.demandEnoughWithout(holders.get(0), Set.of(role)))
                        .isInstanceOfSatisfying(
                                RefusedException.class,
                                e -> assertThat(e.refusal().code()).isEqualTo("last-of-role"));
            }
            status.setRollbackOnly();
        });
    }

    @Test
    @Requirement("USE-01")
    void thePagesGoThroughTheSameDoorsAndKeepWhatWasTyped() {
        String made = administrator
                .form(
                        "/accounts",
                        "userId=" + newcomer
                                + "&printedName=Nora+Neumann&title=QA+Analyst&zone=Europe/Vienna&roles=QA_ANALYST"
                                + "&reason=joins")
                .body();
        assertThat(made).contains("Valid until").containsPattern("<code>([A-Z2-7]{6}-){3}[A-Z2-7]{6}</code>");

        administrator.form(
                "/accounts",
                "userId=" + newcomer
                        + "&printedName=Somebody+Else&title=Analyst&zone=UTC&roles=QA_MANAGER&reason=again");
        assertThat(administrator.get("/accounts").body())
                .contains("person " + newcomer + " exists")
                .contains("value=\"Somebody Else\"")
                .containsPattern("value=\"QA_MANAGER\" checked");

        String waiting = manager.get("/accounts").body();
        assertThat(waiting).doesNotContain("Make an account");
        Matcher request = Pattern.compile(newcomer + "\"[^§]*?/accounts/requests/([0-9a-f-]{36})")
                .matcher(waiting);
        assertThat(request.find()).as(waiting).isTrue();
        manager.form("/accounts/requests/" + request.group(1), "grant=true&reason=looked+at+it");
        assertThat(manager.get("/accounts").body()).contains("Done, and on record.");
        assertThat(manager.get("/accounts/" + newcomer).body()).contains("QA Analyst", "invited");
        assertThat(account()).isEqualTo("created [qa-analyst] [] false");
        assertThat(TestClient.signedIn(port, people.somebody(Role.QA_ANALYST))
                        .get("/accounts")
                        .statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ | invalid-request",
                "{} | invalid-request",
                "{\"userId\":\"Über\",\"printedName\":\"P\",\"title\":\"T\",\"zone\":\"UTC\",\"reason\":\"r\"} | user-id-refused",
                "{\"userId\":\"%s\",\"printedName\":\"P\",\"title\":\"T\",\"zone\":\"Mars\",\"reason\":\"r\"} | invalid-request",
                "{\"userId\":\"%s\",\"printedName\":\"P\",\"title\":\"T\",\"zone\":\"UTC\"} | reason-required",
                "{\"userId\":\"%s\",\"printedName\":\"P\",\"title\":\"T\",\"zone\":\"UTC\",\"reason\":\"r\",\"roles\":[\"king\"]} |"
                        + " invalid-request",
                "{\"userId\":\"%s\",\"printedName\":\"P\",\"title\":\"T\",\"zone\":\"UTC\",\"reason\":\"r\","
                        + "\"roles\":[\"it-administrator\",\"qa-manager\"]} | incompatible-roles"
            })
    void badInputMakesNoAccount(String body, String code) {
        assertCode(administrator.post("/api/accounts", body.formatted(newcomer)), code);
        assertThat(TestClient.json(administrator.get("/api/accounts")).path("items"))
                .noneMatch(item -> item.path("userId").asText().equals(newcomer));
    }

    private String invited(String... asked) {
        Map<String, Object> body = new java.util.HashMap<>(account(newcomer));
        body.put("roles", List.of(asked));
        HttpResponse<String> answer = administrator.post("/api/accounts", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return TestClient.json(answer).path("code").asText();
    }

    private static Map<String, Object> account(String userId) {
        return Map.of(
                "userId",
                userId,
                "printedName",
                "Nora Neumann",
                "title",
                "QA Analyst",
                "zone",
                "Europe/Vienna",
                "reason",
                "joins quality assurance");
    }

    private static Map<String, Object> proofing() {
        return Map.of(
                "documentType",
                "passport",
                "checkedOn",
                "2026-11-20",
                "method",
                "in person",
                "printedName",
                "Nora Neumann",
                "password",
                Authenticator.PASSWORD);
    }

    private HttpResponse<String> request(String userId, String role) {
        return administrator.post("/api/accounts/" + userId + "/roles", Map.of("role", role, "reason", "asked for"));
    }

    private int decide(TestClient who, boolean grant) {
        return decision(who, grant).statusCode();
    }

    private HttpResponse<String> decision(TestClient who, boolean grant) {
        String request = "01890000-0000-7000-8000-000000000000";
        for (JsonNode one : TestClient.json(administrator.get("/api/accounts")).path("requests")) {
            if (one.path("userId").asText().equals(newcomer)) {
                request = one.path("requestId").asText();
            }
        }
        return who.post(
                "/api/accounts/requests/" + request + "/decision", Map.of("grant", grant, "reason", "looked at it"));
    }

    private HttpResponse<String> change(TestClient who, String what) {
        return who.post("/api/accounts/" + newcomer + "/" + what, BECAUSE);
    }

    /** State, roles, roles asked for, and whether the person can sign. */
    private String account() {
        for (JsonNode item : TestClient.json(manager.get("/api/accounts")).path("items")) {
            if (item.path("userId").asText().equals(newcomer)) {
                return item.path("state").asText() + " " + texts(item.path("roles")) + " "
                        + texts(item.path("requestedRoles")) + " "
                        + item.path("signs").asBoolean();
            }
        }
        return "none";
    }

    private static List<String> texts(JsonNode items) {
        List<String> texts = new java.util.ArrayList<>();
        items.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private void enrol(String userId, String invitation) {
        new TestEnrolment(TestClient.anonymous(port)).finish(userId, invitation, PASSWORD, secret -> {
            Authenticator.add(userId, secret);
            return Authenticator.freshCode(userId);
        });
    }

    private static String beginning(TestClient browser, String userId, String invitation) {
        return new TestEnrolment(browser).begin(userId, invitation);
    }

    /** What an authenticator app that scanned the page would show. */
    private static String code(String page) {
        String phone = "phone-" + UUID.randomUUID();
        Authenticator.add(phone, TestEnrolment.secret(page));
        return Authenticator.codeAt(phone, Authenticator.currentStep());
    }

    private TestClient signedIn() {
        TestClient client = TestClient.anonymous(port);
        HttpResponse<String> answer = client.post(
                "/api/session",
                Map.of("username", newcomer, "password", PASSWORD, "otp", Authenticator.freshCode(newcomer)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
        client.readCsrf();
        return client;
    }

    private boolean storedAnywhere(String invitation) throws Exception {
        String typed = invitation.replace("-", "");
        try (Connection superuser = roles.connect(DatabaseRoles.SUPERUSER);
                PreparedStatement statement = superuser.prepareStatement(
                        "SELECT (SELECT count(*) FROM app.invitation i WHERE i::text ILIKE ?) + (SELECT count(*) FROM"
                                + " worm.audit_entry WHERE convert_from(entry, 'UTF8') ILIKE ANY (ARRAY[?, ?]))"
                                + " + (SELECT count(*) FROM app.idempotency_key k WHERE k::text ILIKE ?)")) {
            statement.setString(1, "%" + typed + "%");
            statement.setString(2, "%" + typed + "%");
            statement.setString(3, "%" + invitation + "%");
            statement.setString(4, "%" + invitation + "%");
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1) > 0;
            }
        }
    }

    /** The one entry of that type about the newcomer. */
    private String audited(String type) throws Exception {
        try (Connection superuser = roles.connect(DatabaseRoles.SUPERUSER);
                PreparedStatement statement = superuser.prepareStatement(
                        "SELECT string_agg(e, ' ') FROM (SELECT convert_from(entry, 'UTF8') e FROM worm.audit_entry) all_entries"
                                + " WHERE e LIKE ? AND e LIKE ?")) {
            statement.setString(1, "%\"" + type + "\"%");
            statement.setString(2, "%\"person:" + newcomer + "\"%");
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return String.valueOf(row.getString(1));
            }
        }
    }

    private void execute(String sql, String userId) throws Exception {
        try (Connection superuser = roles.connect(DatabaseRoles.SUPERUSER);
                PreparedStatement statement = superuser.prepareStatement(sql)) {
            statement.setString(1, userId);
            statement.executeUpdate();
        }
    }

    private static void assertCode(HttpResponse<String> answer, String code) {
        assertThat(TestClient.json(answer).path("code").asText())
                .as(answer.body())
                .isEqualTo(code);
    }
}

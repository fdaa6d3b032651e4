package dev.countersign.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Somebody asks for an account, somebody else makes it, a third decides on its roles, and all of it is on record (11.10(d), AUT-03). */
@CountersignTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Requirement({"IDN-01", "AUT-03"})
class AccountRequestsTest {

    private static final Map<String, String> BECAUSE = Map.of("reason", "looked at it with care");
    private static final String LIST = "/api/account-requests";

    @LocalServerPort
    int port;

    @Autowired
    TestPeople people;

    private String askerId;
    private TestClient asker;
    private String administratorId;
    private TestClient administrator;
    private TestClient manager;

    @BeforeAll
    void signIn() {
        askerId = people.somebody(Role.QA_MANAGER);
        asker = TestClient.signedIn(port, askerId);
        administratorId = people.somebody(Role.IT_ADMINISTRATOR);
        administrator = TestClient.signedIn(port, administratorId);
        manager = TestClient.signedIn(port, people.signer(Role.QA_MANAGER));
    }

    @Test
    void whoAskedForTheAccountDecidesOnNoneOfItsRoles() {
        String request = asked(asker, "qa-analyst");
        String newcomer = newcomer();

        HttpResponse<String> made = make(administrator, request, newcomer);

        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(TestClient.json(made).path("code").asText()).matches("([A-Z2-7]{6}-){3}[A-Z2-7]{6}");
        JsonNode waiting = waiting(newcomer);
        assertThat(waiting.path("requestedBy").asText()).isEqualTo(administratorId);
        String decision = "/api/accounts/requests/" + waiting.path("requestId").asText() + "/decision";
        Map<String, Object> grant = Map.of("grant", true, "reason", "needed");
        assertCode(asker.post(decision, grant), "second-person-required");
        assertThat(asker.get("/accounts").body())
                .contains("because " + askerId + " asked for the account")
                .doesNotContain("action=\"/accounts/requests/"
                        + waiting.path("requestId").asText());
        assertThat(manager.post(decision, grant).statusCode()).isEqualTo(204);
        assertThat(audited("account.requested", request)).contains("\"id\":\"" + askerId, "starts in March");
        assertThat(audited("account.request-met", request)).contains(administratorId, newcomer, BECAUSE.get("reason"));
        assertThat(audited("person.created", newcomer)).contains("starts in March");
        assertThat(audited("person.invited", newcomer)).contains("starts in March");
    }

    @Test
    void aRequestIsDecidedOnceByAnItAdministratorAlone() {
        String request = asked(asker);

        assertCode(make(asker, request, newcomer()), "not-authorized");
        assertCode(manager.post(LIST + "/" + request + "/refusal", BECAUSE), "not-authorized");
        assertCode(administrator.post(LIST + "/" + request + "/refusal", Map.of()), "reason-required");
        assertCode(
                administrator.post(LIST + "/" + request + "/account", Map.of("userId", newcomer())), "reason-required");
        assertCode(make(administrator, request, "services"), "user-id-refused");
        assertThat(mine(request).path("state").asText()).isEqualTo("open");

        assertThat(administrator
                        .post(LIST + "/" + request + "/refusal", BECAUSE)
                        .statusCode())
                .isEqualTo(204);

        assertThat(mine(request).path("state").asText()).isEqualTo("declined");
        assertThat(mine(request).path("decisionReason").asText()).isEqualTo(BECAUSE.get("reason"));
        assertThat(audited("account.request-declined", request)).contains(administratorId);
        assertCode(make(administrator, request, newcomer()), "request-not-found");
    }

    @Test
    void whoBecameAdministratorDoesNotMakeWhatTheyAskedFor() {
        String both = people.somebody(Role.QA_ANALYST, Role.IT_ADMINISTRATOR);
        TestClient person = TestClient.signedIn(port, both);
        String request = asked(person);

        assertCode(make(person, request, newcomer()), "second-person-required");
        assertCode(person.post(LIST + "/" + request + "/refusal", BECAUSE), "second-person-required");
    }

    @Test
    void whoHasNoPartInTheWorkAsksForNothingAndSeesNothing() {
        for (Role role : new Role[] {Role.IT_ADMINISTRATOR, Role.REGULATORY_AUDITOR}) {
            assertCode(
                    TestClient.signedIn(port, people.somebody(role)).post(LIST, wanted("qa-analyst")),
                    "not-authorized");
        }
        TestClient nobody = TestClient.signedIn(port, people.somebody());
        assertCode(nobody.post(LIST, wanted("qa-analyst")), "not-authorized");
        assertCode(nobody.get(LIST), "not-authorized");
        assertThat(nobody.get("/account-requests", "Accept", "text/html").statusCode())
                .isEqualTo(403);
    }

    @Test
    void whoAsksSeesTheirOwnRequestsAlone() {
        String request = asked(asker);
        TestClient analyst = TestClient.signedIn(port, people.somebody(Role.QA_ANALYST));
        String own = asked(analyst);

        List<String> seen = TestClient.json(analyst.get(LIST)).path("items").findValuesAsText("requestId");

        assertThat(seen).containsExactly(own);
        assertThat(TestClient.json(administrator.get(LIST)).path("items").findValuesAsText("requestId"))
                .contains(own, request);
    }

    @Test
    void whatCouldBeNoAccountIsRefusedWhenItIsAskedFor() {
        assertCode(asker.post(LIST, wanted("it-administrator", "qa-analyst")), "incompatible-roles");
        Map<String, Object> nameless = wanted();
        nameless.put("printedName", "a\u0007b");
        assertCode(asker.post(LIST, nameless), "person-refused");
        Map<String, Object> unreachable = wanted();
        unreachable.put("email", "two@addresses@example.com");
        assertCode(asker.post(LIST, unreachable), "mail-address-refused");
        Map<String, Object> groundless = wanted();
        groundless.put("reason", " ");
        assertCode(asker.post(LIST, groundless), "reason-required");
    }

    @Test
    void onePersonsRequestsWaitInBoundedNumber() {
        TestClient keen = TestClient.signedIn(port, people.somebody(Role.PRODUCTION_MANAGER));
        String last = "";
        for (int i = 0; i < AccountRequests.MOST_OPEN; i++) {
            last = asked(keen);
        }
        assertCode(keen.post(LIST, wanted()), "too-many-requests");
        administrator.post(LIST + "/" + last + "/refusal", BECAUSE);
        asked(keen);
    }

    @Test
    @Requirement("USE-01")
    void thePagesGoThroughTheSameDoors() {
        String name = "Nina " + UUID.randomUUID();
        asker.form("/account-requests", "printedName=" + name + "&title=Analyst&zone=Mars&reason=joins");
        String refused = asker.form(
                        "/account-requests",
                        "printedName=" + name
                                + "&title=Analyst&zone=UTC&roles=QA_ANALYST&roles=IT_ADMINISTRATOR&reason=joins")
                .body();
        assertThat(asker.get("/account-requests").body())
                .contains("would be IT Administrator and", "value=\"" + name + "\"");
        asker.form(
                "/account-requests", "printedName=" + name + "&title=Analyst&zone=UTC&roles=QA_ANALYST&reason=joins");
        assertThat(asker.get("/account-requests").body())
                .as(refused)
                .contains(name, "waits for an IT Administrator")
                .doesNotContain("/refusal\"");
        assertThat(asker.get("/account").body()).contains("Ask for an account for somebody new");

        String page = administrator.get("/account-requests").body();
        assertThat(page).doesNotContain("id=\"ask\"").containsPattern("accounts? asked for");
        Matcher request = Pattern.compile(name + "[^§]*?/account-requests/([0-9a-f-]{36})/account")
                .matcher(page);
        assertThat(request.find()).as(page).isTrue();
        String newcomer = newcomer();
        assertThat(administrator
                        .form(
                                "/account-requests/" + request.group(1) + "/account",
                                "userId=" + newcomer + "&reason=asked+for+in+order")
                        .body())
                .containsPattern("<code>([A-Z2-7]{6}-){3}[A-Z2-7]{6}</code>");
        assertThat(asker.get("/account-requests").body()).contains(newcomer, "account made", "asked for in order");
    }

    @Test
    @Requirement("CPY-05")
    void anInspectorsScopeIsAskedForOnThePageAndStaysInItWhenRefused() {
        String name = "Ines " + UUID.randomUUID();
        String inspector = "printedName=" + name + "&title=Inspector&zone=UTC&roles=REGULATORY_AUDITOR&reason=inspects"
                + "&until=" + LocalDate.now(ZoneOffset.UTC).plusDays(20) + "T17:00";
        asker.form("/account-requests", inspector + "&types=nonsense&records=");
        assertThat(asker.get("/account-requests").body()).contains("record type nonsense", "value=\"nonsense\"");
        asker.form("/account-requests", inspector + "&types=sop+test-suite&records=");
        assertThat(asker.get("/account-requests").body()).contains(name, "sop, test-suite");
        String made = administrator
                .form("/accounts", inspector + "&types=sop&records=&userId=" + newcomer())
                .body();
        assertThat(made).containsPattern("<code>([A-Z2-7]{6}-){3}[A-Z2-7]{6}</code>");
        assertThat(administrator.get("/accounts").body()).contains("sop");
    }

    private String asked(TestClient who, String... roles) {
        HttpResponse<String> answer = who.post(LIST, wanted(roles));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return TestClient.json(answer).path("requestId").asText();
    }

    private static Map<String, Object> wanted(String... roles) {
        return new HashMap<>(Map.of(
                "printedName",
                "Nina Neu",
                "title",
                "Analyst",
                "zone",
                "Europe/Vienna",
                "roles",
                List.of(roles),
                "reason",
                "starts in March"));
    }

    private static HttpResponse<String> make(TestClient who, String request, String userId) {
        return who.post(LIST + "/" + request + "/account", Map.of("userId", userId, "reason", BECAUSE.get("reason")));
    }

    private JsonNode mine(String request) {
        for (JsonNode one : TestClient.json(asker.get(LIST)).path("items")) {
            if (one.path("requestId").asText().equals(request)) {
                return one;
            }
        }
        throw new AssertionError("not listed: " + request);
    }

    private JsonNode waiting(String userId) {
        for (JsonNode one : TestClient.json(manager.get("/api/accounts")).path("requests")) {
            if (one.path("userId").asText().equals(userId)) {
                return one;
            }
        }
        throw new AssertionError("no role of " + userId + " waits");
    }

    private String audited(String type, String subject) {
        String entries =
                manager.get("/api/audit/entries?type=" + type + "&size=100").body();
        assertThat(entries).contains(subject);
        return entries;
    }

    private static String newcomer() {
        return "wanted-" + UUID.randomUUID();
    }

    private static void assertCode(HttpResponse<String> answer, String code) {
        assertThat(TestClient.json(answer).path("code").asText())
                .as(answer.body())
                .isEqualTo(code);
    }
}

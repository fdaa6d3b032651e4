package dev.countersign.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** Who is signed in from where, and the end of it (T20). */
@CountersignTest
@Requirement("IDN-05")
class OpenSessionsTest {

    private static final Map<String, String> BECAUSE = Map.of("reason", "the laptop was left on a train");

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Test
    void aPersonSeesWhereTheyAreSignedInAndEndsTheOtherSessionWhichIsOverAtOnce() {
        String person = people.somebody(Role.QA_ANALYST);
        TestClient here = TestClient.signedIn(port, person);
        TestClient elsewhere = TestClient.anonymous(port);
        elsewhere.post(
                "/api/session",
                Map.of("username", person, "password", Authenticator.PASSWORD, "otp", Authenticator.freshCode(person)),
                "User-Agent",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0");
        HttpResponse<String> listed = here.get("/api/account/sessions");
        JsonNode items = TestClient.json(listed).path("items");

        assertThat(items).as(listed.body()).hasSize(2);
        assertThat(items.get(0).path("browser").asText()).isEqualTo("Firefox on Windows");
        assertThat(items.get(0).path("address").asText()).isEqualTo("127.0.0.1");
        assertThat(items.get(0).path("current").asBoolean()).isFalse();
        assertThat(items.get(1).path("current").asBoolean()).isTrue();

        String other = items.get(0).path("session").asText();
        assertThat(here.delete("/api/account/sessions/" + other).statusCode()).isEqualTo(204);

        assertThat(elsewhere.get("/api/session").statusCode()).isEqualTo(401);
        assertThat(elsewhere
                        .get("/camunda/api/engine/engine/default/task/count")
                        .statusCode())
                .as("Tasklist's own calls")
                .isEqualTo(401);
        assertThat(here.get("/api/session").statusCode()).isEqualTo(200);
        HttpResponse<String> again = here.delete("/api/account/sessions/" + other);
        assertThat(again.statusCode()).isEqualTo(404);
        assertThat(again.body()).contains("session-not-found");
    }

    @Test
    void everySessionIsFoundWhateverOrderTheDatabaseGivesRowsIn(@Autowired JdbcTemplate database) {
        String person = people.somebody(Role.QA_ANALYST);
        TestClient here = TestClient.signedIn(port, person);
        for (int more = 0; more < 5; more++) {
            TestClient.signedIn(port, person);
        }
        // rows of all sessions by attribute, no session's together
        for (String attribute : database.queryForList(
                "SELECT DISTINCT attribute_name FROM app.http_session_attributes", String.class)) {
            database.update(
                    "UPDATE app.http_session_attributes SET attribute_bytes = attribute_bytes WHERE attribute_name = ?",
                    attribute);
        }

        assertThat(TestClient.json(here.get("/api/account/sessions")).path("items"))
                .hasSize(6);
    }

    @Test
    void aPersonEndsAllOtherSessionsAndKeepsThisOne() {
        String person = people.somebody(Role.QA_ANALYST);
        TestClient one = TestClient.signedIn(port, person);
        TestClient two = TestClient.signedIn(port, person);
        TestClient here = TestClient.signedIn(port, person);

        assertThat(here.delete("/api/account/sessions").statusCode()).isEqualTo(204);

        assertThat(one.get("/api/session").statusCode()).isEqualTo(401);
        assertThat(two.get("/api/session").statusCode()).isEqualTo(401);
        assertThat(here.get("/api/session").statusCode()).isEqualTo(200);
    }

    @Test
    @Requirement({"AUT-03", "AUD-01"})
    void anItAdministratorEndsAnothersSessionsWithAReasonThatIsOnRecord() {
        String person = people.somebody(Role.QA_ANALYST);
        TestClient victim = TestClient.signedIn(port, person);
        TestClient administrator = TestClient.signedIn(port, people.somebody(Role.IT_ADMINISTRATOR));
        JsonNode items = TestClient.json(administrator.get("/api/accounts/" + person + "/sessions"))
                .path("items");
        String session = items.get(0).path("session").asText();

        HttpResponse<String> unexplained =
                administrator.post("/api/accounts/" + person + "/sessions/revocation", Map.of());
        assertThat(unexplained.statusCode()).isEqualTo(422);
        assertThat(unexplained.body()).contains("reason-required");
        assertThat(victim.get("/api/session").statusCode()).isEqualTo(200);

        String revocation = "/api/accounts/" + person + "/sessions/" + session + "/revocation";
        assertThat(administrator.post(revocation, BECAUSE).statusCode()).isEqualTo(204);
        assertThat(victim.get("/api/session").statusCode()).isEqualTo(401);
        String trail = TestClient.signedIn(port, people.somebody(Role.REGULATORY_AUDITOR))
                .get("/api/audit/entries?type=session.revoked&size=50")
                .body();
        assertThat(trail).contains("person:" + person, session, BECAUSE.get("reason"));
    }

    @ParameterizedTest
    @CsvSource({"QA_ANALYST", "QA_MANAGER", "REGULATORY_AUDITOR", "PROCESS_ADMINISTRATOR"})
    @Requirement("AUT-01")
    void nobodyElseSeesOrEndsSessionsOfOthers(Role role) {
        String person = people.somebody(Role.QA_ANALYST);
        TestClient victim = TestClient.signedIn(port, person);
        TestClient curious = TestClient.signedIn(port, people.somebody(role));

        assertThat(curious.get("/api/accounts/" + person + "/sessions").statusCode())
                .isEqualTo(403);
        assertThat(curious.post("/api/accounts/" + person + "/sessions/revocation", BECAUSE)
                        .statusCode())
                .isEqualTo(403);
        String own = TestClient.json(victim.get("/api/account/sessions"))
                .path("items")
                .get(0)
                .path("session")
                .asText();
        assertThat(curious.delete("/api/account/sessions/" + own).statusCode())
                .as("by its reference, as if it were one's own")
                .isEqualTo(404);
        assertThat(victim.get("/api/session").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 | Chrome on Linux
            Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) AppleWebKit/605.1.15 Version/17.0 Safari/605.1.15 | Safari on macOS
            Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0 | Edge on Windows
            <script>alert(1)</script> | a program
            """)
    void aBrowserIsNamedInWordsOfOurs(String userAgent, String words) {
        assertThat(BrowserName.of(userAgent)).isEqualTo(words);
    }
}

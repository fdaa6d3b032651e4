package dev.countersign.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A locked screen opens by both components and does nothing else (T20, 11.200(a)(1)); and the page about one's own signing. */
@CountersignTest
@Requirement({"IDN-05", "IDN-02"})
class LockedScreenTest {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    private String person;
    private TestClient program;
    private TestClient browser;

    @BeforeEach
    void signIn() {
        person = people.signer(Role.QA_ANALYST);
        program = TestClient.signedIn(port, person);
        browser = program.browsing(port);
    }

    @Test
    void myPageShowsKeyDevicesSessionsAndLeadsToTheLock() {
        String page = page("/account").body();
        assertThat(page)
                .contains(
                        "My signing",
                        "certified",
                        "Authenticator",
                        "this one",
                        "I lost this device",
                        "action=\"/lock\"")
                .contains("You have not signed anything yet");
        assertThat(page).containsPattern("Fingerprint[\\s\\S]*?<dd class=\"hash whole\">[0-9a-f]{64}</dd>");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/session, 423",
        "/api/tasks, 423",
        "/api/account/sessions, 423",
        "/engine-rest/task, 423",
        "/camunda/api/engine/engine/default/task/count, 401"
    })
    void nothingAnswersWhileItIsLocked(String call, int status) {
        lock();
        HttpResponse<String> answer = program.get(call);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"/account", "/accounts", "/camunda/app/tasklist/default/", "/login"})
    void pagesLeadToTheWayOutOfIt(String page) {
        lock();
        HttpResponse<String> answer = page(page);
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location"))
                .hasValueSatisfying(place -> assertThat(place).endsWith("/unlock"));
    }

    @Test
    @Requirement({"SIG-08", "IDN-03"})
    void bothComponentsUnlockItAndTheSessionIsANewOne() {
        lock();
        String locked = browser.cookie("COUNTERSIGN");
        assertThat(unlock("not the password", Authenticator.freshCode(person)).statusCode())
                .isEqualTo(401);
        assertThat(unlock(Authenticator.PASSWORD, "000000").statusCode()).isEqualTo(401);
        assertThat(program.get("/api/session").statusCode()).isEqualTo(423);

        assertThat(unlock(Authenticator.PASSWORD, Authenticator.freshCode(person))
                        .statusCode())
                .isEqualTo(302);

        assertThat(browser.cookie("COUNTERSIGN")).isNotEqualTo(locked);
        assertThat(program.get("/api/session").statusCode()).isEqualTo(200);
        assertThat(TestClient.anonymous(port)
                        .get("/api/session", "Cookie", "COUNTERSIGN=" + locked)
                        .statusCode())
                .isEqualTo(401);
    }

    private void lock() {
        String before = browser.cookie("COUNTERSIGN");
        HttpResponse<String> answer = browser.form("/lock", "_csrf=" + token("/account"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        assertThat(browser.cookie("COUNTERSIGN")).isNotEqualTo(before);
    }

    private HttpResponse<String> unlock(String password, String code) {
        return browser.form(
                "/unlock",
                "_csrf=" + token("/unlock") + "&password=" + URLEncoder.encode(password, UTF_8) + "&code=" + code);
    }

    private HttpResponse<String> page(String path) {
        return browser.get(path, "Accept", "text/html");
    }

    private String token(String path) {
        Matcher found = CSRF.matcher(page(path).body());
        assertThat(found.find()).as("a token in " + path).isTrue();
        return URLEncoder.encode(found.group(1), UTF_8);
    }
}

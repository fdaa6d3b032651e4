package dev.countersign.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The login pages, form by form, as a browser without scripts sees them. */
@CountersignTest
class BrowserLoginTest {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final String[] HTML = {"Accept", "text/html"};

    @LocalServerPort
    int port;

    @Autowired
    TestPeople people;

    TestClient browser;
    String person;

    @BeforeEach
    void open() {
        browser = TestClient.anonymous(port);
        person = people.somebody();
    }

    @Test
    @Requirement("IDN-03")
    void leadsFromThePageAskedForOverPasswordAndCodeBackToIt() {
        HttpResponse<String> asked = browser.get("/camunda/app/tasklist/default/?task=4711", HTML);
        assertThat(location(asked)).endsWith("/login");

        assertThat(location(password(person, Authenticator.PASSWORD))).endsWith("/login/code");
        assertThat(location(code(Authenticator.freshCode(person))))
                .endsWith("/camunda/app/tasklist/default/?task=4711");
        assertThat(browser.get("/api/session").statusCode()).isEqualTo(200);
    }

    @Test
    void leadsToTasklistWhereNothingElseWasAskedFor() {
        password(person, Authenticator.PASSWORD);

        assertThat(location(code(Authenticator.freshCode(person)))).endsWith("/camunda/app/tasklist/default/");
        assertThat(location(browser.get("/login", HTML))).endsWith("/camunda/app/tasklist/default/");
    }

    @Test
    void aPasswordAloneOpensNothing() {
        password(person, Authenticator.PASSWORD);

        assertThat(browser.get("/api/session").statusCode()).isEqualTo(401);
        assertThat(browser.get("/api/tasks").statusCode()).isEqualTo(401);
        assertThat(browser.get("/engine-rest/task").statusCode()).isEqualTo(401);
        assertThat(browser.get("/camunda/api/engine/engine/default/task").statusCode())
                .isIn(401, 403);
        assertThat(location(browser.get("/camunda/app/tasklist/default/", HTML)))
                .endsWith("/login/code");
    }

    @Test
    @Requirement("SIG-08")
    void takesANewSessionIdAtEachStep() {
        browser.get("/login", HTML);
        String planted = browser.cookie("COUNTERSIGN");
        password(person, Authenticator.PASSWORD);
        String halfWay = browser.cookie("COUNTERSIGN");
        code(Authenticator.freshCode(person));
        String full = browser.cookie("COUNTERSIGN");

        assertThat(full).isNotEqualTo(halfWay);
        assertThat(halfWay).isNotEqualTo(planted);
        for (String old : new String[] {planted, halfWay}) {
            assertThat(TestClient.anonymous(port)
                            .get("/api/session", "Cookie", "COUNTERSIGN=" + old)
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    @Requirement("USE-02")
    void aWrongPasswordKeepsTheUserNameAndNothingElse() {
        HttpResponse<String> answer = password(person, "wrong-password-canary");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body())
                .contains("role=\"alert\"", "value=\"" + person + "\"", "autocomplete=\"current-password\"")
                .doesNotContain("wrong-password-canary");
    }

    @Test
    void aWrongCodeIsSaidAndTheNextOneAccepted() {
        password(person, Authenticator.PASSWORD);
        HttpResponse<String> answer = code("000000");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("role=\"alert\"", "autocomplete=\"one-time-code\"");
        assertThat(location(code(Authenticator.freshCode(person)))).endsWith("/camunda/app/tasklist/default/");
    }

    @Test
    void noFormHoldsACharacterThatNoTextCanHold() {
        for (String typed :
                List.of("username=a%00b&password=x", "username=a&password=%00", "username=a&password=x&y=%00")) {
            HttpResponse<String> answer = browser.form("/login", "_csrf=" + csrf("/login") + "&" + typed);
            assertThat(answer.statusCode()).as(typed).isEqualTo(400);
            assertThat(TestClient.json(answer).path("rule").asText()).isEqualTo("WEB-014");
        }
        assertThat(password("a\u0001\u000bb\u007f\u0085", "\u0007").statusCode())
                .isEqualTo(401);
        password(person, Authenticator.PASSWORD);
        assertThat(code("1\u00012\u001b").statusCode()).isEqualTo(401);
        assertThat(browser.form("/login/code", "_csrf=" + csrf("/login/code") + "&code=%00")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aFormWithoutItsTokenStartsAnew() {
        HttpResponse<String> answer = browser.form("/login", "username=" + person + "&password=x");

        assertThat(location(answer)).endsWith("/login?expired");
    }

    @Test
    @Requirement("IDN-05")
    void signingOutInTasklistEndsTheWholeSession() {
        password(person, Authenticator.PASSWORD);
        code(Authenticator.freshCode(person));
        String cookie = browser.cookie("COUNTERSIGN");

        assertThat(browser.form("/camunda/api/admin/auth/user/default/logout", "")
                        .statusCode())
                .isEqualTo(204);
        assertThat(TestClient.anonymous(port)
                        .get("/api/session", "Cookie", "COUNTERSIGN=" + cookie)
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void pagesRunNoInlineScriptAndAreNotStored() {
        HttpResponse<String> page = browser.get("/login", HTML);

        assertThat(page.body()).doesNotContain("<script", "style=\"", "onclick");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(page.headers().firstValue("X-Frame-Options")).contains("DENY");
        assertThat(page.headers().firstValue("Set-Cookie").orElseThrow()).contains("HttpOnly", "SameSite=Lax");
        assertThat(browser.get("/assets/countersign.css")
                        .headers()
                        .firstValue("Cache-Control")
                        .orElseThrow())
                .contains("max-age");
        assertThat(page.body()).contains("DEMO");
    }

    private HttpResponse<String> password(String userName, String password) {
        return browser.form(
                "/login",
                "_csrf=" + csrf("/login") + "&username=" + encoded(userName) + "&password=" + encoded(password));
    }

    private HttpResponse<String> code(String code) {
        return browser.form("/login/code", "_csrf=" + csrf("/login/code") + "&code=" + encoded(code));
    }

    private String csrf(String page) {
        Matcher token = CSRF.matcher(browser.get(page, HTML).body());
        assertThat(token.find()).as("a token in %s", page).isTrue();
        return encoded(token.group(1));
    }

    private static String location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(302);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

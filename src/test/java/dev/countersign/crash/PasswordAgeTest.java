package dev.countersign.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.Authenticator;
import dev.countersign.FreshData;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestTasks;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An installation where passwords last for ninety days: an older one signs in and is changed, and signs nothing (11.300(b)). */
@Tag("soak")
@Requirement("IDN-02")
class PasswordAgeTest {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private Victim server;

    @BeforeEach
    void start() throws IOException {
        server =
                new Victim(FreshData.directory("password-age"), Map.of("COUNTERSIGN_IDENTITY_PASSWORDLASTSFOR", "90d"));
        server.start();
    }

    @AfterEach
    void end() {
        server.kill();
    }

    @Test
    void anOldPasswordLeadsToAnotherOneAndSignsOnlyThen() throws Exception {
        TestClient author = signedIn(Authenticator.PASSWORD);
        assertThat(signed(author, Authenticator.PASSWORD).statusCode()).isEqualTo(201);

        try (Store store = Store.of(server)) {
            store.change("UPDATE app.credential SET set_at = set_at - interval '91 days' WHERE user_id = 'author'");
        }

        HttpResponse<String> refused = signed(author, Authenticator.PASSWORD);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(403);
        assertThat(refused.body()).contains("password-expired", "90 days");
        assertThat(home()).endsWith("/account/password");

        String next = "Countersign-demo-2 and another";
        HttpResponse<String> changed = author.post(
                "/api/account/password",
                Map.of("password", Authenticator.PASSWORD, "otp", code(), "newPassword", next));
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(204);
        assertThat(signed(signedIn(next), next).statusCode()).isEqualTo(201);
        TestClient auditor = TestClient.anonymous(server.port());
        auditor.post(
                "/api/session",
                Map.of(
                        "username",
                        "auditor",
                        "password",
                        Authenticator.PASSWORD,
                        "otp",
                        Authenticator.codeAt("auditor", server.freshStep())));
        assertThat(auditor.get("/api/audit/entries?type=refused&size=50").body())
                .as("on record")
                .contains("ID-095", "person author");
    }

    /** Where the pages of the login lead. */
    private String home() throws IOException {
        TestClient browser = TestClient.anonymous(server.port());
        String typed = "username=author&password=" + Authenticator.PASSWORD;
        assertThat(browser.form("/login", typed + "&_csrf=" + csrf(browser, "/login"))
                        .statusCode())
                .isEqualTo(302);
        HttpResponse<String> answer =
                browser.form("/login/code", "code=" + code() + "&_csrf=" + csrf(browser, "/login/code"));
        String place = answer.headers().firstValue("Location").orElse("");
        assertThat(browser.get("/account/password", "Accept", "text/html").body())
                .contains("older than your organisation allows");
        return place;
    }

    private static String csrf(TestClient browser, String path) {
        Matcher found = CSRF.matcher(browser.get(path, "Accept", "text/html").body());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private HttpResponse<String> signed(TestClient author, String password) throws IOException {
        JsonNode task = TestTasks.due(author);
        String address = "/api/tasks/" + task.path("taskId").asText();
        author.get(address + "/presentation");
        return author.post(
                address + "/signature",
                Map.of(
                        "decision",
                        "approve",
                        "recordSha256",
                        task.path("sha256").asText(),
                        "password",
                        password,
                        "otp",
                        code()));
    }

    private TestClient signedIn(String password) throws IOException {
        TestClient client = TestClient.anonymous(server.port());
        HttpResponse<String> answer =
                client.post("/api/session", Map.of("username", "author", "password", password, "otp", code()));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
        client.readCsrf();
        return client;
    }

    private String code() throws IOException {
        return Authenticator.codeAt("author", server.freshStep());
    }
}

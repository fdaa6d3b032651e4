package dev.countersign.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The signing pages have an origin of their own (T25), and what the vendor brings beside Tasklist is closed (T8). */
@CountersignTest
class OriginsTest {

    @LocalServerPort
    int port;

    @Value("${local.sign.port}")
    int signPort;

    @Autowired
    TestPeople people;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/login",
                "/api/session",
                "/engine-rest/task",
                "/camunda/app/tasklist/default/",
                "/assets/countersign.css",
                "/demo/authenticator",
                "/actuator/health",
                "/signature"
            })
    @Requirement("SIG-08")
    void theSigningPortServesNothingElse(String path) {
        assertThat(TestClient.anonymous(signPort).get(path).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sign/4711", "/sign/assets/countersign.css", "/sign", "/login/%2e%2e/sign/4711"})
    @Requirement("SIG-08")
    void theMainPortDoesNotServeTheSigningPages(String path) {
        assertThat(TestClient.signedIn(port, people.somebody()).get(path).statusCode())
                .isIn(400, 404);
    }

    @Test
    void theSigningPagesMayBeFramedByTheMainOriginAlone() {
        HttpResponse<String> page = TestClient.anonymous(signPort).get("/sign/4711", "Accept", "text/html");

        assertThat(page.statusCode()).isEqualTo(401);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("frame-ancestors http://localhost:" + port, "script-src 'self'")
                .doesNotContain("unsafe");
        assertThat(page.headers().firstValue("X-Frame-Options")).isEmpty();
        assertThat(page.body()).contains("http://localhost:" + port + "/login");
    }

    @Test
    void aSessionOfTheMainOriginCountsOnTheSigningPort() {
        TestClient client = TestClient.signedIn(port, people.somebody());

        HttpResponse<String> page = TestClient.anonymous(signPort)
                .get("/sign/4711", "Accept", "text/html", "Cookie", "COUNTERSIGN=" + client.cookie("COUNTERSIGN"));

        assertThat(page.statusCode()).isNotEqualTo(401);
        assertThat(TestClient.json(client.get("/api/session"))
                        .path("signOrigin")
                        .asText())
                .isEqualTo("http://localhost:" + signPort);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "localhost.evil.example", "192.168.1.7", ""})
    void aDemonstrationAnswersToItsOwnNamesAlone(String host) throws IOException {
        assertThat(statusLine(host + ":" + port)).containsAnyOf(" 421", " 400");
        assertThat(statusLine("localhost:" + port)).contains(" 200");
        assertThat(statusLine("127.0.0.1:" + port)).contains(" 200");
        assertThat(statusLine("[::1]:" + port)).contains(" 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/camunda/app/admin/default/",
                "/camunda/app/welcome/default/",
                "/camunda/app/cockpit/default/",
                "/camunda/app/Admin/default/",
                "/camunda/app/ADMIN/",
                "/camunda/app/",
                "/camunda/swaggerui",
                "/camunda/api/admin/setup/default/user/create"
            })
    @Requirement("WFL-01")
    void theVendorsOtherApplicationsAreClosed(String path) {
        TestClient client = TestClient.signedIn(port, people.somebody());

        assertThat(client.get(path).statusCode()).isEqualTo(403);
        assertThat(client.post(path, "{}").statusCode()).isEqualTo(403);
        assertThat(TestClient.anonymous(port).post(path, "{}").statusCode()).isIn(401, 403);
    }

    @Test
    void theVendorsOwnLoginIsClosed() {
        assertThat(TestClient.anonymous(port)
                        .form("/camunda/api/admin/auth/user/default/login/tasklist", "username=author&password=x")
                        .statusCode())
                .isIn(401, 403);
    }

    private String statusLine(String host) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write(("GET /login HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }
}

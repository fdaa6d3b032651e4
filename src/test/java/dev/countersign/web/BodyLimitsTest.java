package dev.countersign.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What is refused before a byte of the body is read: the bodies announced here are never sent. */
@CountersignTest
@Requirement("INT-02")
class BodyLimitsTest {

    private static final String BOUNDED = "Content-Length: 19000000\r\n";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";
    private static final String MULTIPART = "Content-Type: multipart/form-data; boundary=b\r\n";

    @LocalServerPort
    int port;

    @Autowired
    TestPeople people;

    @ParameterizedTest
    @CsvSource({
        "/api/session, application/json",
        "/api/session, application/x-www-form-urlencoded",
        "/login, application/x-www-form-urlencoded",
        "/login/code, application/x-www-form-urlencoded",
        "/logout, application/x-www-form-urlencoded",
        "/api/records, application/x-www-form-urlencoded",
        "/api/tasks/4711/signature, application/json",
        "/api/tasks/4711/claim, application/json",
        "/api/records/0192f0c1-0000-7000-8000-000000000002/withdrawal, application/json"
    })
    void aLongBodyIsRefusedByItsLength(String path, String type) throws IOException {
        assertThat(answer(path, BOUNDED + "Content-Type: " + type + "\r\n", ""))
                .contains(" 413", "application/problem+json", "too-large");
    }

    @Test
    void aBodyThatHidesItsLengthIsReadUpToTheLimit() throws IOException {
        String chunk = "8001\r\n" + "{".repeat(0x8001) + "\r\n";
        String json = CHUNKED + "Content-Type: application/json\r\n";
        assertThat(answer("/api/session", json, chunk)).contains(" 413", "too-large");
        String form = CHUNKED + "Content-Type: application/x-www-form-urlencoded\r\n";
        assertThat(answer("/login", form, "")).contains(" 413", "too-large");
    }

    @Test
    void aSignatureThatHidesItsLengthIsReadUpToTheLimit() throws IOException {
        TestClient client = TestClient.signedIn(port, people.somebody());
        String credentials = "Cookie: COUNTERSIGN=" + client.cookie("COUNTERSIGN") + "\r\n";
        String csrf = "X-CSRF-TOKEN: " + csrf(client) + "\r\n";
        String chunk = "8001\r\n" + "{".repeat(0x8001) + "\r\n";
        for (String path :
                new String[] {"/api/tasks/4711/signature", "/api/records/" + UUID.randomUUID() + "/withdrawal"}) {
            assertThat(answer(path, CHUNKED + credentials + csrf + "Content-Type: application/json\r\n", chunk))
                    .as(path)
                    .contains(" 413", "too-large");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/login",
                "/login/code",
                "/logout",
                "/api/session",
                "/api/tasks/4711/signature",
                "/engine-rest/task"
            })
    void filesAreTakenNowhereElse(String path) throws IOException {
        assertThat(answer(path, BOUNDED + MULTIPART, "--b\r\n")).contains(" 415", "unsupported-media-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/records", "/api/records/0192f0c1-0000-7000-8000-000000000002/versions"})
    @Requirement("IDN-03")
    void filesAreTakenOfNobodyWhoIsNotSignedIn(String path) throws IOException {
        assertThat(answer(path, BOUNDED + MULTIPART, "--b\r\n")).contains(" 401", "not-signed-in");
        assertThat(answer(path, BOUNDED + MULTIPART + "Authorization: Bearer guessed\r\n", "--b\r\n"))
                .contains(" 401", "token-refused");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/engine-rest;x/task",
                "/camunda;x/api/engine/engine/default/task",
                "/login;x=1",
                "/api%3Bx/tasks"
            })
    void noAddressHasASemicolon(String path) {
        HttpResponse<String> answer = TestClient.anonymous(port).get(path);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(TestClient.json(answer).path("rule").asText()).isEqualTo("WEB-015");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/engine-rest/identity/groups?userId=%00",
                "/engine-rest/task?nameLike=a%00b",
                "/api/records?type=%00",
                "/api/audit/entries?actor=%00",
                "/camunda/api/engine/engine/default/task?name=%00",
                "/login?expired=%00"
            })
    void noAddressHoldsTheCharacterThatNoTextCanHold(String path) {
        HttpResponse<String> answer =
                TestClient.signedIn(port, people.somebody()).get(path);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(TestClient.json(answer).path("rule").asText()).isEqualTo("WEB-014");
        assertThat(TestClient.anonymous(port).get("/login?x=%2500").statusCode())
                .isEqualTo(200);
    }

    @Test
    void theErrorPageIsNobodysAddress() {
        TestClient client = TestClient.signedIn(port, people.somebody());
        assertThat(client.get("/error").statusCode()).isEqualTo(404);
        assertThat(client.get("/error", "Accept", "text/html").statusCode()).isEqualTo(404);
    }

    private static String csrf(TestClient client) {
        return TestClient.json(client.get("/api/session")).at("/csrf/token").asText();
    }

    /** Until the server closes or says nothing for a while: it may still wait for the rest of the body. */
    private String answer(String path, String headers, String start) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(60_000);
            String request =
                    "POST " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\n" + headers + "\r\n" + start;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            StringBuilder said = new StringBuilder();
            byte[] some = new byte[8192];
            while (!said.toString().contains("}")) {
                int read = in.read(some);
                if (read < 0) {
                    break;
                }
                said.append(new String(some, 0, read, StandardCharsets.UTF_8));
            }
            return said.toString();
        }
    }
}

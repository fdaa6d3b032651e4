package dev.countersign.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.CountersignTest;
import dev.countersign.RefusedCalls;
import dev.countersign.Requirement;
import dev.countersign.TestCaller;
import dev.countersign.TestCaller.Answer;
import dev.countersign.TestClient;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** A stolen integration token is worth what its scope names, and no more (T15). */
@CountersignTest
@Requirement("INT-01")
class ServiceAccountTest {

    private static final String TOKEN = "demo-lims-token";
    private static final String START = "/engine-rest/process-definition/key/record-approval/start";

    @LocalServerPort
    int port;

    @Autowired
    DataSource dataSource;

    @Autowired
    RefusedCalls calls;

    @ParameterizedTest
    @CsvSource({
        "GET, /api/session",
        "GET, /api/tasks",
        "GET, /api/audit/entries",
        "GET, /engine-rest/task",
        "GET, /engine-rest/process-definition/key/record-approval/start",
        "GET, /camunda/app/tasklist/default/",
        "GET, /camunda/api/engine/engine/default/task",
        "POST, /api/records",
        "POST, /api/tasks/4711/signature",
        "POST, /api/tasks/4711/claim",
        "POST, /engine-rest/process-definition/key/model-change/start",
        "POST, /engine-rest/process-definition/key/record-approval/submit-form",
        "POST, /engine-rest/process-definition/key/record-approval/start/x",
        "POST, /engine-rest/process-definition/key/record-approval/tenant-id/demo/start",
        "POST, /engine-rest/process-definition/4711/start",
        "POST, /engine-rest/task/4711/complete",
        "POST, /engine-rest/message",
        "POST, /engine-rest/deployment/create",
        "DELETE, /api/session",
        "DELETE, /engine-rest/process-instance/4711"
    })
    void mayCallNothingElse(String method, String path) {
        TestClient lims = TestClient.bearer(port, TOKEN);
        var answer =
                switch (method) {
                    case "POST" -> lims.post(path, "{}");
                    case "DELETE" -> lims.delete(path);
                    default -> lims.get(path);
                };

        assertThat(answer.statusCode()).isIn(401, 403);
        if (!path.startsWith("/camunda/")) {
            assertThat(TestClient.json(answer).path("code").asText()).isEqualTo("not-authorized");
        }
    }

    @Test
    void mayStartItsProcessAndReadRecords() {
        TestClient lims = TestClient.bearer(port, TOKEN);

        assertThat(lims.post(START, "{}").statusCode()).isNotIn(401, 403);
        assertThat(lims.get("/api/records").statusCode()).isEqualTo(200);
        assertThat(lims.cookie("COUNTERSIGN")).as("no session").isEmpty();
    }

    @Test
    void anUnknownTokenIsRefusedAndPutOnRecord() {
        TestCaller stranger = TestCaller.bearer(port, "demo-lims-token-x");

        Answer answer =
                calls.refusedAndNothingLeft("anonymous", () -> stranger.post(START, "{}"), "token-refused", "call");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
    }

    @Test
    @Requirement("IDN-01")
    void cannotSignIn() {
        assertThat(TestClient.anonymous(port)
                        .post("/api/session", Map.of("username", "lims", "password", TOKEN, "otp", "000000"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void itsTokenIsNotInTheDatabase() {
        JdbcTemplate jdbc = new JdbcTemplate(dataSource);

        assertThat(jdbc.queryForList("SELECT t::text FROM app.service_token t", String.class))
                .isNotEmpty()
                .noneMatch(row -> row.contains(TOKEN)
                        || row.contains(java.util.HexFormat.of()
                                .formatHex(TOKEN.getBytes(java.nio.charset.StandardCharsets.UTF_8))));
    }
}

package dev.countersign.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What a session id is worth, before and after its owner proves something (T20). */
@CountersignTest
@Requirement({"SIG-08", "IDN-05"})
class SessionIdTest {

    private static final String COOKIE = "COUNTERSIGN";

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Test
    void aLoginOverTheInterfaceTakesANewIdToo() {
        String victim = people.somebody(Role.QA_ANALYST);
        TestClient client = TestClient.anonymous(port);
        client.get("/login", "Accept", "text/html");
        String planted = client.cookie(COOKIE);
        login(client, victim);
        String own = client.cookie(COOKIE);
        assertThat(own).isNotEmpty().isNotEqualTo(planted);
        assertThat(with(planted)).isEqualTo(401);

        login(client, people.somebody(Role.QA_ANALYST));
        assertThat(with(own)).as("the session of whoever was signed in before").isEqualTo(401);
    }

    /** It would take the place of the cookie that another request of the same browser was given meanwhile. */
    @Test
    void aRefusedCallOfAnUnknownSessionIsGivenNoOther() {
        for (String path :
                List.of("/api/tasks/1/signature", "/api/records", "/engine-rest/task/1/claim", "/account/notices")) {
            HttpResponse<String> refused = TestClient.anonymous(port)
                    .post(path, Map.of("decision", "approve"), "Cookie", COOKIE + "=" + "bm9ib2R5");
            assertThat(refused.statusCode()).as(path + refused.body()).isIn(302, 401, 403);
            assertThat(refused.headers().allValues("Set-Cookie"))
                    .as(path)
                    .noneMatch(cookie -> cookie.startsWith(COOKIE + "="));
        }
    }

    private static void login(TestClient client, String userId) {
        HttpResponse<String> answer = client.post(
                "/api/session",
                Map.of("username", userId, "password", Authenticator.PASSWORD, "otp", Authenticator.freshCode(userId)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    }

    private int with(String sessionId) {
        return TestClient.anonymous(port)
                .get("/api/session", "Cookie", COOKIE + "=" + sessionId)
                .statusCode();
    }
}

package dev.countersign.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.TestPresence;
import dev.countersign.authority.Role;
import dev.countersign.crypto.Digest;
import dev.countersign.database.DatabaseRoles;
import dev.countersign.identity.People;
import dev.countersign.identity.Presence;
import dev.countersign.ledger.Caller;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A person takes another password: the key stays theirs, the old password is worth nothing at once (11.300(b), KEY-02). */
@CountersignTest
@Requirement({"IDN-02", "KEY-02"})
class PasswordChangeTest {

    private static final String OLD = Authenticator.PASSWORD;
    private static final String NEW = "wolke lampe wandert leise";
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    @LocalServerPort
    int port;

    @Autowired
    TestPeople testPeople;

    @Autowired
    People people;

    @Autowired
    Presence presence;

    @Autowired
    DatabaseRoles roles;

    private String userId;
    private UUID keyId;
    private TestClient client;

    @BeforeEach
    void signIn() {
        userId = testPeople.signer(Role.QA_ANALYST);
        keyId = people.find(userId).orElseThrow().keyId();
        client = TestClient.signedIn(port, userId);
    }

    @Test
    @Requirement("IDN-05")
    void theKeyStaysTheOldPasswordIsRefusedAndOtherSessionsEnd() {
        TestClient other = TestClient.signedIn(port, userId);
        TestClient halfWay = TestClient.anonymous(port);
        page(halfWay, "/login", "username=" + userId + "&password=" + OLD);
        String before = client.cookie("COUNTERSIGN");

        assertThat(change(OLD, Authenticator.freshCode(userId), NEW).statusCode())
                .isEqualTo(204);

        assertThat(client.cookie("COUNTERSIGN")).isNotEqualTo(before);
        assertThat(client.get("/api/session").statusCode()).isEqualTo(200);
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(other.get("/api/session").statusCode()).isEqualTo(401));
        page(halfWay, "/login/code", "code=" + Authenticator.freshCode(userId));
        assertThat(halfWay.get("/api/session").statusCode())
                .as("the code after an old password")
                .isEqualTo(401);
        assertThat(logIn(OLD)).isEqualTo(401);
        assertThat(logIn(NEW)).isEqualTo(204);
        assertThat(people.find(userId).orElseThrow().keyId()).isEqualTo(keyId);
        assertThatCode(() -> sign(NEW)).doesNotThrowAnyException();
    }

    /** The old password was right when it was compared, and is none any more when the code would be spent. */
    @Test
    @Requirement("IDN-03")
    void aLoginThatIsOvertakenByTheChangeFails() throws Exception {
        logIn(OLD);
        String changing = Authenticator.freshCode(userId);
        String overtaken = Authenticator.freshCode(userId);
        HttpResponse<String> answer = overtaken(
                "SELECT FROM app.attempt WHERE subject = '" + userId + "' AND purpose = 'login' FOR UPDATE",
                TestClient.anonymous(port),
                overtaken,
                changing);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(TestClient.json(answer).path("code").asText()).isEqualTo("login-failed");
        assertThat(logIn(NEW)).isEqualTo(204);
    }

    /** Everything held, and the session comes into being after the change that ends all others. */
    @Test
    @Requirement("IDN-05")
    void aSessionThatIsOvertakenByTheChangeIsOver() throws Exception {
        String overtaken = Authenticator.freshCode(userId);
        String changing = Authenticator.freshCode(userId);
        TestClient late = TestClient.anonymous(port);
        HttpResponse<String> answer = overtaken("LOCK TABLE app.known_device IN SHARE MODE", late, overtaken, changing);

        assertThat(answer.statusCode()).isIn(204, 401);
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(late.get("/api/session").statusCode()).isEqualTo(401));
    }

    /** The answer to a login with the old password that waits for the lock while the password is changed. */
    private HttpResponse<String> overtaken(String lock, TestClient late, String code, String changing)
            throws Exception {
        ExecutorService another = Executors.newSingleThreadExecutor();
        try (Connection holder = roles.connect(DatabaseRoles.SUPERUSER);
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute(lock);
            Future<HttpResponse<String>> login = another.submit(
                    () -> late.post("/api/session", Map.of("username", userId, "password", OLD, "otp", code)));
            Awaitility.await().until(() -> isWaitedFor(holder));
            assertThat(change(OLD, changing, NEW).statusCode()).isEqualTo(204);
            holder.rollback();
            return login.get();
        } finally {
            another.shutdown();
        }
    }

    private static boolean isWaitedFor(Connection holder) throws SQLException {
        try (Statement statement = holder.createStatement();
                ResultSet waiting = statement.executeQuery("SELECT count(*) FROM pg_stat_activity"
                        + " WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))")) {
            waiting.next();
            return waiting.getInt(1) > 0;
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "wrong password 1234, -, wolke lampe wandert leise, reauthentication-failed",
                "Countersign-demo-1, 000000, wolke lampe wandert leise, reauthentication-failed",
                "Countersign-demo-1, -, too short, password-refused",
                "Countersign-demo-1, -, passwordpassword, password-refused",
                "Countersign-demo-1, -, Countersign-demo-1, password-refused",
                "Countersign-demo-1, -, '', password-refused"
            })
    void whatIsRefusedChangesNothing(String password, String code, String newPassword, String refusal) {
        HttpResponse<String> answer =
                change(password, code == null ? Authenticator.freshCode(userId) : code, newPassword);

        assertThat(TestClient.json(answer).path("code").asText()).isEqualTo(refusal);
        if (newPassword.length() > 2) {
            assertThat(answer.body()).doesNotContain(newPassword);
        }
        assertThat(client.get("/api/session").statusCode()).isEqualTo(200);
        assertThatCode(() -> sign(OLD)).doesNotThrowAnyException();
    }

    @Test
    void aFailureHalfWayLeavesTheOldPasswordWhole() throws Exception {
        // the verifier is written first; then the key turns out not to open
        execute("UPDATE app.signing_key SET wrapped = wrapped || '\\x00'::bytea WHERE user_id = ?");

        assertThat(change(OLD, Authenticator.freshCode(userId), NEW).statusCode())
                .isEqualTo(500);

        execute("UPDATE app.signing_key SET wrapped = substr(wrapped, 1, length(wrapped) - 1) WHERE user_id = ?");
        assertThat(logIn(NEW)).isEqualTo(401);
        assertThat(logIn(OLD)).isEqualTo(204);
        assertThatCode(() -> sign(OLD)).doesNotThrowAnyException();
    }

    @Test
    @Requirement("USE-01")
    void thePageGoesThroughTheSameDoor() {
        String unequal = page(
                client,
                "/account/password",
                "present=" + OLD + "&code=000000&password=" + encoded(NEW) + "&repeated=" + encoded(NEW + "x"));
        assertThat(unequal).contains("not the same");
        String refused = page(
                client,
                "/account/password",
                "present=" + OLD + "&code=" + Authenticator.freshCode(userId)
                        + "&password=passwordpassword&repeated=passwordpassword");
        assertThat(refused).contains("easily guessed").doesNotContain("passwordpassword");

        String changed = page(
                client,
                "/account/password",
                "present=" + OLD + "&code=" + Authenticator.freshCode(userId) + "&password=" + encoded(NEW)
                        + "&repeated=" + encoded(NEW));

        assertThat(changed).as("leads on").isEmpty();
        assertThat(client.get("/account/password?changed").body()).contains("Your password is changed");
        assertThat(logIn(NEW)).isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{",
                "[]",
                "{\"password\":1}",
                "{\"password\":\"a\",\"otp\":\"000000\",\"newPassword\":\"wolke lampe\\u0000 wandert leise\"}",
                "{\"password\":\"a\",\"otp\":\"000000\",\"newPassword\":\"wolke lampe\\ud800 wandert leise\"}"
            })
    void whatIsNoTextIsRefusedAsSuch(String body) {
        HttpResponse<String> answer = client.post("/api/account/password", body);

        assertThat(TestClient.json(answer).path("code").asText()).isEqualTo("invalid-request");
    }

    private HttpResponse<String> change(String password, String code, String newPassword) {
        HttpResponse<String> answer = client.post(
                "/api/account/password", Map.of("password", password, "otp", code, "newPassword", newPassword));
        if (answer.statusCode() == 204) {
            client.readCsrf();
        }
        return answer;
    }

    private int logIn(String password) {
        return TestClient.anonymous(port)
                .post(
                        "/api/session",
                        Map.of("username", userId, "password", password, "otp", Authenticator.freshCode(userId)))
                .statusCode();
    }

    private void sign(String password) {
        TestPresence.prove(
                        presence,
                        Caller.person(userId, "s", null),
                        "t",
                        Digest.of(new byte[1]),
                        password.toCharArray(),
                        Authenticator.freshCode(userId))
                .close();
    }

    /** The page that answers; empty if it leads on. */
    private static String page(TestClient browser, String path, String form) {
        Matcher csrf = CSRF.matcher(browser.get(path, "Accept", "text/html").body());
        assertThat(csrf.find()).as(path).isTrue();
        HttpResponse<String> answer =
                browser.form(path, form + "&_csrf=" + encoded(csrf.group(1)), "Accept", "text/html");
        return answer.statusCode() == 302 ? "" : answer.body();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private void execute(String sql) throws Exception {
        try (Connection superuser = roles.connect(DatabaseRoles.SUPERUSER);
                PreparedStatement statement = superuser.prepareStatement(sql)) {
            statement.setString(1, userId);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }
}

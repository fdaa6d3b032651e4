package dev.countersign.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.database.DatabaseRoles;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Secrets that are sent to where they belong, and to where they do not: no answer repeats one, and none is in the write-ahead log of the
 * database (so in no table, backup or replica either) or in the program's log (T17).
 */
@CountersignTest
@Requirement({"SIG-08", "KEY-02"})
class CanaryTest {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final Pattern SECRET = Pattern.compile("<code class=\"secret\">([A-Z2-7 ]+)</code>");

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private DatabaseRoles roles;

    private final Map<String, String> canaries = new LinkedHashMap<>();
    private final List<String> answers = new ArrayList<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

    @BeforeEach
    void listen() {
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(log);
    }

    @Test
    void secretsAreInNoAnswerNoWriteAheadLogAndNoLog() throws Exception {
        String newcomer = "newcomer-" + UUID.randomUUID();
        String password = canary("password");
        enrolled(newcomer, password);
        loggedIn(newcomer, password);
        wrongFields(newcomer);
        accountCalls();

        assertThat(where(answers, "an answer")).isEmpty();
        assertThat(where(lines(), "the log")).isEmpty();
        List<String> segments = segments();
        assertThat(where(segments, "the write-ahead log")).isEmpty();
        assertThat(segments).as("what is stored is found").anyMatch(segment -> segment.contains(newcomer));
    }

    private String canary(String what) {
        String canary = "Canary-" + what.substring(0, 1) + "-" + UUID.randomUUID();
        canaries.put(what + canaries.size(), canary);
        return canary;
    }

    /** The account's invitation, the person's password and their authenticator's secret, at the pages for them. */
    private void enrolled(String newcomer, String password) {
        TestClient administrator = TestClient.signedIn(port, people.somebody(Role.IT_ADMINISTRATOR));
        String invitation = TestClient.json(administrator.post(
                        "/api/accounts",
                        Map.of(
                                "userId", newcomer,
                                "printedName", "Canary Person",
                                "title", "Tester",
                                "zone", "Europe/Vienna",
                                "reason", "needed by a test")))
                .path("code")
                .asText();
        assertThat(invitation).isNotEmpty();
        canaries.put("invitation", invitation);
        TestClient browser = TestClient.anonymous(port);
        form(browser, "/enrol", "/enrol", "username=" + newcomer + "&invitation=" + canary("wrong invitation"));
        form(browser, "/enrol", "/enrol", "username=" + newcomer + "&invitation=" + invitation);
        Matcher shown = SECRET.matcher(page(browser, "/enrol/components"));
        assertThat(shown.find()).isTrue();
        String secret = shown.group(1).replace(" ", "");
        canaries.put("secret", secret);
        Authenticator.add(newcomer, secret);
        String other = canary("other password");
        form(
                browser,
                "/enrol/components",
                "/enrol/components",
                "password=" + password + "&repeated=" + other + "&code=000000");
        form(
                browser,
                "/enrol/components",
                "/enrol/components",
                "password=" + password + "&repeated=" + password + "&code=" + Authenticator.freshCode(newcomer));
    }

    private void loggedIn(String newcomer, String password) {
        TestClient client = TestClient.anonymous(port);
        HttpResponse<String> good =
                client.post("/api/session", login(newcomer, password, Authenticator.freshCode(newcomer)));
        assertThat(good.statusCode()).as("the canary is the password").isEqualTo(204);
        answer(client.post("/api/session", login(newcomer, canary("wrong password"), "000000")));
        answer(client.post("/api/session", login(newcomer, password, canary("code"))));
    }

    /** Where people and programs put secrets by mistake. */
    private void wrongFields(String newcomer) {
        TestClient client = TestClient.anonymous(port);
        answer(client.post("/api/session", login(canary("name"), canary("password"), "000000")));
        answer(client.post(
                "/api/session",
                "{\"username\": \"" + newcomer + "\", \"password\": \"" + canary("cut") + "\", \"otp\""));
        answer(client.post(
                "/api/session", "{\"password\": {\"" + canary("member") + "\": \"" + canary("nested") + "\"}}"));
        answer(client.post("/api/session", "[\"" + canary("array") + "\"]"));
        answer(client.get("/api/session", "Authorization", "Bearer " + canary("token")));
        answer(client.get("/engine-rest/task", "Authorization", "Bearer " + canary("token")));
        answer(client.get("/api/records", "Authorization", "Basic " + canary("basic")));
        answer(client.get("/api/records", "X-Api-Key", canary("header")));
        answer(client.get("/api/records?access_token=" + canary("query")));
        answer(client.post("/api/session", Map.of(canary("key"), canary("value"))));
        form(client, "/login", "/login", "username=" + canary("name") + "&password=" + canary("password"));
    }

    private void accountCalls() {
        String signer = people.signer(Role.QA_MANAGER);
        TestClient manager = TestClient.signedIn(port, signer);
        String proofing = "/api/accounts/" + people.somebody() + "/proofing";
        answer(manager.post(
                proofing,
                Map.of(
                        "documentType", "passport",
                        "checkedOn", "2026-11-20",
                        "method", "in person",
                        "password", canary("officer"))));
        answer(manager.post(proofing, "{\"password\": \"" + canary("cut") + "\", \"checkedOn\": "));
        answer(manager.post(proofing, Map.of("checkedOn", canary("date"), "password", canary("officer"))));
        answer(manager.post(
                "/api/log/recovery", Map.of("reason", "r", "password", canary("recovery"), "otp", canary("code"))));
    }

    private static Map<String, String> login(String userId, String password, String code) {
        return Map.of("username", userId, "password", password, "otp", code);
    }

    private void answer(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isGreaterThanOrEqualTo(300);
        answers.add(answer.statusCode() + " " + answer.headers().map() + " " + answer.body());
    }

    private void form(TestClient browser, String from, String to, String fields) {
        Matcher csrf = CSRF.matcher(page(browser, from));
        String token = csrf.find() ? csrf.group(1) : "";
        answer(browser.form(to, fields + "&_csrf=" + URLEncoder.encode(token, UTF_8), "Accept", "text/html"));
    }

    private static String page(TestClient browser, String path) {
        return browser.get(path, "Accept", "text/html").body();
    }

    private List<String> where(List<String> texts, String place) {
        return canaries.entrySet().stream()
                .filter(canary -> texts.stream().anyMatch(text -> text.contains(canary.getValue())))
                .map(canary -> canary.getKey() + " is in " + place)
                .toList();
    }

    private List<String> lines() {
        return log.list.stream()
                .map(event -> event.getFormattedMessage()
                        + (event.getThrowableProxy() == null
                                ? ""
                                : ThrowableProxyUtil.asString(event.getThrowableProxy())))
                .toList();
    }

    /** What was committed is in these files, whatever table it went to. */
    private List<String> segments() throws Exception {
        Path folder;
        try (Connection superuser = roles.connect(DatabaseRoles.SUPERUSER);
                Statement statement = superuser.createStatement();
                ResultSet rows = statement.executeQuery("SELECT current_setting('data_directory')")) {
            rows.next();
            folder = Path.of(rows.getString(1), "pg_wal");
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).map(CanaryTest::read).toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, ISO_8859_1);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

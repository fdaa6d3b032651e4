package dev.countersign.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.StoredRows;
import dev.countersign.TestClient;
import dev.countersign.TestClock;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Ledger.Entry;
import dev.countersign.ledger.Ledger.Filter;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

@CountersignTest
@ExtendWith(OutputCaptureExtension.class)
class LoginTest {

    private static final String PASSWORD = Authenticator.PASSWORD;

    @LocalServerPort
    int port;

    @Autowired
    TestPeople people;

    @Autowired
    Ledger ledger;

    @Autowired
    StoredRows rows;

    @Test
    @Requirement("IDN-03")
    void signsInWithPasswordAndCode() {
        String person = people.somebody(Role.QA_ANALYST, Role.PRODUCTION_MANAGER);
        JsonNode session = TestClient.json(TestClient.signedIn(port, person).get("/api/session"));

        assertThat(session.path("userId").asText()).isEqualTo(person);
        assertThat(session.path("printedName").asText()).startsWith("Person ");
        assertThat(session.path("roles"))
                .extracting(JsonNode::asText)
                .containsExactly("production-manager", "qa-analyst");
        assertThat(Instant.parse(session.path("expiresAt").asText())).isAfter(TestClock.now());
        assertThat(session.path("csrf").path("headerName").asText()).isNotEmpty();
        assertThat(session.path("csrf").path("token").asText()).isNotEmpty();
        assertThat(entries(person)).contains("login.succeeded");
    }

    @Test
    void hasNoSessionWithoutLogin() {
        HttpResponse<String> answer = TestClient.anonymous(port).get("/api/session");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    @Requirement("IDN-02")
    void givesTheSameAnswerForEveryCause() {
        String person = people.somebody();
        String spent = Authenticator.freshCode(person);
        assertThat(logIn(person, PASSWORD, spent).statusCode()).isEqualTo(204);
        long step = Authenticator.currentStep();

        List<HttpResponse<String>> answers = List.of(
                logIn("nobody-" + person, PASSWORD, "123456"),
                logIn(person, "Countersign-demo-2", Authenticator.freshCode(person)),
                logIn(person, PASSWORD, "not a code"),
                logIn(person, PASSWORD, spent),
                logIn(person, PASSWORD, Authenticator.codeAt(person, step - 3)),
                logIn(person, PASSWORD, Authenticator.codeAt(person, step + 9)),
                logIn(person, "", ""),
                logIn("", "", ""),
                logIn("nobody\u0001" + person, PASSWORD, "123456"),
                logIn("n".repeat(12_000), PASSWORD, "123456"),
                logIn(person, PASSWORD, "1".repeat(12_000)));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).isEqualTo(answers.get(0).body());
            assertThat(TestClient.json(answer).path("code").asText()).isEqualTo("login-failed");
        });
        assertThat(entries(person)).doesNotContain("session.ended");
    }

    @Test
    @Requirement("IDN-02")
    void answersOnThePageToNamesNobodyCanHaveAsToAnyOther() {
        for (String name : new String[] {"nobody", "%01", "n".repeat(12_000)}) {
            TestClient browser = TestClient.anonymous(port);
            Matcher token = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"")
                    .matcher(browser.get("/login", "Accept", "text/html").body());
            assertThat(token.find()).isTrue();
            HttpResponse<String> answer = browser.form(
                    "/login",
                    "_csrf=" + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8) + "&username=" + name
                            + "&password=x");
            assertThat(answer.statusCode()).as(name).isEqualTo(401);
        }
    }

    @Test
    void locksANameNobodyCanHaveLikeAnyOther() {
        String name = "nobody\u0001" + people.somebody();
        for (int i = 0; i < 10; i++) {
            assertThat(logIn(name, "x", "1").statusCode()).isEqualTo(401);
        }
        assertThat(logIn(name, "x", "1").statusCode()).isEqualTo(423);
    }

    @Test
    void readsALoginInOneWay() {
        String person = people.somebody();
        String members = "\"username\":\"%s\",\"password\":\"%s\",\"otp\":\"%s\""
                .formatted(person, PASSWORD, Authenticator.freshCode(person));
        TestClient client = TestClient.anonymous(port);
        assertThat(client.post("/api/session", "{\"username\":\"other\"," + members + "}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(client.exchange(
                                "POST",
                                "/api/session",
                                ("{" + members + "}").getBytes(StandardCharsets.UTF_8),
                                "Content-Type",
                                "application/yaml")
                        .statusCode())
                .isEqualTo(415);
        assertThat(client.post("/api/session", "{" + members + "}").statusCode())
                .isEqualTo(204);
    }

    @Test
    @Requirement("AUD-01")
    void tellsTheAuditTrailTheCauseAndNotTheCaller() {
        String person = people.somebody();
        logIn(person, "Countersign-demo-2", "000000");
        logIn(person, PASSWORD, Authenticator.codeAt(person, 7));

        assertThat(failures(person)).containsExactlyInAnyOrder("wrong-password", "wrong-code");
    }

    @Test
    @Requirement({"IDN-03", "IDN-04", "AUD-01"})
    void aWrongPasswordLeavesItsEntryAndTheCount() {
        String person = somebodyWhoSignedIn();
        assertCounted(person, "Countersign-demo-2", Authenticator.freshCode(person), "wrong-password");
    }

    @Test
    @Requirement({"IDN-03", "IDN-04", "AUD-01"})
    void aWrongCodeLeavesItsEntryAndTheCount() {
        assertCounted(somebodyWhoSignedIn(), PASSWORD, "000000", "wrong-code");
    }

    @Test
    @Requirement({"IDN-03", "IDN-04", "AUD-01"})
    void aLateCodeLeavesItsEntryAndTheCount() {
        String person = somebodyWhoSignedIn();
        String late = Authenticator.codeAt(person, Authenticator.currentStep() - 3);
        assertCounted(person, PASSWORD, late, "wrong-code");
    }

    /** With the right password it is a double click and no guess. */
    @Test
    @Requirement({"IDN-03", "IDN-04", "AUD-01"})
    void aCodeThatWasUsedLeavesItsEntryAndIsNotCounted() {
        String person = people.somebody();
        // of the step to come, so that it would be taken for a minute at least
        String used = Authenticator.codeAt(person, Authenticator.currentStep() + 1);
        assertThat(logIn(person, PASSWORD, used).statusCode()).isEqualTo(204);
        JsonNode entry = failedAndNothingLeft(person, PASSWORD, used, Set.of());
        assertThat(entry.at("/new/cause").asText()).isEqualTo("spent-code");
        assertThat(entry.path("new").has("failures")).isFalse();
    }

    /** Whose secret is kept as it will be: the first use of a code may wrap it anew. */
    private String somebodyWhoSignedIn() {
        String person = people.somebody();
        assertThat(logIn(person, PASSWORD, Authenticator.freshCode(person)).statusCode())
                .isEqualTo(204);
        return person;
    }

    private void assertCounted(String person, String password, String code, String cause) {
        for (int failures = 1; failures <= 2; failures++) {
            JsonNode entry = failedAndNothingLeft(person, password, code, Set.of("app.attempt"));
            assertThat(entry.at("/new/cause").asText()).isEqualTo(cause);
            assertThat(entry.at("/new/failures").intValue()).isEqualTo(failures);
        }
    }

    /** The one entry about the person that a failed login leaves; of the tables no other than those changed. */
    private JsonNode failedAndNothingLeft(String person, String password, String code, Set<String> changed) {
        List<String> before = entries(person);
        HttpResponse<String> answer = rows.leftAloneBy(() -> logIn(person, password, code), changed);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
        assertThat(TestClient.json(answer).path("code").asText()).isEqualTo("login-failed");
        assertThat(entries(person).subList(1, entries(person).size())).isEqualTo(before);
        JsonNode entry = recent().stream()
                .filter(one -> one.contains("person:" + person + "\""))
                .map(one -> CanonicalJson.parse(one.getBytes(StandardCharsets.UTF_8)))
                .findFirst()
                .orElseThrow();
        assertThat(entry.path("type").asText()).isEqualTo("login.failed");
        assertThat(entry.at("/actor/id").asText()).isEqualTo("anonymous");
        return entry;
    }

    @Test
    @Requirement("IDN-03")
    void takesEachCodeOnceEvenWhenTwoRaceForIt() throws Exception {
        String person = people.somebody();
        String code = Authenticator.freshCode(person);
        Callable<Integer> racer = () -> logIn(person, PASSWORD, code).statusCode();
        var pool = Executors.newFixedThreadPool(4);
        try {
            assertThat(pool.invokeAll(List.of(racer, racer, racer, racer)).stream()
                            .map(LoginTest::result))
                    .containsExactlyInAnyOrder(204, 401, 401, 401);
        } finally {
            pool.shutdownNow();
        }
        assertThat(logIn(person, PASSWORD, code).statusCode()).isEqualTo(401);
    }

    @Test
    void refusesTheCodeOfAnEarlierStepOnceALaterOneWasUsed() {
        String person = people.somebody();
        long step = Authenticator.currentStep();

        assertThat(logIn(person, PASSWORD, Authenticator.codeAt(person, step + 1))
                        .statusCode())
                .isEqualTo(204);
        assertThat(logIn(person, PASSWORD, Authenticator.codeAt(person, step)).statusCode())
                .isEqualTo(401);
    }

    @Test
    @Requirement("IDN-04")
    void locksAfterTenFailuresAndOpensByItself() {
        String person = people.somebody();
        for (int i = 0; i < 10; i++) {
            assertThat(logIn(person, "wrong password", "000000").statusCode()).isEqualTo(401);
        }

        HttpResponse<String> locked = logIn(person, PASSWORD, Authenticator.freshCode(person));
        assertThat(locked.statusCode()).isEqualTo(423);
        assertThat(TestClient.json(locked).path("code").asText()).isEqualTo("locked");
        assertThat(failures(person)).contains("locked");

        TestClock.advance(Duration.ofSeconds(61));
        assertThat(logIn(person, PASSWORD, Authenticator.freshCode(person)).statusCode())
                .isEqualTo(204);
        assertThat(logIn(person, "wrong password", "000000").statusCode())
                .as("a success clears the count")
                .isEqualTo(401);
        assertThat(logIn(person, PASSWORD, Authenticator.freshCode(person)).statusCode())
                .isEqualTo(204);
    }

    @Test
    @Requirement("IDN-04")
    void locksNamesNobodyHasLikeAnyOther() {
        String nobody = "nobody-" + people.somebody();
        for (int i = 0; i < 10; i++) {
            logIn(nobody, "wrong password", "000000");
        }

        assertThat(logIn(nobody, "wrong password", "000000").statusCode()).isEqualTo(423);
    }

    @Test
    @Requirement("IDN-04")
    void aBurstOfGuessesIsCountedOneByOne() throws Exception {
        String person = people.somebody();
        Callable<Integer> guess =
                () -> logIn(person, "wrong password", "000000").statusCode();
        var pool = Executors.newFixedThreadPool(8);
        try {
            List<Integer> answers = pool.invokeAll(java.util.Collections.nCopies(24, guess)).stream()
                    .map(LoginTest::result)
                    .toList();
            assertThat(answers).filteredOn(status -> status == 401).hasSize(10);
            assertThat(answers).filteredOn(status -> status == 423).hasSize(14);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    @Requirement("IDN-05")
    void signingOutEndsTheSessionForReal() {
        String person = people.somebody();
        TestClient client = TestClient.signedIn(port, person);
        String cookie = client.cookie("COUNTERSIGN");

        assertThat(client.delete("/api/session").statusCode()).isEqualTo(204);

        HttpResponse<String> replayed =
                TestClient.anonymous(port).get("/api/session", "Cookie", "COUNTERSIGN=" + cookie);
        assertThat(replayed.statusCode()).isEqualTo(401);
        assertThat(entries(person)).contains("session.ended");
    }

    @Test
    void aNewLoginInTheSameSessionTakesANewIdAndLeavesNothingBehind() {
        String first = people.somebody();
        String second = people.somebody();
        TestClient client = TestClient.signedIn(port, first);
        String before = client.cookie("COUNTERSIGN");

        assertThat(client.post(
                                "/api/session",
                                Map.of(
                                        "username", second,
                                        "password", PASSWORD,
                                        "otp", Authenticator.freshCode(second)))
                        .statusCode())
                .isEqualTo(204);

        assertThat(client.cookie("COUNTERSIGN")).isNotEqualTo(before);
        assertThat(TestClient.json(client.get("/api/session")).path("userId").asText())
                .isEqualTo(second);
        assertThat(TestClient.anonymous(port)
                        .get("/api/session", "Cookie", "COUNTERSIGN=" + before)
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void callsThatChangeSomethingNeedTheCsrfHeader() {
        TestClient client = TestClient.signedIn(port, people.somebody()).bare();

        assertThat(client.delete("/api/session").statusCode()).isEqualTo(403);
        assertThat(client.post("/api/records", "{}").statusCode()).isEqualTo(403);
        assertThat(client.post("/engine-rest/process-definition/key/record-approval/start", "{}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(client.get("/api/session").statusCode()).isEqualTo(200);
    }

    @Test
    @Requirement("SIG-08")
    void secretsReachNeitherLogsNorTheAuditTrail(CapturedOutput output) {
        String person = people.somebody();
        String canary = "canary-password-7261";
        String code = Authenticator.freshCode(person);
        logIn(person, canary, code);
        logIn(canary, canary, "canary-code-3381");
        logIn(person, PASSWORD, code);
        TestClient.anonymous(port).post("/api/session", "{\"username\":\"x\",\"password\":\"" + canary + "\",");
        TestClient.anonymous(port).post("/api/session", "{\"username\":[],\"password\":\"" + canary + "\"}");

        assertThat(output.getAll()).doesNotContain("canary-", PASSWORD + "\"");
        assertThat(recent()).noneMatch(entry -> entry.contains("canary-") || entry.contains(PASSWORD));
    }

    private HttpResponse<String> logIn(String userName, String password, String code) {
        return TestClient.anonymous(port)
                .post("/api/session", Map.of("username", userName, "password", password, "otp", code));
    }

    private List<String> recent() {
        return ledger.search(new Filter(null, null, null, null, null), 0, 100).items().stream()
                .map(LoginTest::text)
                .toList();
    }

    /** Types of the newest entries about somebody. */
    private List<String> entries(String userId) {
        return recent().stream()
                .filter(entry -> entry.contains("person:" + userId + "\""))
                .map(entry -> entry.replaceAll(".*\"type\":\"([^\"]+)\".*", "$1"))
                .toList();
    }

    private List<String> failures(String userId) {
        return recent().stream()
                .filter(entry -> entry.contains("person:" + userId + "\"") && entry.contains("login.failed"))
                .map(entry -> entry.replaceAll(".*\"cause\":\"([^\"]+)\".*", "$1"))
                .distinct()
                .toList();
    }

    private static String text(Entry entry) {
        return new String(entry.bytes(), StandardCharsets.UTF_8);
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}

package dev.countersign.workflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPasskeys;
import dev.countersign.TestPeople;
import dev.countersign.TestTasks;
import dev.countersign.authority.Authority;
import dev.countersign.authority.Role;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.ledger.Caller;
import dev.countersign.passkeys.Passkeys;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Series of signatures (11.200(a)(1)(i)): the first with all components, later ones with the password alone, and each way a series ends. In
 * the tests' settings one meaning, authorship, is signed in series of at most four.
 */
@CountersignTest
@Requirement("SIG-02")
class SigningSeriesTest {

    private static final String COOKIE = "COUNTERSIGN";
    private static final String WRONG = "not my password at all";

    @Autowired
    private TestPeople people;

    @Autowired
    private Environment environment;

    @Autowired
    private JdbcTemplate database;

    @Autowired
    private Authority authority;

    @Autowired
    private People accounts;

    @Autowired
    private Passkeys passkeys;

    @Autowired
    private TestPasskeys testPasskeys;

    private int port;
    private String author;
    private TestClient client;

    @BeforeEach
    void anAuthorIsSignedIn() {
        port = environment.getRequiredProperty("local.server.port", Integer.class);
        author = people.signer(Role.QA_ANALYST);
        client = TestClient.signedIn(port, author);
    }

    @Test
    void laterSignaturesNeedThePasswordAloneAndSayWhichSeriesTheyContinue() {
        JsonNode first = begun();
        JsonNode second = signed(alone(due()));
        JsonNode third = signed(alone(due()));

        JsonNode stated = statement(second).path("authentication");
        assertThat(stated.path("components").toString()).isEqualTo("[\"password\"]");
        JsonNode series = stated.path("series");
        assertThat(series.path("position").asInt()).isEqualTo(2);
        assertThat(series.path("firstSignatureId")).isEqualTo(first.path("signatureId"));
        assertThat(series.path("firstStatementSha256").asText()).isEqualTo(hashOfStatement(first));
        assertThat(statement(third).at("/authentication/series/seriesId")).isEqualTo(series.path("seriesId"));
        assertThat(statement(third).at("/authentication/series/position").asInt())
                .isEqualTo(3);
        assertThat(statement(first).at("/authentication/components").size()).isEqualTo(2);
        assertThat(statement(first).at("/authentication/series").isMissingNode())
                .isTrue();
        assertThat(told("signing.series-begun")).isOne();
        assertThat(TestClient.json(client.get(
                                "/api/signatures/" + second.path("signatureId").asText()))
                        .at("/verification/state")
                        .asText())
                .isIn("VALID", "INDETERMINATE");
    }

    @Test
    void theSessionThatBeginsOneTakesANewIdAndTheOldOneIsWorthNothing() {
        String before = client.cookie(COOKIE);
        begun();
        String since = client.cookie(COOKIE);

        assertThat(since).isNotEqualTo(before);
        assertThat(TestClient.anonymous(port)
                        .get("/api/session", "Cookie", COOKIE + "=" + before)
                        .statusCode())
                .isEqualTo(401);
        signed(alone(due()));
        assertThat(client.cookie(COOKIE)).as("later signatures give no right").isEqualTo(since);
    }

    @Test
    void aSessionMayDoAfterASigningWithoutASeriesWhatItCouldBefore() {
        JsonNode review = othersReview(author);
        author = people.signer(Role.QA_ANALYST);
        client = TestClient.signedIn(port, author);
        String before = client.cookie(COOKIE);
        signed(all(review, Authenticator.freshCode(author)));

        assertThat(client.cookie(COOKIE)).isEqualTo(before);
        assertRefused(alone(due()));
    }

    @ParameterizedTest
    @ValueSource(strings = {Authenticator.PASSWORD, WRONG})
    void withoutASeriesThePasswordAloneSignsNothingAndNothingIsSaidOfIt(String password) {
        HttpResponse<String> refused = alone(due(), password);

        assertRefused(refused);
        assertThat(refused.body()).contains("ID-036");
        assertThat(failures()).as("counted failures").isZero();
    }

    @Test
    void aMeaningWithoutAPolicyOfItsOwnNeedsAllComponentsInASeriesToo() {
        TestClient other = TestClient.signedIn(port, people.signer(Role.QA_ANALYST));
        String othersAuthor = author;
        JsonNode review = othersReview(othersAuthor);
        author = people.signer(Role.QA_ANALYST);
        client = TestClient.signedIn(port, author);
        begun();

        assertRefused(alone(review));
        assertThat(other.get("/api/session").statusCode()).isEqualTo(200);
    }

    @Test
    void aWrongPasswordIsAFailureAndEndsTheSeries() {
        begun();
        HttpResponse<String> wrong = alone(due(), WRONG);
        assertThat(wrong.statusCode()).as(wrong.body()).isEqualTo(401);
        assertThat(TestClient.json(wrong).path("code").asText()).isEqualTo("reauthentication-failed");
        assertThat(failures()).as("counted failures").isOne();

        assertRefused(alone(due()));
        assertThat(told("signing.series-ended")).isOne();
    }

    @Test
    void aSeriesHasNoMoreSignaturesThanItsPolicyAllows() {
        begun();
        for (int number = 2; number <= 4; number++) {
            signed(alone(due()));
        }
        assertRefused(alone(due()));
    }

    @Test
    void twoSignaturesDoNotTakeTheLastPlaceBoth() throws Exception {
        begun();
        signed(alone(due()));
        signed(alone(due()));
        List<Callable<Integer>> calls = new ArrayList<>();
        for (JsonNode task : List.of(due(), due(), due())) {
            calls.add(() -> alone(task).statusCode());
        }
        List<Integer> statuses = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            for (Future<Integer> call : threads.invokeAll(calls)) {
                statuses.add(call.get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(statuses).containsExactlyInAnyOrder(201, 422, 422);
    }

    @Test
    void aSpentPlaceStaysSpentWhenTheSigningFails() {
        begun();
        JsonNode task = due();
        signed(alone(task));
        HttpResponse<String> again = alone(task);
        assertThat(again.statusCode()).as(again.body()).isEqualTo(409);

        assertThat(statement(signed(alone(due())))
                        .at("/authentication/series/position")
                        .asInt())
                .isEqualTo(3);
    }

    /** What ends a series, each by itself. */
    enum End {
        IDLE("idle"),
        TOO_LONG("too-long"),
        ANOTHER_ADDRESS("place"),
        ANOTHER_DEVICE("place"),
        BY_ITS_OWNER("by-person"),
        BY_ITS_OWNER_ON_THE_PAGE("by-person"),
        ROLE_GIVEN_AND_TAKEN("account"),
        SUSPENDED_AND_BACK("account"),
        ANOTHER_PASSWORD("account"),
        ANOTHER_AUTHENTICATOR("account"),
        PASSKEY_ENDED("account"),
        SIGNED_OUT("session"),
        LOCKED("session"),
        ANOTHER_SESSION("session"),
        SESSION_ENDED("session");

        /** As the signer is told it. */
        private final String code;

        End(String code) {
            this.code = code;
        }
    }

    private static final Set<End> OF_THE_SESSION =
            EnumSet.of(End.SIGNED_OUT, End.LOCKED, End.ANOTHER_SESSION, End.SESSION_ENDED);

    @ParameterizedTest
    @EnumSource
    void itEnds(End how) {
        if (how == End.PASSKEY_ENDED) {
            testPasskeys.registered(author, "http://localhost:" + port);
        }
        if (OF_THE_SESSION.contains(how)) {
            // this browser is known from now on: the session alone will be another
            signInHere();
        }
        begun();
        end(how);

        HttpResponse<String> after = alone(due());
        assertThat(after.statusCode()).as(after.body()).isEqualTo(422);
        assertThat(TestClient.json(after).path("code").asText()).isEqualTo("all-components-required");
        assertThat(whyOver()).isEqualTo(how.code);
        String shown = client.browsing(environment.getRequiredProperty("local.sign.port", Integer.class))
                .get("/sign/" + id(due()))
                .body();
        assertThat(shown).contains("Your signing session is over", sentence(how.code));
    }

    @Test
    @Requirement("SIG-10")
    void whyItIsOverIsToldAfterAFailureAndTheLastPlaceToo() {
        assertThat(whyOver()).as("never begun").isEmpty();
        begun();
        assertThat(whyOver()).as("goes on").isEmpty();
        alone(due(), WRONG);
        assertThat(whyOver()).isEqualTo("failed");
        begun();
        for (int number = 2; number <= 4; number++) {
            signed(alone(due()));
        }
        assertThat(whyOver()).isEqualTo("count");
        begun();
        assertThat(whyOver()).as("another goes on").isEmpty();
        database.update(
                "UPDATE app.signing_series SET last_at = last_at - interval '5 hours', begun_at = begun_at - interval '5 hours'"
                        + " WHERE person_id = ?",
                author);
        assertThat(whyOver()).as("long ago").isEmpty();
    }

    private String whyOver() {
        return TestClient.json(client.get("/api/tasks/" + id(due()) + "/series"))
                .path("ended")
                .asText("");
    }

    private static String sentence(String code) {
        return java.util.ResourceBundle.getBundle("signing.page").getString("series.over." + code);
    }

    /** The password alone would be enough for the next one; whoever has the lost device has a session and may know it. */
    @Test
    void aLostDeviceEndsTheSeriesAtOnceAndTheSignerIsToldWhy() {
        begun();
        JsonNode task = due();
        TestClient browser = client.browsing(port);
        String page = browser.get("/account", "Accept", "text/html").body();
        HttpResponse<String> lost = browser.form("/account/lost", "_csrf=" + token(page));
        assertThat(lost.headers().firstValue("Location").orElse("")).endsWith("/login?lost");
        assertThat(browser.get("/login?lost", "Accept", "text/html").body())
                .contains("Your device is reported as lost. Nobody can sign in or sign with your account.");

        assertThat(alone(task).statusCode()).isEqualTo(401);
        assertThat(post(task, Map.of("password", Authenticator.PASSWORD, "otp", "000000"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(told("record.signed")).as("the first of the series alone").isOne();
        assertThat(told("device.lost")).isOne();
    }

    private void end(End how) {
        Caller tests = Caller.system("tests");
        switch (how) {
            case IDLE -> change("last_at = last_at - interval '301 seconds'");
            case TOO_LONG -> change("begun_at = begun_at - interval '1801 seconds'");
            case ANOTHER_ADDRESS -> change("address = '203.0.113.9'");
            case ANOTHER_DEVICE -> change("device = 'another'");
            case BY_ITS_OWNER -> client.delete("/api/tasks/" + id(due()) + "/series");
            case BY_ITS_OWNER_ON_THE_PAGE -> endOnThePage();
            case ROLE_GIVEN_AND_TAKEN -> {
                authority.grant(tests, author, Role.QA_MANAGER, "for a test");
                authority.revoke(tests, author, Role.QA_MANAGER, "for a test");
            }
            case SUSPENDED_AND_BACK -> {
                accounts.move(tests, author, Person.State.SUSPENDED, "for a test");
                accounts.move(tests, author, Person.State.ACTIVE, "for a test");
            }
            case ANOTHER_PASSWORD -> moved("app.credential");
            case ANOTHER_AUTHENTICATOR -> moved("app.totp");
            case PASSKEY_ENDED -> passkeys.revokeAll(tests, author, "for a test");
            case SIGNED_OUT -> {
                client.delete("/api/session");
                signInHere();
            }
            case LOCKED -> {
                TestClient browser = client.browsing(port);
                browser.form("/lock", "_csrf=" + csrf());
                browser.form(
                        "/unlock",
                        "_csrf=" + token(browser.get("/unlock").body()) + "&password=" + Authenticator.PASSWORD
                                + "&code=" + Authenticator.freshCode(author));
                client.readCsrf();
            }
            case ANOTHER_SESSION -> signInHere();
            case SESSION_ENDED -> {
                TestClient.signedIn(port, author).delete("/api/account/sessions");
                signInHere();
            }
        }
    }

    /** In the browser that is there, with its device's cookie. */
    private void signInHere() {
        HttpResponse<String> answer = client.post(
                "/api/session",
                Map.of("username", author, "password", Authenticator.PASSWORD, "otp", Authenticator.freshCode(author)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
        client.readCsrf();
    }

    private void endOnThePage() {
        int signPort = environment.getRequiredProperty("local.sign.port", Integer.class);
        TestClient page = client.browsing(signPort);
        String task = id(due());
        String shown = page.get("/sign/" + task).body();
        assertThat(shown)
                .contains("signature 2 of 4", "End this signing session")
                .doesNotContain("name=\"code\"");
        page.form("/sign/" + task + "/series/end", "_csrf=" + token(shown));
        assertThat(page.get("/sign/" + task).body())
                .contains("name=\"code\"")
                .doesNotContain("End this signing session");
    }

    private void change(String what) {
        assertThat(database.update(
                        "UPDATE app.signing_series SET " + what + " WHERE person_id = ? AND ended_at IS NULL", author))
                .isOne();
    }

    private void moved(String table) {
        assertThat(database.update(
                        "UPDATE " + table + " SET set_at = set_at - interval '1 second' WHERE user_id = ?", author))
                .isOne();
    }

    private String csrf() {
        return TestClient.json(client.get("/api/session")).at("/csrf/token").asText();
    }

    private static String token(String page) {
        int at = page.indexOf("name=\"_csrf\" value=\"") + 20;
        return page.substring(at, page.indexOf('"', at));
    }

    private JsonNode othersReview(String by) {
        JsonNode task = due();
        signed(all(task, Authenticator.freshCode(by)));
        return TestTasks.of(
                TestClient.signedIn(port, people.signer(Role.QA_ANALYST)),
                task.path("recordId").asText());
    }

    /** The first signature of a series. */
    private JsonNode begun() {
        return signed(all(due(), Authenticator.freshCode(author)));
    }

    private JsonNode due() {
        return TestTasks.due(client);
    }

    private HttpResponse<String> all(JsonNode task, String code) {
        return post(task, Map.of("password", Authenticator.PASSWORD, "otp", code));
    }

    private HttpResponse<String> alone(JsonNode task) {
        return alone(task, Authenticator.PASSWORD);
    }

    private HttpResponse<String> alone(JsonNode task, String password) {
        return post(task, Map.of("password", password));
    }

    private HttpResponse<String> post(JsonNode task, Map<String, String> typed) {
        Map<String, String> body = new HashMap<>(Map.of(
                "decision", "approve", "recordSha256", task.path("sha256").asText()));
        body.putAll(typed);
        return client.post("/api/tasks/" + id(task) + "/signature", body);
    }

    private static String id(JsonNode task) {
        return task.path("taskId").asText();
    }

    private static JsonNode signed(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return TestClient.json(answer);
    }

    private static void assertRefused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(TestClient.json(answer).path("code").asText()).isEqualTo("all-components-required");
    }

    private JsonNode statement(JsonNode signature) {
        return TestClient.json(client.get(
                        "/api/signatures/" + signature.path("signatureId").asText()))
                .path("statement");
    }

    private String hashOfStatement(JsonNode signature) {
        return database.queryForObject(
                "SELECT encode(sha256(statement), 'hex') FROM worm.signature WHERE signature_id = ?::uuid",
                String.class,
                signature.path("signatureId").asText());
    }

    private int told(String type) {
        return database.queryForObject(
                "SELECT count(*) FROM worm.audit_entry WHERE type = ? AND actor_id = ?", Integer.class, type, author);
    }

    private int failures() {
        return database.queryForObject(
                "SELECT coalesce(sum(failures), 0) FROM app.attempt WHERE subject = ? AND purpose = 'signing'",
                Integer.class,
                author);
    }
}

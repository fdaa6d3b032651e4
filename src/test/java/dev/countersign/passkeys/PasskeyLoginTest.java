package dev.countersign.passkeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.SoftwareAuthenticator;
import dev.countersign.TestClient;
import dev.countersign.TestClock;
import dev.countersign.TestPeople;
import dev.countersign.identity.Invitations;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Ledger.Filter;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Passkeys as a second factor of logins, form by form; the browser's part is played by a software authenticator. */
@CountersignTest
@Requirement({"IDN-02", "IDN-03"})
class PasskeyLoginTest {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final Pattern SECRET = Pattern.compile("<code class=\"secret\">([A-Z2-7 ]+)</code>");
    private static final String[] HTML = {"Accept", "text/html"};

    @LocalServerPort
    int port;

    @Autowired
    dev.countersign.identity.Policies policies;

    @Autowired
    TestPeople testPeople;

    @Autowired
    Passkeys passkeys;

    @Autowired
    People people;

    @Autowired
    Invitations invitations;

    @Autowired
    Ledger ledger;

    String person;
    SoftwareAuthenticator authenticator;
    TestClient browser;

    @BeforeEach
    void somebody() {
        person = testPeople.somebody();
        authenticator = new SoftwareAuthenticator("http://localhost:" + port);
        browser = TestClient.anonymous(port);
    }

    @Test
    void takesThePlaceOfTheCode() {
        register(authenticator);

        HttpResponse<String> answer = answer(authenticator, asked());

        assertThat(location(answer)).endsWith("/camunda/app/tasklist/default/");
        assertThat(TestClient.json(browser.get("/api/session")).path("userId").asText())
                .isEqualTo(person);
        assertThat(passkeys.of(person)).singleElement().satisfies(one -> {
            assertThat(one.lastUsedAt()).isNotNull();
            assertThat(one.name()).isEqualTo("blue key");
        });
        assertThat(newest("login.succeeded").at("/new/passkey").asText()).isEqualTo(authenticator.credentialSha256());
    }

    @Test
    void isOfferedToNobodyWhoDidNotGiveTheRightPassword() {
        register(authenticator);
        browser = TestClient.anonymous(port);
        HttpResponse<String> wrong = form("/login", "/login", Map.of("username", person, "password", "wrong"));
        assertThat(wrong.body()).doesNotContain("asskey");
        assertThat(browser.form("/login/passkey/question", "_csrf=" + csrf("/login"))
                        .statusCode())
                .isEqualTo(401);

        typePassword();
        assertThat(browser.get("/login/code", HTML).body()).contains("Use a passkey");

        String other = testPeople.somebody();
        browser = TestClient.anonymous(port);
        form("/login", "/login", Map.of("username", other, "password", Authenticator.PASSWORD));
        assertThat(browser.get("/login/code", HTML).body()).doesNotContain("asskey");
    }

    @Test
    void registeringTakesPasswordAndCodeAnew() {
        browser = TestClient.signedIn(port, person);
        HttpResponse<String> refused = creation(Map.of("password", Authenticator.PASSWORD, "code", "000000"));
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(TestClient.json(refused).path("code").asText()).isEqualTo("reauthentication-failed");

        String made = "A".repeat(43);
        finish(authenticator, made);
        assertThat(browser.get("/account/passkeys").body()).contains("Begin again");
        assertThat(passkeys.of(person)).isEmpty();
    }

    @Test
    @Requirement("AUD-01")
    void registrationIsOnRecordWithItsKeyAndByWhom() {
        register(authenticator);

        JsonNode entry = newest("passkey.registered");
        assertThat(entry.at("/actor/id").asText()).isEqualTo(person);
        assertThat(entry.at("/significance").asText()).isEqualTo("high");
        assertThat(entry.at("/new/credentialIdSha256").asText()).isEqualTo(authenticator.credentialSha256());
        assertThat(entry.at("/new/publicKeySha256").asText()).hasSize(64);
        assertThat(entry.at("/new/host").asText()).isEqualTo("localhost");
    }

    @Test
    void anAuthenticatorThatVerifiesNobodyIsNotRegistered() {
        browser = TestClient.signedIn(port, person);
        finish(authenticator.verifyingNobody(), challenge());

        assertThat(browser.get("/account/passkeys").body()).contains("person-not-verified");
        assertThat(passkeys.of(person)).isEmpty();
    }

    @Test
    void aPasskeyBelongsToOnePerson() {
        register(authenticator);
        person = testPeople.somebody();

        browser = TestClient.signedIn(port, person);
        finish(authenticator, challenge());

        assertThat(browser.get("/account/passkeys").body()).contains("is registered already");
        assertThat(passkeys.of(person)).isEmpty();
    }

    @Test
    void anUnknownOriginIsRefused() {
        register(authenticator);

        assertRefused(answer(authenticator.at("http://localhost.example.org"), asked()), "unknown-origin");
    }

    @Test
    void anotherHostIsRefused() {
        register(authenticator);

        assertRefused(answer(authenticator.of("example.org"), asked()), "unknown-origin");
    }

    @Test
    void aLoginIsNotMadeInTheFrameOfAnotherPage() {
        register(authenticator);

        assertRefused(answer(authenticator.framedBy("http://localhost:" + port), asked()), "unknown-origin");
    }

    @Test
    void anAnswerWorksOnce() {
        register(authenticator);
        Map<String, String> answer = authenticator.answer(asked());
        String halfWay = csrf("/login/code");
        assertThat(location(send(answer))).endsWith("/camunda/app/tasklist/default/");

        browser = TestClient.anonymous(port);
        typePassword();
        assertThat(csrf("/login/code")).isNotEqualTo(halfWay);
        assertRefused(send(answer), "challenge-over");
    }

    @Test
    void anAnswerWorksInTheSessionThatWasAskedAlone() {
        register(authenticator);
        Map<String, String> answer = authenticator.answer(asked());

        browser = TestClient.anonymous(port);
        typePassword();
        assertRefused(send(answer), "challenge-over");
    }

    @Test
    void aChallengeLastsMinutes() {
        register(authenticator);
        String challenge = asked();
        TestClock.advance(Duration.ofSeconds(190));

        assertRefused(answer(authenticator, challenge), "challenge-over");
    }

    @Test
    void anotherPersonsPasskeyIsRefused() {
        register(authenticator);
        SoftwareAuthenticator others = authenticator;
        person = testPeople.somebody();
        authenticator = new SoftwareAuthenticator("http://localhost:" + port);
        register(authenticator);

        assertRefused(answer(others, asked()), "passkey-of-another-person");
    }

    @Test
    void anAnswerWithoutAVerifiedPersonIsRefused() {
        register(authenticator);

        assertRefused(answer(authenticator.verifyingNobody(), asked()), "person-not-verified");
    }

    @Test
    void anotherKeyIsRefused() {
        register(authenticator);
        Map<String, String> forged =
                new LinkedHashMap<>(new SoftwareAuthenticator("http://localhost:" + port).answer(asked()));
        forged.put("credentialId", java.util.Base64.getUrlEncoder().encodeToString(authenticator.credentialId()));

        assertRefused(send(forged), "wrong-signature");
    }

    @Test
    @Requirement("IDN-04")
    void aCounterThatGoesBackSuspendsThePasskey() {
        register(authenticator);
        answer(authenticator.countingFrom(41), asked());
        browser = TestClient.anonymous(port);
        typePassword();

        assertRefused(answer(authenticator.countingFrom(7), question()), "cloned-passkey");

        assertThat(passkeys.of(person)).singleElement().satisfies(one -> assertThat(one.state())
                .isEqualTo(Passkey.State.SUSPENDED));
        JsonNode entry = newest("passkey.suspended");
        assertThat(entry.path("significance").asText()).isEqualTo("exception");
        assertThat(entry.at("/new/counter").asText()).isEqualTo("8");
        assertThat(entry.at("/new/counterBefore").asText()).isEqualTo("42");
        assertThat(browser.get("/login/code", HTML).body()).doesNotContain("Use a passkey");
    }

    @Test
    void aRevokedPasskeyWorksNoLongerAtOnce() {
        register(authenticator);
        TestClient owner = browser;
        browser = TestClient.anonymous(port);
        String challenge = asked();

        HttpResponse<String> revoked =
                owner.form("/account/passkeys/" + authenticator.credentialSha256() + "/revocation", "");
        assertThat(location(revoked)).endsWith("/account/passkeys");

        assertRefused(answer(authenticator, challenge), "passkey-revoked");
        assertThat(newest("passkey.revoked").path("reason").asText()).isEqualTo("revoked by its owner");
    }

    @Test
    void nobodyRevokesAnotherPersonsPasskey() {
        register(authenticator);

        HttpResponse<String> refused = TestClient.signedIn(port, testPeople.somebody())
                .form("/account/passkeys/" + authenticator.credentialSha256() + "/revocation", "");

        assertThat(location(refused)).endsWith("/account/passkeys");
        assertThat(passkeys.of(person)).singleElement().satisfies(one -> assertThat(one.state())
                .isEqualTo(Passkey.State.ACTIVE));
    }

    @Test
    void thePasskeysOfSomebodyWhoLeftWorkNoLonger() {
        register(authenticator);

        people.move(Caller.system("tests"), person, Person.State.LEFT, "left in the test");

        assertThat(passkeys.of(person)).singleElement().satisfies(one -> assertThat(one.state())
                .isEqualTo(Passkey.State.REVOKED));
    }

    @Test
    void nothingIsOfferedUnderANetworkAddress() {
        assertThat(Site.of("http://127.0.0.1:8080").isNamed()).isFalse();
        assertThat(Site.of("http://[::1]:8080").isNamed()).isFalse();
        assertThat(Site.of("http://localhost:8080").isNamed()).isTrue();
        assertThat(Site.of("https://qa.example.org").isNamed()).isTrue();
    }

    @Test
    void somebodyNewCanAddOneWhileTheyEnrol() {
        person = "newcomer-" + UUID.randomUUID();
        people.create(Caller.system("tests"), person, "Nora Neumann", "Tester", ZoneId.of("UTC"));
        String code = invitations
                .invite(Caller.system("tests"), person, "needed by a test")
                .code();
        form("/enrol", "/enrol", Map.of("username", person, "invitation", code));
        String policySha256 = policies.current().sha256().hex();
        form("/enrol/policy", "/enrol/policy", Map.of("policySha256", policySha256, "agreed", "true"));
        Matcher secret = SECRET.matcher(browser.get("/enrol/components", HTML).body());
        assertThat(secret.find()).isTrue();
        Authenticator.add(person, secret.group(1).replace(" ", ""));
        Map<String, String> components = new LinkedHashMap<>();
        components.put("password", Authenticator.PASSWORD);
        components.put("repeated", Authenticator.PASSWORD);
        components.put("code", Authenticator.freshCode(person));

        assertThat(location(form("/enrol/components", "/enrol/components", components)))
                .endsWith("/enrol/passkey");
        assertThat(browser.get("/api/session").statusCode())
                .as("is not signed in")
                .isEqualTo(401);
        HttpResponse<String> creation = form("/enrol/passkey", "/enrol/passkey/creation", Map.of());
        Map<String, String> made = new LinkedHashMap<>(
                authenticator.made(TestClient.json(creation).path("challenge").asText()));
        made.put("name", "blue key");
        assertThat(location(form("/enrol/passkey", "/enrol/passkey", made))).endsWith("/enrol/done");

        assertThat(location(answer(authenticator, asked()))).endsWith("/camunda/app/tasklist/default/");
    }

    /** Leaves the browser signed in. */
    private void register(SoftwareAuthenticator passkey) {
        browser = TestClient.signedIn(port, person);
        assertThat(location(finish(passkey, challenge()))).endsWith("/account/passkeys");
        assertThat(browser.get("/account/passkeys").body()).contains("blue key");
    }

    private HttpResponse<String> finish(SoftwareAuthenticator passkey, String challenge) {
        Map<String, String> made = new LinkedHashMap<>(passkey.made(challenge));
        made.put("name", "blue key");
        return browser.form("/account/passkeys", SoftwareAuthenticator.form(made));
    }

    private String challenge() {
        HttpResponse<String> creation =
                creation(Map.of("password", Authenticator.PASSWORD, "code", Authenticator.freshCode(person)));
        assertThat(creation.statusCode()).as(creation.body()).isEqualTo(200);
        return TestClient.json(creation).path("challenge").asText();
    }

    private HttpResponse<String> creation(Map<String, String> typed) {
        return browser.form("/account/passkeys/creation", SoftwareAuthenticator.form(typed));
    }

    /** The challenge of a login, after the password. */
    private String asked() {
        browser = TestClient.anonymous(port);
        typePassword();
        return question();
    }

    private String question() {
        HttpResponse<String> question = form("/login/code", "/login/passkey/question", Map.of());
        assertThat(question.statusCode()).as(question.body()).isEqualTo(200);
        return TestClient.json(question).path("challenge").asText();
    }

    private void typePassword() {
        assertThat(location(form("/login", "/login", Map.of("username", person, "password", Authenticator.PASSWORD))))
                .endsWith("/login/code");
    }

    private HttpResponse<String> answer(SoftwareAuthenticator passkey, String challenge) {
        return send(passkey.answer(challenge));
    }

    private HttpResponse<String> send(Map<String, String> answer) {
        return form("/login/code", "/login/passkey", answer);
    }

    private HttpResponse<String> form(String page, String address, Map<String, String> fields) {
        return browser.form(address, "_csrf=" + csrf(page) + "&" + SoftwareAuthenticator.form(fields));
    }

    private String csrf(String page) {
        Matcher token = CSRF.matcher(browser.get(page, HTML).body());
        assertThat(token.find()).as("a token in %s", page).isTrue();
        return URLEncoder.encode(token.group(1), StandardCharsets.UTF_8);
    }

    private void assertRefused(HttpResponse<String> answer, String cause) {
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("Passkey not accepted").doesNotContain(cause);
        assertThat(browser.get("/api/session").statusCode()).isEqualTo(401);
        assertThat(newest("login.failed").at("/new/cause").asText()).isEqualTo(cause);
    }

    private JsonNode newest(String type) {
        return ledger.search(new Filter(null, null, null, type, null), 0, 50).items().stream()
                .map(entry -> read(entry.bytes()))
                .filter(entry -> entry.path("subject").asText().equals("person:" + person))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode read(byte[] entry) {
        try {
            return new ObjectMapper().readTree(entry);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        return answer.headers().firstValue("Location").orElseThrow();
    }
}

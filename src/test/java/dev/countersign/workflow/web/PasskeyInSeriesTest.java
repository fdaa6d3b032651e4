package dev.countersign.workflow.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.SoftwareAuthenticator;
import dev.countersign.TestClient;
import dev.countersign.TestPasskeys;
import dev.countersign.TestPeople;
import dev.countersign.TestTasks;
import dev.countersign.authority.Role;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.identity.Components;
import dev.countersign.identity.KeyOpenings;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Ledger.Filter;
import dev.countersign.ledger.RefusedException;
import dev.countersign.passkeys.Passkeys;
import dev.countersign.passkeys.Passkeys.Question;
import dev.countersign.passkeys.Site;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** Later signatures of a series by a passkey whose PRF opens the signing key, and by nothing less (11.200(a)(1)(i)). */
@CountersignTest
@Requirement({"SIG-02", "KEY-02"})
class PasskeyInSeriesTest {

    private static final String ANOTHER_PASSWORD = "seven lanterns under the stairs";

    @LocalServerPort
    private int port;

    @Value("${local.sign.port}")
    private int signPort;

    @Autowired
    private TestPeople people;

    @Autowired
    private TestPasskeys testPasskeys;

    @Autowired
    private Passkeys passkeys;

    @Autowired
    private KeyOpenings openings;

    @Autowired
    private Components components;

    @Autowired
    private Ledger ledger;

    @Autowired
    private JdbcTemplate database;

    private String origin;
    private String signing;
    private String author;
    private TestClient client;
    private SoftwareAuthenticator key;

    @BeforeEach
    void anAuthorWhosePasskeyOpensTheKeyIsSignedIn() {
        origin = "http://localhost:" + port;
        signing = "http://localhost:" + signPort;
        author = people.signer(Role.QA_ANALYST);
        key = testPasskeys.opening(author, origin).at(signing);
        client = TestClient.signedIn(port, author);
    }

    @Test
    void itSignsAloneInASeriesAndTheStatementSaysSo() {
        JsonNode first = begun();
        JsonNode second = signed(alone(TestTasks.due(client)));

        JsonNode stated = statement(second).path("authentication");
        assertThat(stated.path("components").toString()).isEqualTo("[\"passkey\"]");
        assertThat(stated.at("/passkey/credentialIdSha256").asText()).isEqualTo(key.credentialSha256());
        assertThat(stated.at("/passkey/assertionSha256").asText()).hasSize(64);
        assertThat(stated.at("/series/position").asInt()).isEqualTo(2);
        assertThat(stated.at("/series/firstSignatureId")).isEqualTo(first.path("signatureId"));
        assertThat(TestClient.json(client.get(
                                "/api/signatures/" + second.path("signatureId").asText()))
                        .at("/verification/state")
                        .asText())
                .isIn("VALID", "INDETERMINATE");
        // the password goes on in the same series
        assertThat(statement(signed(post(TestTasks.due(client), Map.of("password", Authenticator.PASSWORD))))
                        .at("/authentication/series/position")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void itIsNeverTheFirstAndNothingIsSaidOfTheSecret() {
        for (byte[] secret : new byte[][] {null, new byte[32]}) {
            HttpResponse<String> refused = alone(TestTasks.due(client), key, secret);
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
            assertThat(refused.body()).contains("all-components-required");
        }
        assertThat(failures()).isZero();
    }

    /** In the tests' settings authorship alone is signed in series. */
    @Test
    void aMeaningWithoutAPolicyTakesAllComponents() {
        JsonNode foreign = TestTasks.due(client);
        signed(post(foreign, Map.of("password", Authenticator.PASSWORD, "otp", Authenticator.freshCode(author))));
        author = people.signer(Role.QA_ANALYST);
        key = testPasskeys.opening(author, origin).at(signing);
        client = TestClient.signedIn(port, author);
        begun();

        HttpResponse<String> review =
                alone(TestTasks.of(client, foreign.path("recordId").asText()));
        assertThat(review.statusCode()).as(review.body()).isEqualTo(422);
        assertThat(review.body()).contains("all-components-required");
    }

    @Test
    void itIsAskedOnTheSigningPageAlsoInTasklistsFrame() {
        begun();
        key.framedBy(origin);

        signed(alone(TestTasks.due(client)));
    }

    /** What a passkey can lack, each by itself. */
    enum Lack {
        ITS_SECRET,
        ITS_ANSWER,
        THE_SIGNING_PAGE,
        THE_SIGNING_PAGE_IN_A_FRAME,
        A_FRAME_OF_OURS,
        THE_PERSON,
        THE_LEAVE_TO_OPEN,
        A_WHOLE_SECRET
    }

    @ParameterizedTest
    @EnumSource
    void lessThanAnswerPersonAndSecretIsAFailureAndEndsTheSeries(Lack what) {
        SoftwareAuthenticator other = testPasskeys.registered(author, origin).at(signing);
        begun();
        JsonNode task = TestTasks.due(client);
        HttpResponse<String> refused =
                switch (what) {
                    case ITS_SECRET -> alone(task, key, other.secret(salt(task)));
                    case A_WHOLE_SECRET -> alone(task, key, new byte[31]);
                    // as a script in a form of Tasklist would
                    case THE_SIGNING_PAGE -> alone(task, key.at(origin), null);
                    case THE_SIGNING_PAGE_IN_A_FRAME ->
                        alone(task, key.at(origin).framedBy(origin), null);
                    case A_FRAME_OF_OURS -> alone(task, key.framedBy("http://example.org"), null);
                    case THE_PERSON -> alone(task, key.verifyingNobody(), null);
                    case THE_LEAVE_TO_OPEN -> alone(task, other, key.secret(salt(task)));
                    case ITS_ANSWER -> {
                        JsonNode elsewhere = ask(task);
                        yield send(
                                task,
                                ask(task),
                                key.answer(elsewhere.path("challenge").asText()),
                                key.secret(salt(task)));
                    }
                };
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(401);
        assertThat(refused.body()).contains("reauthentication-failed");
        assertThat(failures()).as("counted failures").isOne();

        key.verifyingThePerson().at(signing).unframed();
        assertThat(alone(TestTasks.due(client)).body()).contains("all-components-required");
    }

    /** Everything that ends a passkey's leave to open the key; the wrapping is gone, not only unused. */
    enum End {
        BY_ITS_OWNER,
        PASSKEY_REVOKED,
        PASSKEY_COPIED,
        ANOTHER_PASSWORD,
        DEVICE_LOST,
        ACCOUNT_RESET
    }

    @ParameterizedTest
    @EnumSource
    void itsLeaveEndsAndTheWrappingIsDestroyed(End how) {
        assertThat(openings.of(author)).hasSize(1);
        Caller owner = Caller.person(author, "here", "127.0.0.1");
        Digest credential = Digest.parse(key.credentialSha256());
        switch (how) {
            case BY_ITS_OWNER -> openings.end(owner, credential);
            case PASSKEY_REVOKED -> passkeys.revoke(owner, author, credential, "for a test");
            case PASSKEY_COPIED -> {
                begun();
                JsonNode task = TestTasks.due(client);
                assertThat(alone(task, key.countingFrom(-1), key.secret(salt(task)))
                                .statusCode())
                        .isEqualTo(401);
            }
            case ANOTHER_PASSWORD -> changePassword();
            case DEVICE_LOST -> components.lost(owner);
            case ACCOUNT_RESET -> components.reset(Caller.system("tests"), author, "for a test");
        }
        assertThat(openings.of(author)).isEmpty();
        assertThat(database.queryForObject(
                        "SELECT count(*) FROM app.passkey_opening WHERE user_id = ?", Integer.class, author))
                .isZero();
    }

    /** The row is the program's to destroy, and a database administrator's to put back. */
    @Test
    void aBoxFromAnOldDumpOpensUntilThereIsAnotherPasswordAndNeverAgain() {
        Map<String, Object> box = database.queryForMap("SELECT * FROM app.passkey_opening WHERE user_id = ?", author);
        openings.end(Caller.person(author, "here", "127.0.0.1"), Digest.parse(key.credentialSha256()));
        putBack(box);
        begun();
        signed(alone(TestTasks.due(client)));

        changePassword();
        assertThat(openings.of(author)).isEmpty();
        putBack(box);
        signed(post(
                TestTasks.due(client), Map.of("password", ANOTHER_PASSWORD, "otp", Authenticator.freshCode(author))));
        HttpResponse<String> refused = alone(TestTasks.due(client));
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(401);
        assertThat(refused.body()).contains("reauthentication-failed");
        assertThat(failures()).isOne();
    }

    private void putBack(Map<String, Object> box) {
        assertThat(database.update(
                        "INSERT INTO app.passkey_opening (organisation, key_id, credential_sha256, user_id, salt, wrapped, share)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                        box.get("organisation"),
                        box.get("key_id"),
                        box.get("credential_sha256"),
                        box.get("user_id"),
                        box.get("salt"),
                        box.get("wrapped"),
                        box.get("share")))
                .isOne();
    }

    private void changePassword() {
        assertThat(client.post(
                                "/api/account/password",
                                Map.of(
                                        "password",
                                        Authenticator.PASSWORD,
                                        "otp",
                                        Authenticator.freshCode(author),
                                        "newPassword",
                                        ANOTHER_PASSWORD))
                        .statusCode())
                .isEqualTo(204);
        client.readCsrf();
    }

    @Test
    void lettingAnotherPasskeyOpenTheKeyEndsTheSeriesThatGoesOn() {
        SoftwareAuthenticator other = testPasskeys.registered(author, origin);
        begun();
        testPasskeys.open(Caller.person(author, "here", null), other, origin);

        assertThat(alone(TestTasks.due(client)).body()).contains("all-components-required");
    }

    /** What setting it up can lack, each by itself. */
    enum Missing {
        SECRET("no-prf", null),
        PERSON("passkey-not-proved", "person-not-verified"),
        THE_NAMED_PASSKEY("passkey-not-proved", "another-passkey"),
        CODE("reauthentication-failed", null),
        PASSWORD("reauthentication-failed", null),
        KEY("not-authorized", null);

        private final String code;
        private final String cause;

        /** @param cause in the entry of the attempt, and never in the answer; null where a passkey's answer is not what is missing */
        Missing(String code, String cause) {
            this.code = code;
            this.cause = cause;
        }
    }

    @ParameterizedTest
    @EnumSource
    void settingItUpTakesPasswordCodeAVerifiedPersonAndASecretAndSaysWhatIsMissing(Missing what) {
        String person = what == Missing.KEY ? people.somebody() : author;
        SoftwareAuthenticator other = testPasskeys.registered(person, origin);
        Caller caller = Caller.person(person, "here", null);
        Site site = Site.of(origin);
        Question asked = passkeys.askToOpen(caller, "here", site, Digest.parse(other.credentialSha256()));
        if (what == Missing.PERSON) {
            other.verifyingNobody();
        }
        SoftwareAuthenticator answering =
                what == Missing.THE_NAMED_PASSKEY ? testPasskeys.registered(person, origin) : other;
        assertThatThrownBy(() -> openings.allow(
                        caller,
                        "here",
                        Digest.parse(other.credentialSha256()),
                        (what == Missing.PASSWORD ? "not the password" : Authenticator.PASSWORD).toCharArray(),
                        what == Missing.CODE ? "000000" : Authenticator.freshCode(person),
                        TestPasskeys.assertion(answering.answer(asked.challenge()), site),
                        what == Missing.SECRET ? new byte[0] : new byte[32]))
                .isInstanceOfSatisfying(RefusedException.class, e -> {
                    assertThat(e.refusal().code()).isEqualTo(what.code);
                    assertThat(e.refusal().detail()).doesNotContain(String.valueOf(what.cause));
                });
        if (what.cause != null) {
            assertThat(newest("key.opening-failed").path("cause").asText()).isEqualTo(what.cause);
        }
        assertThat(openings.of(person))
                .extracting(KeyOpenings.Opening::credentialSha256)
                .doesNotContain(Digest.parse(other.credentialSha256()), Digest.parse(answering.credentialSha256()));
    }

    /** The tests' settings demand a passkey there. */
    @Test
    @Requirement("IDN-07")
    void itIsNotSetUpWhereTheRiskPolicyDemandsAPasskey() {
        SoftwareAuthenticator other = testPasskeys.registered(author, origin);
        Caller abroad = Caller.person(author, "here", "198.18.1.7");

        assertThatThrownBy(() -> testPasskeys.open(abroad, other, origin))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().number()).isEqualTo("PK-008"));
    }

    @Test
    @Requirement("IDN-07")
    void norBegunElsewhereAndFinishedThereAndThatIsOnRecord() {
        SoftwareAuthenticator other = testPasskeys.registered(author, origin);
        Site site = Site.of(origin);
        Question asked = passkeys.askToOpen(
                Caller.person(author, "here", null), "here", site, Digest.parse(other.credentialSha256()));

        assertThatThrownBy(() -> openings.allow(
                        Caller.person(author, "here", "198.18.1.7"),
                        "here",
                        Digest.parse(other.credentialSha256()),
                        Authenticator.PASSWORD.toCharArray(),
                        Authenticator.freshCode(author),
                        TestPasskeys.assertion(other.answer(asked.challenge()), site),
                        new byte[32]))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().number()).isEqualTo("PK-008"));
        assertThat(openings.of(author)).hasSize(1);
        JsonNode told = newest("refused");
        assertThat(told.path("attempt").asText()).isEqualTo("key.opening");
        assertThat(told.path("rule").asText()).isEqualTo("PK-008");
    }

    /** What the newest entry of that type about the author tells. */
    private JsonNode newest(String type) {
        return ledger.search(new Filter(null, null, null, type, null), 0, 50).items().stream()
                .map(entry -> CanonicalJson.parse(entry.bytes()))
                .filter(entry -> entry.path("subject").asText().equals("person:" + author))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type + " of " + author))
                .path("new");
    }

    @Test
    void thePageOfPasskeysShowsWhichOpenTheKeyAndEndsThat() {
        String page = client.get("/account/passkeys", "Accept", "text/html").body();
        assertThat(page).contains("opens your signing key", "Open my key no longer");
        String ended = client.form(
                        "/account/passkeys/" + key.credentialSha256() + "/opening/end", "_csrf=" + token(page))
                .headers()
                .firstValue("Location")
                .orElse("");
        assertThat(ended).endsWith("/account/passkeys");
        assertThat(client.get("/account/passkeys", "Accept", "text/html").body())
                .contains("opens your signing key no longer", "Let it open my signing key");
        assertThat(openings.of(author)).isEmpty();
    }

    private static String token(String page) {
        int at = page.indexOf("name=\"_csrf\" value=\"") + 20;
        return page.substring(at, page.indexOf('"', at));
    }

    private JsonNode begun() {
        return signed(post(
                TestTasks.due(client),
                Map.of("password", Authenticator.PASSWORD, "otp", Authenticator.freshCode(author))));
    }

    private HttpResponse<String> alone(JsonNode task) {
        return alone(task, key, null);
    }

    /** @param secret null for the one that the passkey gives */
    private HttpResponse<String> alone(JsonNode task, SoftwareAuthenticator by, byte[] secret) {
        JsonNode asked = ask(task);
        return send(
                task,
                asked,
                by.answer(asked.path("challenge").asText()),
                secret == null ? by.secret(saltOf(asked)) : secret);
    }

    private HttpResponse<String> send(JsonNode task, JsonNode asked, Map<String, String> answer, byte[] secret) {
        Map<String, String> passkey = new HashMap<>(answer);
        passkey.put("clientDataJSON", passkey.remove("clientData"));
        passkey.put("ceremonyId", asked.path("ceremonyId").asText());
        passkey.put("prf", Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
        return post(task, Map.of("passkey", passkey));
    }

    private JsonNode ask(JsonNode task) {
        HttpResponse<String> asked =
                client.post("/api/tasks/" + task.path("taskId").asText() + "/series/passkey", decision(task));
        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(200);
        return TestClient.json(asked);
    }

    private byte[] salt(JsonNode task) {
        return saltOf(ask(task));
    }

    private static byte[] saltOf(JsonNode asked) {
        return Base64.getUrlDecoder().decode(asked.at("/credentials/0/salt").asText());
    }

    private HttpResponse<String> post(JsonNode task, Map<String, ?> typed) {
        Map<String, Object> body = new HashMap<>(decision(task));
        body.putAll(typed);
        return client.post("/api/tasks/" + task.path("taskId").asText() + "/signature", body);
    }

    private static Map<String, Object> decision(JsonNode task) {
        return Map.of("decision", "approve", "recordSha256", task.path("sha256").asText());
    }

    private static JsonNode signed(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return TestClient.json(answer);
    }

    private JsonNode statement(JsonNode signature) {
        return TestClient.json(client.get(
                        "/api/signatures/" + signature.path("signatureId").asText()))
                .path("statement");
    }

    private int failures() {
        return database.queryForObject(
                "SELECT coalesce(sum(failures), 0) FROM app.attempt WHERE subject = ? AND purpose = 'signing'",
                Integer.class,
                author);
    }
}

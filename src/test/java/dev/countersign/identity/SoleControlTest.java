package dev.countersign.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import dev.countersign.crypto.Argon2id;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Certificate;
import dev.countersign.crypto.Hmac;
import dev.countersign.crypto.Identifiers;
import dev.countersign.crypto.KeyVault.SecretName;
import dev.countersign.crypto.KeystoreVault;
import dev.countersign.crypto.KeystoreVault.Store;
import dev.countersign.crypto.SigningKey;
import dev.countersign.evidence.Forgery;
import dev.countersign.evidence.TestBundle;
import dev.countersign.evidence.TestExports;
import dev.countersign.evidence.verify.BundleVerifier;
import dev.countersign.evidence.verify.BundleVerifier.Verdict;
import dev.countersign.evidence.verify.Report;
import dev.countersign.evidence.verify.Report.Check;
import dev.countersign.evidence.verify.Report.State;
import dev.countersign.worm.WormStore;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Each of seven single actors, given everything that is theirs, tries to make a signature that verifies as another person
 * (docs/security/key-custody.md). The attack is shown to be one: with all that it takes, it works.
 */
@CountersignTest
@Requirement("KEY-02")
class SoleControlTest {

    @LocalServerPort
    int port;

    @Autowired
    TestPeople people;

    @Autowired
    TestPasskeys passkeys;

    @Autowired
    TestExports exports;

    @Autowired
    JdbcTemplate database;

    @Autowired
    KeySettings settings;

    @Autowired
    SigningKeyMapper keys;

    @Autowired
    ShareMapper shares;

    @Autowired
    WormStore store;

    @Autowired
    Identifiers identifiers;

    @TempDir
    Path folder;

    /** What opens a person's key. */
    enum Held {
        DUMP,
        SHARE,
        PASSWORD
    }

    static Stream<Set<Held>> hoards() {
        return IntStream.range(0, 8).mapToObj(bits -> {
            Set<Held> held = EnumSet.noneOf(Held.class);
            for (Held one : Held.values()) {
                if ((bits >> one.ordinal() & 1) == 1) {
                    held.add(one);
                }
            }
            return held;
        });
    }

    /** Whoever has no dump is given another person's row: they do not have this one's. */
    @ParameterizedTest
    @MethodSource("hoards")
    void aKeyOpensWithDumpShareAndPasswordTogetherAndWithNothingLess(Set<Held> held) throws Exception {
        String victim = people.signer(Role.QA_ANALYST);
        String dumped = held.contains(Held.DUMP) ? victim : people.signer(Role.QA_ANALYST);
        String password = held.contains(Held.PASSWORD) && held.contains(Held.DUMP) ? Authenticator.PASSWORD : null;

        Optional<SigningKey> opened =
                Thief.withDump(database, dumped).open(password, held.contains(Held.SHARE) ? secret("share") : null);

        byte[] message = "signed by whoever holds that".getBytes(UTF_8);
        byte[] signature = opened.orElseGet(SigningKey::generate).sign(message);
        assertThat(certificate(victim).key().verifies(message, signature))
                .isEqualTo(held.size() == Held.values().length);
    }

    /** As with the password: the box in the dump, the server's share, and what the passkey gives to its owner. */
    @ParameterizedTest
    @MethodSource("hoards")
    void theBoxOfAPasskeyOpensWithDumpShareAndItsSecretTogetherAndWithNothingLess(Set<Held> held) throws Exception {
        String origin = "http://localhost:" + port;
        String victim = people.signer(Role.QA_ANALYST);
        SoftwareAuthenticator passkey = passkeys.opening(victim, origin);
        String boxed = victim;
        if (!held.contains(Held.DUMP)) {
            boxed = people.signer(Role.QA_ANALYST);
            passkeys.opening(boxed, origin);
        }
        Map<String, Object> box = database.queryForMap("SELECT * FROM app.passkey_opening WHERE user_id = ?", boxed);
        byte[] salt =
                database.queryForObject("SELECT salt FROM app.passkey_opening WHERE user_id = ?", byte[].class, victim);

        Optional<SigningKey> opened = Thief.withDump(database, victim)
                .open(
                        box,
                        held.contains(Held.PASSWORD) ? passkey.secret(salt) : null,
                        held.contains(Held.SHARE) ? secret("share") : null);

        byte[] message = "signed by whoever holds that".getBytes(UTF_8);
        byte[] signature = opened.orElseGet(SigningKey::generate).sign(message);
        assertThat(certificate(victim).key().verifies(message, signature))
                .isEqualTo(held.size() == Held.values().length);
    }

    @Test
    void aSignedStatementThatSomebodyChangesAndSignsWithAnotherKeyIsFound() {
        Verdict verdict = verdict(signedAnew(SigningKey.generate()), exports.trust());

        assertThat(verdict.report().state()).isEqualTo(State.INVALID);
        assertThat(verdict.report().checks())
                .filteredOn(check -> check.result() == Report.Result.FAILED)
                .extracting(Check::name)
                .anyMatch(name -> name.endsWith("Ed25519"));
    }

    @Test
    void theHolderOfAllServerKeysCannotMakeUpASigner() throws Exception {
        SigningKey authority = SigningKey.ofSeed(secret("authority"));
        SigningKey log = SigningKey.ofSeed(secret("log"));
        TestBundle forged = Forgery.of(TestBundle.of(exports.effective()))
                .holding(authority, log)
                .make();

        assertThat(verdict(forged, null).report().state())
                .as("a forgery that holds together")
                .isEqualTo(State.VALID);
        assertThat(verdict(forged, exports.trust()).failure())
                .hasValueSatisfying(check -> assertThat(check.detail()).contains("founder"));
    }

    @Test
    void theItAdministratorHasNoCallThatSignsOrTakesOverAsSomebody() {
        String victim = people.signer(Role.QA_ANALYST);
        String administratorId = people.somebody(Role.IT_ADMINISTRATOR);
        TestClient administrator = TestClient.signedIn(port, administratorId);
        JsonNode task = dueTask(victim);
        String account = "/api/accounts/" + victim;

        assertThat(administrator.post("/api/accounts", account(victim)).statusCode())
                .as("the id again")
                .isEqualTo(409);
        assertThat(administrator
                        .post(account + "/invitation", Map.of("reason", "none that is good"))
                        .statusCode())
                .as("new factors")
                .isEqualTo(409);
        assertThat(administrator.post(account + "/proofing", proofing()).statusCode())
                .isEqualTo(403);
        assertThat(administrator
                        .post("/api/accounts/" + administratorId + "/roles", role("qa-analyst"))
                        .statusCode())
                .as("a role that signs")
                .isGreaterThanOrEqualTo(400);
        assertThat(sign(administrator, task, Authenticator.PASSWORD, Authenticator.freshCode(administratorId))
                        .statusCode())
                .as("the victim's task with what is the administrator's")
                .isBetween(401, 409);
        assertTheOwnerAloneSigns(victim, task);
    }

    @Test
    void theHolderOfThePasswordNeitherLogsInNorSigns() {
        String victim = people.signer(Role.QA_ANALYST);
        JsonNode task = dueTask(victim);
        String thiefId = people.signer(Role.QA_ANALYST);
        TestClient thief = TestClient.signedIn(port, thiefId);

        for (String code : List.of("", "000000", Authenticator.freshCode(thiefId))) {
            assertThat(login(victim, Authenticator.PASSWORD, code)).isIn(400, 401);
        }
        assertThat(sign(thief, task, Authenticator.PASSWORD, Authenticator.freshCode(thiefId))
                        .statusCode())
                .isBetween(401, 409);
        assertThat(sign(TestClient.anonymous(port), task, Authenticator.PASSWORD, "000000")
                        .statusCode())
                .isBetween(401, 403);
        assertTheOwnerAloneSigns(victim, task);
    }

    @Test
    void theHolderOfTheAuthenticatorNeitherLogsInNorSigns() {
        String victim = people.signer(Role.QA_ANALYST);
        JsonNode task = dueTask(victim);
        String thiefId = people.signer(Role.QA_ANALYST);
        TestClient thief = TestClient.signedIn(port, thiefId);

        for (String guess : Thief.guesses().subList(1, 3)) {
            assertThat(login(victim, guess, Authenticator.freshCode(victim))).isIn(400, 401);
        }
        assertThat(sign(thief, task, "a password of the thief's own", Authenticator.freshCode(victim))
                        .statusCode())
                .isBetween(401, 409);
        assertTheOwnerAloneSigns(victim, task);
    }

    @Test
    @Requirement("KEY-06")
    void theHolderOfABackupHasKeystoresThatNeitherAGuessNorAnotherPassphraseOpens() throws Exception {
        KeystoreVault plant = KeystoreVault.open(folder, file -> ("long passphrase of " + file.code()).toCharArray());
        String victim = people.somebody(Role.QA_ANALYST);
        try (SigningKey key = SigningKey.generate();
                Root root = new Root(Argon2id.derive(Authenticator.PASSWORD.getBytes(UTF_8), salt(victim)), true)) {
            new SigningKeys(keys, shares, plant, store).store(identifiers.next(), victim, key, root);
        }
        Path share = folder.resolve("share.p12");
        for (String guess : Thief.guesses()) {
            assertThat(Thief.outOf(share, "share", guess.toCharArray())).isEmpty();
        }
        for (Store other : EnumSet.complementOf(EnumSet.of(Store.SHARE))) {
            assertThat(Thief.outOf(share, "share", ("long passphrase of " + other.code()).toCharArray()))
                    .isEmpty();
        }

        Thief thief = Thief.withDump(database, victim);

        assertThat(thief.open(null, null)).isEmpty();
        assertThat(thief.open(Authenticator.PASSWORD, null))
                .as("even with the password")
                .isEmpty();
        byte[] opened = Thief.outOf(share, "share", "long passphrase of share".toCharArray())
                .orElseThrow();
        assertThat(thief.open(Authenticator.PASSWORD, opened))
                .as("what it would take")
                .isPresent();
        assertThat(plant.hmac(SecretName.SHARE, new byte[1])).isEqualTo(Hmac.sha256(opened, new byte[1]));
    }

    private byte[] salt(String userId) {
        return database.queryForObject("SELECT salt FROM app.credential WHERE user_id = ?", byte[].class, userId);
    }

    /** Out of this installation's own keystore: a demonstration keeps the passphrase beside it. */
    private byte[] secret(String name) throws IOException {
        char[] passphrase = Files.readString(settings.directory().resolve(name + ".passphrase"))
                .toCharArray();
        return Thief.outOf(settings.directory().resolve(name + ".p12"), name, passphrase)
                .orElseThrow();
    }

    /** A statement of the bundle says something else, signed with that key. */
    private TestBundle signedAnew(SigningKey key) {
        TestBundle bundle = TestBundle.of(exports.effective());
        String name = bundle.names("signatures/.*[.]statement[.]json").get(0);
        TestBundle changed = bundle.changing(name, statement -> statement.put("zone", "Asia/Tokyo"));
        byte[] statement = changed.file(name);
        String header = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("{\"alg\":\"EdDSA\",\"kid\":"
                                + CanonicalJson.parse(statement).at("/signer/keyId")
                                + ",\"typ\":\"countersign-signature+jws\"}")
                        .getBytes(UTF_8));
        String input = header + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(statement);
        return changed.with(name.replace("statement.json", "sig"), key.sign(statement))
                .with(
                        name.replace("statement.json", "jws"),
                        (input + "."
                                        + Base64.getUrlEncoder()
                                                .withoutPadding()
                                                .encodeToString(key.sign(input.getBytes(UTF_8))))
                                .getBytes(UTF_8))
                .listed();
    }

    private Certificate certificate(String userId) {
        return Certificate.parse(
                store.enrolment(keys.current(store.installation().organisation(), userId)
                                .keyId())
                        .orElseThrow()
                        .certificate());
    }

    private static Verdict verdict(TestBundle bundle, byte @Nullable [] trust) {
        return BundleVerifier.verify(ByteBuffer.wrap(bundle.zip()), trust);
    }

    private JsonNode dueTask(String author) {
        return TestTasks.due(TestClient.signedIn(port, author));
    }

    /** The task was there to be signed all the time: nobody else could, and its owner can. */
    private void assertTheOwnerAloneSigns(String owner, JsonNode task) {
        assertThat(signaturesOf(owner)).isZero();
        assertThat(sign(TestClient.signedIn(port, owner), task, Authenticator.PASSWORD, Authenticator.freshCode(owner))
                        .statusCode())
                .isEqualTo(201);
    }

    private int login(String userId, String password, String code) {
        return TestClient.anonymous(port)
                .post("/api/session", Map.of("username", userId, "password", password, "otp", code))
                .statusCode();
    }

    private static HttpResponse<String> sign(TestClient client, JsonNode task, String password, String code) {
        return client.post(
                "/api/tasks/" + task.path("taskId").asText() + "/signature",
                Map.of(
                        "decision",
                        "approve",
                        "recordSha256",
                        task.path("sha256").asText(),
                        "password",
                        password,
                        "otp",
                        code));
    }

    private int signaturesOf(String userId) {
        return database.queryForObject(
                "SELECT count(*) FROM worm.signature s JOIN worm.enrolment e USING (key_id) WHERE e.user_id = ?",
                Integer.class,
                userId);
    }

    private static Map<String, Object> account(String userId) {
        return Map.of(
                "userId",
                userId,
                "printedName",
                "Somebody Else",
                "title",
                "Tester",
                "zone",
                "Europe/Vienna",
                "reason",
                "r");
    }

    private static Map<String, String> role(String role) {
        return Map.of("role", role, "reason", "wanted");
    }

    private static Map<String, String> proofing() {
        return Map.of(
                "documentType", "passport",
                "checkedOn", "2026-11-20",
                "method", "in person",
                "printedName", "Nora Neumann",
                "password", Authenticator.PASSWORD);
    }
}

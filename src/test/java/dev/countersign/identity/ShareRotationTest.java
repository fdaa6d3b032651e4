package dev.countersign.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.SoftwareAuthenticator;
import dev.countersign.TestClient;
import dev.countersign.TestPasskeys;
import dev.countersign.TestPeople;
import dev.countersign.TestPresence;
import dev.countersign.authority.Role;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.KeyVault;
import dev.countersign.crypto.SigningKey;
import dev.countersign.ledger.Caller;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** Another generation of the server's share: two people decide, and keys follow their people; nothing is certified anew. */
@CountersignTest
@Requirement({"KEY-06", "KEY-02"})
class ShareRotationTest {

    private static final String SHARE = "/api/keys/share";

    @LocalServerPort
    int port;

    @Autowired
    TestPeople people;

    @Autowired
    Presence presence;

    @Autowired
    TestPasskeys passkeys;

    @Autowired
    SigningKeys custody;

    @Autowired
    PasskeyWrapping wrapping;

    @Autowired
    KeyVault vault;

    @Autowired
    KeySettings settings;

    @Autowired
    JdbcTemplate database;

    /** Other tests begin with the first generation; whose keys came under the second here open with it still. */
    @AfterEach
    void forget() {
        database.update("DELETE FROM app.share_generation");
    }

    @Test
    void oneProposesAnotherOpensAndEachKeyFollowsWhenItsPersonSignsInOrSigns() throws Exception {
        String signsIn = people.signer(Role.QA_ANALYST);
        String signs = people.signer(Role.QA_ANALYST);
        String stays = people.signer(Role.QA_ANALYST);
        String certificate = certificate(signs);
        TestClient administrator = TestClient.signedIn(port, people.somebody(Role.IT_ADMINISTRATOR));
        TestClient manager = TestClient.signedIn(port, people.somebody(Role.QA_MANAGER));
        assertThat(Thief.withDump(database, signs).open(Authenticator.PASSWORD, firstShare()))
                .isPresent();

        assertThat(administrator
                        .post(SHARE, Map.of("reason", "a backup was lost"))
                        .statusCode())
                .isEqualTo(201);
        assertThat(share(signs)).as("proposed is not opened").isEqualTo(1);
        assertThat(manager.post(SHARE + "/2/opening", Map.of()).statusCode()).isEqualTo(204);

        TestClient.signedIn(port, signsIn);
        prove(signs);
        String newcomer = people.signer(Role.QA_ANALYST);
        assertThat(share(signsIn)).isEqualTo(2);
        assertThat(share(signs)).isEqualTo(2);
        assertThat(share(newcomer)).isEqualTo(2);
        assertThat(share(stays)).isEqualTo(1);
        assertThat(authenticator(signs)).isEqualTo(2);
        assertThat(certificate(signs)).as("not certified anew").isEqualTo(certificate);
        prove(signs);
        prove(stays);
        assertThat(Thief.withDump(database, signs).open(Authenticator.PASSWORD, firstShare()))
                .as("the lost share, with password and a dump of now")
                .isEmpty();
        JsonNode generations = TestClient.json(administrator.get(SHARE));
        assertThat(generations.path(0).path("keys").asInt()).isPositive();
        assertThat(generations.path(1).path("keys").asInt()).isGreaterThanOrEqualTo(4);
        assertThat(generations.path(1).path("proposedBy"))
                .isNotEqualTo(generations.path(1).path("openedBy"));
    }

    /** The box of a passkey cannot follow before the passkey is there. */
    @Test
    void theBoxOfAPasskeyFollowsWhenItIsUsed() throws Exception {
        String origin = "http://localhost:" + port;
        String signs = people.signer(Role.QA_ANALYST);
        SoftwareAuthenticator passkey = passkeys.opening(signs, origin);
        database.update(
                "INSERT INTO app.share_generation (organisation, generation, proposed_by, reason, opened_by, opened_at)"
                        + " SELECT organisation, 2, 'itadmin', 'for a test', 'qahead', clock_timestamp()"
                        + " FROM app.person WHERE user_id = 'itadmin'");
        vault.demandShare(2);
        TestClient.signedIn(port, signs);
        assertThat(share(signs)).isEqualTo(2);
        assertThat(boxShare(signs)).as("not used yet").isEqualTo(1);

        byte[] secret = passkey.secret(
                database.queryForObject("SELECT salt FROM app.passkey_opening WHERE user_id = ?", byte[].class, signs));
        for (int time = 1; time <= 2; time++) {
            SigningKeyMapper.StoredKey stored = custody.certified(signs).orElseThrow();
            assertThat(wrapping.open(stored, passkey.credentialId(), secret))
                    .as("time %s", time)
                    .isPresent()
                    .hasValueSatisfying(SigningKey::close);
            assertThat(boxShare(signs)).isEqualTo(2);
        }
        assertThat(Thief.withDump(database, signs)
                        .open(
                                database.queryForMap("SELECT * FROM app.passkey_opening WHERE user_id = ?", signs),
                                secret,
                                firstShare()))
                .as("the lost share, with the passkey and a dump of now")
                .isEmpty();
    }

    private int boxShare(String userId) {
        return database.queryForObject(
                "SELECT share FROM app.passkey_opening WHERE user_id = ?", Integer.class, userId);
    }

    @Test
    void nobodyRenewsTheShareAlone() {
        TestClient administrator = TestClient.signedIn(port, people.somebody(Role.IT_ADMINISTRATOR));
        TestClient other = TestClient.signedIn(port, people.somebody(Role.IT_ADMINISTRATOR));
        TestClient manager = TestClient.signedIn(port, people.somebody(Role.QA_MANAGER));
        TestClient analyst = TestClient.signedIn(port, people.somebody(Role.QA_ANALYST));

        assertThat(manager.post(SHARE, Map.of("reason", "r")).statusCode()).isEqualTo(403);
        assertThat(manager.post(SHARE + "/2/opening", Map.of()).statusCode())
                .as("not proposed")
                .isEqualTo(404);
        assertThat(administrator.post(SHARE, Map.of("reason", " ")).statusCode())
                .isEqualTo(422);
        assertThat(administrator
                        .post(SHARE, Map.of("reason", "every two years"))
                        .statusCode())
                .isEqualTo(201);
        assertThat(other.post(SHARE, Map.of("reason", "again")).statusCode()).isEqualTo(409);
        for (TestClient one : new TestClient[] {administrator, other, analyst}) {
            assertThat(one.post(SHARE + "/2/opening", Map.of()).statusCode()).isEqualTo(403);
        }
        assertThat(analyst.get(SHARE).statusCode()).isEqualTo(403);
        assertThat(TestClient.json(manager.get(SHARE)).path(1).path("openedAt").isNull())
                .isTrue();
    }

    private void prove(String userId) {
        TestPresence.prove(
                        presence,
                        Caller.person(userId, "session", "127.0.0.1"),
                        "task",
                        Digest.of(new byte[1]),
                        Authenticator.PASSWORD.toCharArray(),
                        Authenticator.freshCode(userId))
                .close();
    }

    private byte[] firstShare() throws Exception {
        char[] passphrase = Files.readString(settings.directory().resolve("share.passphrase"))
                .toCharArray();
        return Thief.outOf(settings.directory().resolve("share.p12"), "share", passphrase)
                .orElseThrow();
    }

    private int share(String userId) {
        return database.queryForObject("SELECT share FROM app.signing_key WHERE user_id = ?", Integer.class, userId);
    }

    private int authenticator(String userId) {
        return database.queryForObject("SELECT share FROM app.totp WHERE user_id = ?", Integer.class, userId);
    }

    private String certificate(String userId) {
        return database.queryForObject(
                "SELECT encode(certificate_sha256, 'hex') FROM app.signing_key WHERE user_id = ?",
                String.class,
                userId);
    }
}

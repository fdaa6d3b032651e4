package dev.countersign.identity;

import static dev.countersign.signing.TestCeremonies.caller;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.SoftwareAuthenticator;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Certificate;
import dev.countersign.crypto.Certificates;
import dev.countersign.crypto.Certificates.Issue;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.SigningKey;
import dev.countersign.database.DatabaseRoles;
import dev.countersign.ledger.RefusedException;
import dev.countersign.passkeys.Assertion;
import dev.countersign.passkeys.Passkeys;
import dev.countersign.passkeys.Passkeys.Attestation;
import dev.countersign.passkeys.Site;
import dev.countersign.records.TestRecords;
import dev.countersign.worm.OpenedTables;
import dev.countersign.worm.WormStore;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The database administrator among the seven of {@link SoleControlTest}: every row read, every table written, an account of their own; and no other's
 * signature. Each step is shown to get them as far as it does.
 */
@CountersignTest
@Requirement({"KEY-02", "SIG-02"})
class DatabaseAdministratorTest {

    private static final String ORIGIN = "http://localhost:8081";
    private static final Site SITE = Site.of(ORIGIN);
    private static final String VICTIMS = "correct horse of the victim alone";

    @LocalServerPort
    int port;

    @Autowired
    TestPeople people;

    @Autowired
    Presence presence;

    @Autowired
    Passkeys passkeys;

    @Autowired
    DatabaseRoles roles;

    @Autowired
    WormStore store;

    @Autowired
    JdbcTemplate database;

    private final SoftwareAuthenticator authenticator = new SoftwareAuthenticator(ORIGIN);

    @Test
    void whoPutsTheirOwnFactorsAndKeysInAnothersRowsOpensNothing() throws Exception {
        String victim = people.signer(Role.QA_ANALYST);
        String code = Authenticator.freshCode(victim);
        assertThat(TestClient.signedIn(port, victim)
                        .post(
                                "/api/account/password",
                                Map.of(
                                        "password",
                                        Authenticator.PASSWORD,
                                        "otp",
                                        Authenticator.freshCode(victim),
                                        "newPassword",
                                        VICTIMS))
                        .statusCode())
                .isEqualTo(204);
        String thief = people.signer(Role.QA_ANALYST);
        registers(thief);
        assertThat(code).isNotEmpty();

        write("UPDATE app.passkey SET user_id = '" + victim + "' WHERE user_id = '" + thief + "'");
        answered(victim, VICTIMS).close();
        assertThatThrownBy(() -> answered(victim, Authenticator.PASSWORD))
                .as("their own passkey in the victim's row, and their own password")
                .isInstanceOf(RefusedException.class);

        write("UPDATE app.credential v SET salt = t.salt, verifier = t.verifier FROM app.credential t"
                + between(victim, thief));
        assertThatThrownBy(() -> answered(victim, Authenticator.PASSWORD))
                .as("the password is taken for the victim's, and opens no key")
                .isInstanceOf(RuntimeException.class);
        assertThat(login(victim, Authenticator.freshCode(thief)))
                .as("their own code")
                .isNotEqualTo(204);

        write("UPDATE app.totp v SET secret = t.secret, share = t.share, last_step = 0 FROM app.totp t"
                + between(victim, thief));
        assertThat(login(victim, Authenticator.freshCode(thief)))
                .as("their own secret in the victim's row")
                .isNotEqualTo(204);

        write(
                "UPDATE app.signing_key v SET wrapped = t.wrapped, public_key = t.public_key, epoch = t.epoch, share = t.share"
                        + " FROM app.signing_key t" + between(victim, thief));
        assertThatThrownBy(() -> answered(victim, Authenticator.PASSWORD))
                .as("their own wrapped key in the victim's row")
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void aSignatureWrittenIntoTheTablesAsAnothersDoesNotVerify() throws Exception {
        String victim = people.signer(Role.QA_ANALYST);
        String thief = people.signer(Role.QA_ANALYST);
        JsonNode signed = signs(thief);
        UUID id = UUID.fromString(signed.path("signatureId").asText());
        String record = signed.path("recordId").asText();
        assertThat(failed(record)).isEmpty();

        try (SigningKey own = SigningKey.generate()) {
            Map<String, Object> row = database.queryForMap(
                    "SELECT e.key_id::text AS key, encode(e.certificate_sha256, 'hex') AS certificate FROM worm.enrolment e"
                            + " WHERE user_id = ?",
                    victim);
            forge(id, victim, row.get("key").toString(), row.get("certificate").toString(), own);
            assertThat(failed(record))
                    .as("the victim's key and certificate")
                    .anyMatch(name -> name.endsWith(": Ed25519"));

            Certificate root = Certificate.parse(
                    Certificates.issueAuthority(issue("Countersign authority", null), own.verifyingKey(), own::sign));
            Certificate made = Certificate.parse(
                    Certificates.issueSigner(issue("Victim", victim), own.verifyingKey(), root, own::sign));
            String key = enrols(victim, made, root, own);
            try {
                forge(id, victim, key, made.sha256().hex(), own);
                assertThat(failed(record))
                        .as("a certificate, an authority and an enrolment of their own")
                        .noneMatch(name -> name.endsWith(": Ed25519"))
                        .anyMatch(name -> name.endsWith(": certificate"))
                        .anyMatch(name -> name.endsWith(": enrolment"));
            } finally {
                write("DELETE FROM worm.certificate WHERE sha256 = decode('"
                        + root.sha256().hex() + "', 'hex')");
            }
        }
    }

    private static String between(String victim, String thief) {
        return " WHERE v.user_id = '" + victim + "' AND t.user_id = '" + thief + "'";
    }

    private void registers(String userId) {
        Map<String, String> made =
                authenticator.made(passkeys.beginRegistration(caller(userId), "here", "Somebody", SITE)
                        .challenge());
        passkeys.register(
                caller(userId),
                "here",
                SITE,
                Attestation.ofBase64url(
                        made.get("attestationObject"), made.get("clientData"), made.get("transports"), "blue key"));
    }

    private ProofOfPresence answered(String userId, String password) {
        Digest intent = Digest.of(UUID.randomUUID().toString().getBytes(UTF_8));
        Map<String, String> answer =
                authenticator.answer(passkeys.askForIntent(userId, intent, SITE).challenge());
        try (PresenceAttempt attempt = presence.attempt(caller(userId), "task", password.toCharArray())) {
            return attempt.prove(
                    intent,
                    Assertion.ofBase64url(
                            answer.get("credentialId"),
                            answer.get("clientData"),
                            answer.get("authenticatorData"),
                            answer.get("signature"),
                            SITE));
        }
    }

    private int login(String userId, String code) {
        return TestClient.anonymous(port)
                .post("/api/session", Map.of("username", userId, "password", Authenticator.PASSWORD, "otp", code))
                .statusCode();
    }

    /** Their own record, signed by themselves through the front door. */
    private JsonNode signs(String userId) {
        TestClient api = TestClient.signedIn(port, userId);
        JsonNode drafted = TestClient.json(api.post(
                "/api/records",
                new String(TestRecords.sop("SOP-" + UUID.randomUUID()).body(), UTF_8)));
        api.post(
                "/engine-rest/process-definition/key/record-approval/start",
                Map.of(
                        "businessKey", UUID.randomUUID().toString(),
                        "variables",
                                Map.of(
                                        "recordId",
                                        Map.of("value", drafted.path("recordId").asText()))));
        JsonNode task = TestClient.json(api.get("/api/tasks")).at("/items/0");
        return TestClient.json(api.post(
                "/api/tasks/" + task.path("taskId").asText() + "/signature",
                Map.of(
                        "decision",
                        "approve",
                        "recordSha256",
                        task.path("sha256").asText(),
                        "password",
                        Authenticator.PASSWORD,
                        "otp",
                        Authenticator.freshCode(userId))));
    }

    /** Names of the checks of the first version that fail. */
    private List<String> failed(String record) {
        JsonNode report = TestClient.json(TestClient.signedIn(port, people.somebody(Role.QA_MANAGER))
                .get("/api/records/" + record + "/versions/1/verification"));
        List<String> names = new ArrayList<>();
        report.path("checks").forEach(check -> {
            if (check.path("result").asText().equals("FAILED")) {
                names.add(check.path("name").asText());
            }
        });
        return names;
    }

    /** The row says that the victim signed, in all its columns, and is signed with that key. */
    private void forge(UUID id, String victim, String keyId, String certificate, SigningKey key) throws Exception {
        ObjectNode statement = (ObjectNode) CanonicalJson.parse(database.queryForObject(
                "SELECT statement FROM worm.signature WHERE signature_id = ?", byte[].class, id));
        ((ObjectNode) statement.get("signer"))
                .put("userId", victim)
                .put("keyId", keyId)
                .put("certificateSha256", certificate);
        ((ObjectNode) statement.get("intent")).put("person", victim);
        byte[] intent = CanonicalJson.write(statement.get("intent"));
        statement.put("intentSha256", Digest.of(intent).hex());
        byte[] bytes = CanonicalJson.write(statement);
        write(
                "UPDATE worm.signature SET signer_id = ?, key_id = ?::uuid, intent = ?, intent_sha256 = ?, statement = ?,"
                        + " statement_sha256 = ?, signature = ?, jws = ? WHERE signature_id = ?::uuid",
                victim,
                keyId,
                intent,
                Digest.of(intent).bytes(),
                bytes,
                Digest.of(bytes).bytes(),
                key.sign(bytes),
                jws(keyId, bytes, key),
                id.toString());
    }

    private static String jws(String keyId, byte[] statement, SigningKey key) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String input = base64.encodeToString(
                        ("{\"alg\":\"EdDSA\",\"kid\":\"" + keyId + "\",\"typ\":\"countersign-signature+jws\"}")
                                .getBytes(UTF_8))
                + "." + base64.encodeToString(statement);
        return input + "." + base64.encodeToString(key.sign(input.getBytes(UTF_8)));
    }

    /** An enrolment of the victim with a key of the thief's, as the victim's own is, signed as its officer's by the thief; its key's id. */
    private String enrols(String victim, Certificate made, Certificate root, SigningKey own) throws Exception {
        UUID keyId = UUID.randomUUID();
        ObjectNode statement = (ObjectNode) CanonicalJson.parse(database.queryForObject(
                "SELECT statement FROM worm.enrolment WHERE user_id = ?", byte[].class, victim));
        ((ObjectNode) statement.get("key"))
                .put("keyId", keyId.toString())
                .put(
                        "publicKey",
                        Base64.getEncoder().encodeToString(own.verifyingKey().raw()))
                .put("spkiSha256", own.verifyingKey().fingerprint().hex());
        statement.put("certificateSha256", made.sha256().hex());
        byte[] bytes = CanonicalJson.write(statement);
        String certificate =
                "INSERT INTO worm.certificate SELECT organisation, ?, ?, ?, clock_timestamp() FROM worm.installation";
        write(certificate, root.sha256().bytes(), root.der(), true);
        write(certificate, made.sha256().bytes(), made.der(), false);
        write(
                "INSERT INTO worm.enrolment SELECT organisation, ?::uuid, user_id, officer_id, officer_key_id, false, ?, ?, ?, ?,"
                        + " enrolled_at, recorded_at FROM worm.enrolment WHERE user_id = ?",
                keyId.toString(),
                own.verifyingKey().raw(),
                made.sha256().bytes(),
                bytes,
                own.sign(bytes),
                victim);
        return keyId.toString();
    }

    private Issue issue(String name, String userId) {
        return new Issue(
                name, userId, "demo", BigInteger.valueOf(7), store.now().minusSeconds(3600), Duration.ofDays(900));
    }

    /** As a superuser, for whom no trigger and no foreign key looks. */
    private void write(String sql, Object... values) throws Exception {
        try (Connection superuser = roles.connect(DatabaseRoles.SUPERUSER)) {
            try (OpenedTables opened = OpenedTables.of(superuser, List.of("signature", "certificate", "enrolment"))) {
                try (PreparedStatement replica =
                                superuser.prepareStatement("SET LOCAL session_replication_role = replica");
                        PreparedStatement statement = superuser.prepareStatement(sql)) {
                    replica.execute();
                    for (int place = 0; place < values.length; place++) {
                        statement.setObject(place + 1, values[place]);
                    }
                    assertThat(statement.executeUpdate()).isEqualTo(1);
                }
            }
        }
    }
}

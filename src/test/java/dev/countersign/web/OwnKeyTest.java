package dev.countersign.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.crypto.Digest;
import dev.countersign.database.DatabaseRoles;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Somebody signed in without a signing key makes it: after the policy, with both components, and it signs a test (SIG-09). */
@CountersignTest
@Requirement({"KEY-01", "SIG-09"})
class OwnKeyTest {

    @LocalServerPort
    int port;

    @Autowired
    TestPeople testPeople;

    @Autowired
    DatabaseRoles roles;

    private String userId;
    private TestClient client;

    @BeforeEach
    void signIn() throws Exception {
        userId = testPeople.somebody(Role.QA_ANALYST);
        client = TestClient.signedIn(port, userId);
        query("DELETE FROM app.policy_acknowledgement WHERE user_id = ? RETURNING user_id");
    }

    @Test
    void theKeyIsMadeAfterThePolicyAndItsTestSignatureVerifiesWithTheJdk() throws Exception {
        JsonNode policy = policy();
        assertThat(policy.path("acknowledged").asBoolean()).isFalse();
        assertCode(make(Authenticator.PASSWORD, freshCode(), ""), "invalid-request");
        assertCode(make(Authenticator.PASSWORD, freshCode(), "0".repeat(64)), "policy-not-acknowledged");

        HttpResponse<String> made =
                make(Authenticator.PASSWORD, freshCode(), policy.path("sha256").asText());

        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(policy().path("acknowledged").asBoolean()).isTrue();
        JsonNode key = TestClient.json(made);
        assertThat(key.path("state").asText()).isEqualTo("made");
        JsonNode tested = new ObjectMapper()
                .readTree(
                        query(
                                "SELECT max(convert_from(entry, 'UTF8')) FROM worm.audit_entry"
                                        + " WHERE convert_from(entry, 'UTF8') LIKE '%\"key.tested\"%' AND convert_from(entry, 'UTF8') LIKE '%\"person:' || ? || '\"%'"));
        byte[] statement =
                Base64.getDecoder().decode(tested.findValue("statement").asText());
        assertThat(new ObjectMapper().readTree(statement).path("format").asText())
                .isEqualTo("countersign/test-signature/v1");
        byte[] spki = HexFormat.of()
                .parseHex("302a300506032b6570032100"
                        + query("SELECT encode(public_key, 'hex') FROM app.signing_key WHERE user_id = ?"));
        assertThat(Digest.of(spki).hex()).isEqualTo(key.path("spkiSha256").asText());
        Signature jdk = Signature.getInstance("Ed25519");
        jdk.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki)));
        jdk.update(statement);
        assertThat(jdk.verify(
                        Base64.getDecoder().decode(tested.findValue("signature").asText())))
                .isTrue();
        assertCode(
                make(Authenticator.PASSWORD, freshCode(), policy.path("sha256").asText()), "key-exists");
    }

    @Test
    void bothComponentsAreDemandedAndAnAdministratorGetsNone() {
        String sha256 = policy().path("sha256").asText();

        assertCode(make("wrong password 1234", freshCode(), sha256), "reauthentication-failed");
        assertCode(make(Authenticator.PASSWORD, "000000", sha256), "reauthentication-failed");
        userId = testPeople.somebody(Role.IT_ADMINISTRATOR);
        client = TestClient.signedIn(port, userId);
        assertCode(make(Authenticator.PASSWORD, freshCode(), sha256), "not-authorized");
        assertThat(client.get("/account/key").body()).contains("hold no signing key");
    }

    @Test
    @Requirement("USE-01")
    void thePageGoesThroughTheSameDoor() {
        String page = client.get("/account/key").body();
        assertThat(page).contains("You answer for it", "Version 1");
        String form = "policySha256=" + group(page, "name=\"policySha256\" value=\"([0-9a-f]{64})\"") + "&_csrf="
                + URLEncoder.encode(group(page, "name=\"_csrf\" value=\"([^\"]+)\""), UTF_8) + "&password="
                + Authenticator.PASSWORD;

        assertThat(client.form("/account/key", form + "&code=000000").body())
                .contains("Nobody gets a signing key before");
        assertThat(client.form("/account/key", form + "&agreed=true&code=" + freshCode())
                        .statusCode())
                .isEqualTo(302);
        assertThat(client.get("/account/key?made").body())
                .contains("waits for a QA Manager to check who you are", "The key signed a test, which was verified");
    }

    private JsonNode policy() {
        return TestClient.json(client.get("/api/account/policy"));
    }

    private String freshCode() {
        return Authenticator.freshCode(userId);
    }

    private HttpResponse<String> make(String password, String code, String sha256) {
        return client.post("/api/account/key", Map.of("password", password, "otp", code, "policySha256", sha256));
    }

    private static void assertCode(HttpResponse<String> answer, String code) {
        assertThat(TestClient.json(answer).path("code").asText())
                .as(answer.body())
                .isEqualTo(code);
    }

    private static String group(String page, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(page);
        assertThat(matcher.find()).as(page).isTrue();
        return matcher.group(1);
    }

    private String query(String sql) throws Exception {
        try (Connection superuser = roles.connect(DatabaseRoles.SUPERUSER);
                PreparedStatement statement = superuser.prepareStatement(sql)) {
            statement.setString(1, userId);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : "";
            }
        }
    }
}

package dev.countersign.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.crypto.KeyVault;
import dev.countersign.crypto.SecretBox.BoxRefusedException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** Sessions in the database: nobody gets in with what lies there, and nothing that others put there is read (T20, T24). */
@CountersignTest
@Requirement("IDN-05")
class StoredSessionsTest {

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private StoredSessions sessions;

    @Autowired
    private SealedAttributes attributes;

    @Autowired
    private JdbcTemplate database;

    @Test
    @Requirement("KEY-02")
    void aDumpHasNeitherTheCookieNorTheTokenNorWhoIsWho() {
        String person = people.somebody(Role.QA_ANALYST);
        TestClient client = TestClient.signedIn(port, person);
        String secret = new String(Base64.getDecoder().decode(client.cookie("COUNTERSIGN")), StandardCharsets.UTF_8);
        String token = TestClient.json(client.get("/api/session"))
                .path("csrf")
                .path("token")
                .asText();

        String dump = String.join(
                "\n",
                database.queryForList(
                        "SELECT s::text || a.attribute_name || encode(a.attribute_bytes, 'escape') FROM app.http_session s"
                                + " JOIN app.http_session_attributes a ON a.session_primary_id = s.primary_id"
                                + " WHERE s.principal_name = ?",
                        String.class,
                        person));

        assertThat(dump).contains(SessionSecrets.idOf(secret)).contains("SPRING_SECURITY_CONTEXT");
        assertThat(dump).doesNotContain(secret, client.cookie("COUNTERSIGN"), token, "FULLY_AUTHENTICATED");
        assertThat(TestClient.anonymous(port)
                        .get("/api/session", "Cookie", "COUNTERSIGN=" + base64(SessionSecrets.idOf(secret)))
                        .statusCode())
                .as("what the database knows a session by opens none")
                .isEqualTo(401);
    }

    @Test
    void whatThisServerDidNotSealIsNotReadAndTheSessionIsOver() {
        String person = people.somebody(Role.QA_ANALYST);
        TestClient client = TestClient.signedIn(port, person);

        database.update(
                "UPDATE app.http_session_attributes SET attribute_bytes = ? WHERE attribute_name = 'SPRING_SECURITY_CONTEXT'"
                        + " AND session_primary_id = (SELECT primary_id FROM app.http_session WHERE principal_name = ?)",
                new SealedAttributes(new OtherVault()).seal("planted"),
                person);

        assertThat(client.get("/api/session").statusCode()).isEqualTo(401);
        assertThat(sessions.of(person)).isEmpty();
    }

    @Test
    void onlyNamedTypesAreReadBackAndOthersAreFoundByWhoeverKeepsThem() {
        assertThat(attributes.open(attributes.seal("text"))).isEqualTo("text");
        assertThatThrownBy(() -> attributes.seal(new Date(0)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("REJECTED");
        byte[] foreign = new SealedAttributes(new OtherVault()).seal("text");
        assertThatThrownBy(() -> attributes.open(foreign)).isInstanceOf(BoxRefusedException.class);
    }

    @Test
    void nothingIsStoredThatNobodyDecidedOn() {
        StoredSession session = sessions.createSession();
        assertThatThrownBy(() -> session.setAttribute("SOME_FRAMEWORKS_OWN", "value"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SOME_FRAMEWORKS_OWN");

        session.setAttribute("authenticatedUser", new Object());
        sessions.save(session);
        assertThat(sessions.findById(session.getId()).getAttributeNames())
                .as("Tasklist's own idea of who is signed in lasts as long as a request")
                .isEmpty();
        sessions.deleteById(session.getId());
    }

    @Test
    @Requirement("SIG-08")
    void aRequestThatIsUnderwayDoesNotBringARenewedIdBack() {
        StoredSession session = sessions.createSession();
        sessions.save(session);
        String old = session.getId();
        StoredSession underway = sessions.findById(old);

        session.changeSessionId();
        sessions.save(session);
        underway.setMaxInactiveInterval(Duration.ofMinutes(1));
        underway.setAttribute("dev.countersign.test", "late");
        sessions.save(underway);

        assertThat(sessions.findById(old))
                .as("what the new id was taken against")
                .isNull();
        StoredSession renewed = sessions.findById(session.getId());
        assertThat(renewed.getMaxInactiveInterval())
                .as("by one who has the old id")
                .isEqualTo(session.getMaxInactiveInterval());
        assertThat(renewed.getAttributeNames()).isEmpty();
        sessions.deleteById(session.getId());
    }

    /** Whoever plants a session and renews it first would have the session of whoever signs in over it. */
    @Test
    @Requirement("SIG-08")
    void ofTwoRenewalsOfOneSessionTheSecondWritesNothing() {
        StoredSession planted = sessions.createSession();
        sessions.save(planted);
        StoredSession victims = sessions.findById(planted.getId());

        planted.changeSessionId();
        sessions.save(planted);
        victims.changeSessionId();
        victims.setAttribute("dev.countersign.test", "whose login this is");
        sessions.save(victims);

        assertThat(sessions.findById(planted.getId()).getAttributeNames()).isEmpty();
        assertThat(sessions.findById(victims.getId())).isNull();
        sessions.deleteById(planted.getId());
    }

    @Test
    @Requirement("SIG-08")
    void aRequestThatIsUnderwayDoesNotBringAnEndedSessionBack() {
        StoredSession session = sessions.createSession();
        sessions.save(session);
        StoredSession underway = sessions.findById(session.getId());

        sessions.deleteById(session.getId());
        underway.setAttribute("dev.countersign.test", "late");
        sessions.save(underway);

        assertThat(sessions.findById(session.getId())).isNull();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Somebody else's keystore. */
    private static final class OtherVault implements KeyVault {

        @Override
        public byte[] certify(int generation, byte[] message) {
            throw new UnsupportedOperationException();
        }

        @Override
        public dev.countersign.crypto.VerifyingKey authority(int generation) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void demandAuthority(int generation) {
            throw new UnsupportedOperationException();
        }

        @Override
        public byte[] hmac(SecretName secret, byte[] message) {
            return new byte[32];
        }

        @Override
        public byte[] share(int generation, byte[] message) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void demandShare(int generation) {
            throw new UnsupportedOperationException();
        }

        @Override
        public byte[] seal(byte[] message) {
            throw new UnsupportedOperationException();
        }

        @Override
        public byte[] sealKey() {
            throw new UnsupportedOperationException();
        }

        @Override
        public byte[] sign(KeyName key, byte[] message) {
            throw new UnsupportedOperationException();
        }

        @Override
        public dev.countersign.crypto.VerifyingKey verifyingKey(KeyName key) {
            throw new UnsupportedOperationException();
        }
    }
}

package dev.countersign.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestClock;
import dev.countersign.TestPeople;
import dev.countersign.TestPresence;
import dev.countersign.authority.Role;
import dev.countersign.crypto.Certificate;
import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import dev.countersign.worm.WormStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

@CountersignTest
class PresenceTest {

    private static final Digest INTENT = Digest.of("intent".getBytes(StandardCharsets.UTF_8));

    @Autowired
    Presence presence;

    @Autowired
    Factors factors;

    @Autowired
    TestPeople people;

    @Autowired
    WormStore store;

    @Autowired
    DataSource dataSource;

    @Autowired
    TransactionTemplate transaction;

    @LocalServerPort
    int port;

    @Test
    @Requirement({"SIG-02", "KEY-01"})
    void provesPresenceWithBothComponentsAndOpensTheCertifiedKey() {
        String signer = people.signer(Role.QA_ANALYST);
        byte[] message = {1, 2, 3};

        try (ProofOfPresence proof = prove(signer, Authenticator.PASSWORD, Authenticator.freshCode(signer))) {
            Certificate certificate = Certificate.parse(
                    store.enrolment(proof.keyId()).orElseThrow().certificate());
            assertThat(certificate.key().verifies(message, proof.sign(message))).isTrue();
            assertThat(certificate.sha256()).isEqualTo(proof.certificateSha256());
            assertThat(certificate.userId()).isEqualTo(signer);
            assertThat(certificate.printedName()).isEqualTo(proof.person().printedName());
            assertThat(proof.components()).containsExactly("password", "totp");
            proof.close();
            assertThatThrownBy(() -> proof.sign(message)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    @Requirement("SIG-08")
    void aProofIsForOnePersonSessionTaskAndIntentAndLastsSeconds() {
        String signer = people.signer(Role.QA_ANALYST);
        try (ProofOfPresence proof = prove(signer, Authenticator.PASSWORD, Authenticator.freshCode(signer))) {
            Instant now = store.now();
            assertThat(proof.isFor(signer, "session", "task", INTENT, now)).isTrue();
            assertThat(proof.isFor("author", "session", "task", INTENT, now)).isFalse();
            assertThat(proof.isFor(signer, "other", "task", INTENT, now)).isFalse();
            assertThat(proof.isFor(signer, "session", "other", INTENT, now)).isFalse();
            assertThat(proof.isFor(signer, "session", "task", Digest.of(new byte[1]), now))
                    .isFalse();
            assertThat(proof.isFor(signer, "session", "task", INTENT, now.plusSeconds(31)))
                    .isFalse();
        }
    }

    @Test
    @Requirement("SIG-02")
    void refusesEitherComponentAloneAndWipesThePassword() {
        String signer = people.signer(Role.QA_ANALYST);
        String code = Authenticator.freshCode(signer);
        char[] wrong = "not the password".toCharArray();

        assertThatThrownBy(() -> TestPresence.prove(presence, caller(signer), "task", INTENT, wrong, code))
                .hasMessageContaining("ID-003");
        assertThat(wrong).containsOnly('\0');
        assertThatThrownBy(() -> prove(signer, Authenticator.PASSWORD, "000000"))
                .hasMessageContaining("ID-003");
        assertThatThrownBy(() -> prove(signer, Authenticator.PASSWORD, "")).hasMessageContaining("ID-003");
        prove(signer, Authenticator.PASSWORD, code).close();
        assertThatThrownBy(() -> prove(signer, Authenticator.PASSWORD, code))
                .as("the code was used")
                .hasMessageContaining("ID-003");
    }

    /** It was right when it was asked for, and is none any more when it is judged. */
    @Test
    @Requirement("IDN-02")
    void aPasswordThatWasChangedWhileItWasHashedProvesNothing() {
        String signer = people.signer(Role.QA_ANALYST);
        String changing = Authenticator.freshCode(signer);
        String signing = Authenticator.freshCode(signer);
        String password = "wolke lampe wandert leise";
        try (PresenceAttempt attempt = presence.attempt(caller(signer), "task", Authenticator.PASSWORD.toCharArray())) {
            factors.change(caller(signer), Authenticator.PASSWORD.toCharArray(), changing, password.toCharArray());
            assertThatThrownBy(() -> attempt.prove(INTENT, signing)).hasMessageContaining("ID-003");
        }
        prove(signer, password, Authenticator.freshCode(signer)).close();
    }

    @Test
    @Requirement("IDN-03")
    void theCodeOfTheLoginDoesNotSign() {
        String signer = people.signer(Role.QA_ANALYST);
        String code = Authenticator.freshCode(signer);
        TestClient.anonymous(port)
                .post(
                        "/api/session",
                        java.util.Map.of("username", signer, "password", Authenticator.PASSWORD, "otp", code));

        assertThatThrownBy(() -> prove(signer, Authenticator.PASSWORD, code)).hasMessageContaining("ID-003");
    }

    @Test
    @Requirement("IDN-04")
    void signingLocksApartFromLoggingInAndOpensByItself() {
        String signer = people.signer(Role.QA_ANALYST);
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> prove(signer, "not the password", "000000"))
                    .hasMessageContaining("ID-003");
        }

        assertThatThrownBy(() -> prove(signer, Authenticator.PASSWORD, Authenticator.freshCode(signer)))
                .hasMessageContaining("ID-004");
        TestClient.signedIn(port, signer);
        TestClock.advance(Duration.ofSeconds(61));
        prove(signer, Authenticator.PASSWORD, Authenticator.freshCode(signer)).close();
    }

    @Test
    @Requirement("KEY-01")
    void nobodySignsWithoutACertifiedKey() {
        String person = people.somebody(Role.QA_ANALYST);

        assertThatThrownBy(() -> prove(person, Authenticator.PASSWORD, Authenticator.freshCode(person)))
                .hasMessageContaining("ID-010");
    }

    @Test
    void isNeverProvedWhileATransactionIsOpen() {
        String signer = people.signer(Role.QA_ANALYST);
        String code = Authenticator.freshCode(signer);

        assertThatThrownBy(
                        () -> transaction.executeWithoutResult(status -> prove(signer, Authenticator.PASSWORD, code)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Requirement("KEY-02")
    void aWrappedKeyOpensForNobodyElse() {
        String owner = people.signer(Role.QA_ANALYST);
        String thief = people.signer(Role.QA_ANALYST);
        JdbcTemplate jdbc = new JdbcTemplate(dataSource);
        jdbc.update(
                "UPDATE app.signing_key t SET wrapped = o.wrapped FROM app.signing_key o"
                        + " WHERE t.user_id = ? AND o.user_id = ?",
                thief,
                owner);
        jdbc.update(
                "UPDATE app.credential t SET salt = o.salt, verifier = o.verifier FROM app.credential o"
                        + " WHERE t.user_id = ? AND o.user_id = ?",
                thief,
                owner);

        assertThatThrownBy(() -> prove(thief, Authenticator.PASSWORD, Authenticator.freshCode(thief)))
                .isInstanceOf(dev.countersign.crypto.SecretBox.BoxRefusedException.class);
    }

    private ProofOfPresence prove(String signer, String password, String code) {
        return TestPresence.prove(presence, caller(signer), "task", INTENT, password.toCharArray(), code);
    }

    private static Caller caller(String userId) {
        return Caller.person(userId, "session", "127.0.0.1");
    }
}

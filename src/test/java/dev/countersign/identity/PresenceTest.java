package dev.countersign.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.crypto.Certificate;
import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import dev.countersign.worm.WormStore;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@CountersignTest
class PresenceTest {

    private static final Digest INTENT = Digest.of("intent".getBytes(StandardCharsets.UTF_8));

    @Autowired
    Presence presence;

    @Autowired
    TestPeople testPeople;

    @Autowired
    WormStore store;

    @Test
    @Requirement({"SIG-02", "KEY-01"})
    void provesPresenceWithBothComponentsAndOpensTheCertifiedKey() {
        String signer = testPeople.signer(Role.QA_ANALYST);
        byte[] message = {1, 2, 3};

        try (ProofOfPresence proof = presence.prove(
                Caller.person(signer, "s-1", "127.0.0.1"),
                "task-1",
                INTENT,
                password(),
                Authenticator.freshCode(signer))) {
            Certificate certificate = Certificate.parse(
                    store.enrolment(proof.keyId()).orElseThrow().certificate());
            assertThat(proof.isFor(signer, "s-1", "task-1", INTENT, store.now()))
                    .isTrue();
            assertThat(proof.isFor(signer, "s-2", "task-1", INTENT, store.now()))
                    .isFalse();
            assertThat(proof.isFor(signer, "s-1", "task-1", INTENT, store.now().plusSeconds(60)))
                    .isFalse();
            assertThat(certificate.key().verifies(message, proof.sign(message))).isTrue();
            assertThat(certificate.sha256()).isEqualTo(proof.certificateSha256());
            assertThat(certificate.userId()).isEqualTo(signer);
            proof.close();
            assertThatThrownBy(() -> proof.sign(message)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void refusesAWrongPassword() {
        String signer = testPeople.signer(Role.QA_ANALYST);
        char[] password = "not the password".toCharArray();
        assertThatThrownBy(() -> presence.prove(
                        Caller.person(signer, "s-1", null), "t", INTENT, password, Authenticator.freshCode(signer)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("ID-003");
        assertThat(password).containsOnly('\0');
    }

    private static char[] password() {
        return Authenticator.PASSWORD.toCharArray();
    }
}

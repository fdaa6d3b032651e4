package dev.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.crypto.Digest;
import dev.countersign.evidence.AlteredStore;
import dev.countersign.identity.Enrolments;
import dev.countersign.worm.AuditEntries.LoggedEntry;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredCertificateEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The end of a certificate is what bytes say that the log holds; what lies beside them says nothing (KEY-05, T12). */
@CountersignTest
@Requirement("KEY-05")
class EndOfCertificateTest {

    @Autowired
    private WormStore store;

    private UUID keyId;
    private StoredCertificateEvent event;
    private LoggedEntry told;

    @BeforeEach
    void somebodysCertificateEnds(@Autowired TestPeople people, @Autowired Enrolments enrolments) {
        String person = people.signer(Role.QA_ANALYST);
        keyId = enrolments.keyOf(person).orElseThrow().keyId();
        assertThat(new EndOfCertificate(store).of(keyId)).isEmpty();
        enrolments.end(Caller.system("tests"), person, "left the plant");
        event = store.certificateEnd(keyId).orElseThrow();
        told = store.endsTold(keyId).get(0);
    }

    @Test
    void isTheMomentOfTheBytesThoughTheColumnSaysAnother() {
        StoredCertificateEvent moved = new StoredCertificateEvent(
                keyId, "ended", event.bytes(), event.createdAt().plus(Duration.ofDays(365)));
        assertThat(end(Optional.of(moved), List.of(told))).contains(event.createdAt());
    }

    @Test
    void isNoneWhereEventAndLogDoNotAgree() {
        byte[] rewritten = new String(event.bytes(), StandardCharsets.UTF_8)
                .replace("left the plant", "was promoted.")
                .getBytes(StandardCharsets.UTF_8);
        StoredCertificateEvent other = new StoredCertificateEvent(keyId, "ended", rewritten, event.createdAt());
        byte[] altered = told.entry().clone();
        altered[altered.length / 2] ^= 1;
        byte[] retold = new String(told.entry(), StandardCharsets.UTF_8)
                .replace(Digest.of(event.bytes()).hex(), Digest.of(rewritten).hex())
                .getBytes(StandardCharsets.UTF_8);
        Stream.<Runnable>of(
                        () -> end(Optional.of(other), List.of(told)),
                        () -> end(Optional.empty(), List.of(told)),
                        () -> end(Optional.of(event), List.of()),
                        () -> end(Optional.of(event), List.of(told, told)),
                        () -> end(Optional.of(event), List.of(with(altered, told.leafHash()))),
                        () -> end(Optional.of(event), List.of(with(told.entry(), null))),
                        () -> end(Optional.of(other), List.of(with(retold, told.leafHash()))))
                .forEach(altering -> assertThatThrownBy(altering::run)
                        .isInstanceOf(SignerChain.Broken.class)
                        .hasMessageContaining(keyId + " is not what the log tells of it"));
    }

    /** What release and epochs ask. */
    @Test
    void aMovedColumnMakesNoSignatureCountThatWasMadeAfterTheEnd() {
        WormStore.StoredEnrolment enrolled = store.enrolment(keyId).orElseThrow();
        Instant after = event.createdAt().plusSeconds(1);
        StoredCertificateEvent moved = new StoredCertificateEvent(
                keyId, "ended", event.bytes(), event.createdAt().plus(Duration.ofDays(365)));
        SignerChain chain = new SignerChain(altered(Optional.of(moved), List.of(told)));
        assertThatThrownBy(() -> chain.keyOf(enrolled.userId(), keyId, enrolled.certificateSha256(), after))
                .isInstanceOf(SignerChain.Broken.class)
                .hasMessageContaining("did not count at");
        assertThat(chain.keyOf(
                        enrolled.userId(),
                        keyId,
                        enrolled.certificateSha256(),
                        event.createdAt().minusMillis(1)))
                .isNotNull();
        SignerChain hidden = new SignerChain(altered(Optional.empty(), List.of(told)));
        assertThatThrownBy(() -> hidden.keyOf(enrolled.userId(), keyId, enrolled.certificateSha256(), after))
                .isInstanceOf(SignerChain.Broken.class);
    }

    private static LoggedEntry with(byte[] bytes, @org.jspecify.annotations.Nullable Digest leafHash) {
        return new LoggedEntry(new UUID(0, 1), leafHash, bytes);
    }

    private Optional<Instant> end(Optional<StoredCertificateEvent> stored, List<LoggedEntry> entries) {
        return new EndOfCertificate(altered(stored, entries)).of(keyId);
    }

    private WormStore altered(Optional<StoredCertificateEvent> stored, List<LoggedEntry> entries) {
        return new AlteredStore(store) {
            @Override
            public Optional<StoredCertificateEvent> certificateEnd(UUID key) {
                return key.equals(keyId) ? stored : super.certificateEnd(key);
            }

            @Override
            public List<LoggedEntry> endsTold(UUID key) {
                return key.equals(keyId) ? entries : super.endsTold(key);
            }
        };
    }
}

package dev.countersign.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.crypto.Certificate;
import dev.countersign.crypto.KeyVault;
import dev.countersign.crypto.RevocationList;
import dev.countersign.crypto.UtcTime;
import dev.countersign.evidence.AlteredStore;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredCertificateEvent;
import dev.countersign.worm.WormStore.StoredEnrolment;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What the authority signs of ends that somebody with a superuser's rights moved. */
@CountersignTest
@Requirement("KEY-05")
class SignedRevocationsTest {

    @Autowired
    private TestPeople people;

    @Autowired
    private People known;

    @Autowired
    private Enrolments enrolments;

    @Autowired
    private WormStore store;

    @Autowired
    private Ledger ledger;

    @Autowired
    private KeyVault vault;

    @Test
    void theAuthoritySignsNoDateThatTheAuditTrailDoesNotTell() {
        UUID keyId = endedKey();
        StoredCertificateEvent event = store.certificateEnd(keyId).orElseThrow();
        BigInteger serial = serial(keyId);

        for (int days : new int[] {0, 365, -365}) {
            byte[] list = new SignedRevocations(moved(event, Duration.ofDays(days)), ledger, vault).list();
            assertThat(RevocationList.parse(list).endOf(serial))
                    .as("moved by %d days", days)
                    .hasValueSatisfying(told -> assertThat(
                                    Duration.between(event.createdAt(), told).abs())
                            .isLessThan(Duration.ofMinutes(1)));
        }
    }

    /** Whoever can append rows could otherwise keep every later end from being told. */
    @Test
    void aCertificateThatNoAuthorityGaveKeepsNoOtherOffTheList() {
        UUID foreign = endedKey();
        UUID own = endedKey();
        WormStore without = new AlteredStore(store) {
            @Override
            public Optional<StoredEnrolment> enrolment(UUID keyId) {
                return keyId.equals(foreign) ? Optional.empty() : super.enrolment(keyId);
            }
        };

        RevocationList list = RevocationList.parse(new SignedRevocations(without, ledger, vault).list());

        assertThat(list.endOf(serial(own))).isPresent();
        assertThat(list.endOf(serial(foreign))).isEmpty();
    }

    private UUID endedKey() {
        String person = people.signer(Role.QA_ANALYST);
        UUID keyId = known.find(person).orElseThrow().keyId();
        enrolments.end(Caller.system("tests"), person, "device lost");
        return keyId;
    }

    private BigInteger serial(UUID keyId) {
        return Certificate.parse(store.enrolment(keyId).orElseThrow().certificate())
                .serial();
    }

    /** Fact and column alike. */
    private WormStore moved(StoredCertificateEvent event, Duration by) {
        Instant moment = event.createdAt().plus(by);
        byte[] bytes = new String(event.bytes(), StandardCharsets.UTF_8)
                .replace(UtcTime.write(event.createdAt()), UtcTime.write(moment))
                .getBytes(StandardCharsets.UTF_8);
        return new AlteredStore(store) {
            @Override
            public Optional<StoredCertificateEvent> certificateEnd(UUID key) {
                return key.equals(event.keyId())
                        ? Optional.of(new StoredCertificateEvent(key, "ended", bytes, moment))
                        : super.certificateEnd(key);
            }
        };
    }
}

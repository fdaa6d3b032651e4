package dev.countersign.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.TestPresence;
import dev.countersign.authority.IdentityProofing;
import dev.countersign.authority.Role;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Certificate;
import dev.countersign.crypto.Digest;
import dev.countersign.identity.Enrolments.Founder;
import dev.countersign.identity.Enrolments.Proofing;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredEnrolment;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A signer cannot be made up by whoever holds the authority's key alone (11.100(b)). */
@CountersignTest
@Requirement("KEY-01")
class EnrolmentTest {

    private static final Proofing SEEN = new Proofing("passport", LocalDate.of(2026, 11, 2), "in person");

    @Autowired
    People people;

    @Autowired
    Enrolments enrolments;

    @Autowired
    IdentityProofing proofing;

    @Autowired
    Presence presence;

    @Autowired
    Ledger ledger;

    @Autowired
    WormStore store;

    @Autowired
    TestPeople testPeople;

    @Test
    void everyChainOfOfficersEndsAtAFounderAndEveryStatementVerifies() {
        Certificate authority = Certificate.parse(store.authorityCertificate().orElseThrow());
        String officer = testPeople.signer(Role.QA_MANAGER);
        String person = testPeople.somebody(Role.QA_ANALYST);
        enrolments.makeKey(caller(person), password());
        proofing.certify(caller(officer), password(), person, SEEN);

        UUID keyId = keyOf(person);
        Set<UUID> seen = new HashSet<>();
        while (seen.add(keyId)) {
            StoredEnrolment enrolment = store.enrolment(keyId).orElseThrow();
            JsonNode statement = CanonicalJson.parse(enrolment.statement());
            Certificate certificate = Certificate.parse(enrolment.certificate());
            StoredEnrolment officers = store.enrolment(enrolment.officerKeyId()).orElseThrow();
            assertThat(CanonicalJson.write(statement)).isEqualTo(enrolment.statement());
            assertThat(certificate.isIssuedBy(authority)).isTrue();
            assertThat(certificate.isForContentCommitment()).isTrue();
            assertThat(certificate.userId()).isEqualTo(enrolment.userId());
            assertThat(statement.path("certificateSha256").asText())
                    .isEqualTo(certificate.sha256().hex());
            assertThat(statement.path("key").path("spkiSha256").asText())
                    .isEqualTo(certificate.key().fingerprint().hex());
            assertThat(Certificate.parse(officers.certificate())
                            .key()
                            .verifies(enrolment.statement(), enrolment.officerSignature()))
                    .isTrue();
            assertThat(officers.userId()).isNotEqualTo(enrolment.userId());
            if (statement.path("founder").asBoolean()) {
                assertThat(enrolment.userId()).isIn("approver", "qahead");
                return;
            }
            keyId = enrolment.officerKeyId();
        }
        throw new AssertionError("the chain of " + person + " is circular without a founder");
    }

    @Test
    void theTwoFoundersEnrolEachOther() {
        StoredEnrolment approver = store.enrolment(keyOf("approver")).orElseThrow();
        StoredEnrolment head = store.enrolment(keyOf("qahead")).orElseThrow();

        assertThat(approver.officerKeyId()).isEqualTo(head.keyId());
        assertThat(head.officerKeyId()).isEqualTo(approver.keyId());
    }

    @Test
    void thereIsNoThirdFounder() {
        String one = withKey(Role.QA_MANAGER);
        String other = withKey(Role.QA_MANAGER);

        assertThatThrownBy(() -> proofing.found(
                        Caller.system("tests"),
                        new Founder(one, password(), Authenticator.freshCode(one), SEEN),
                        new Founder(other, password(), Authenticator.freshCode(other), SEEN)))
                .hasMessageContaining("ID-014");
        assertThat(people.find(one).orElseThrow().keyId()).isNull();
    }

    @Test
    @Requirement("AUT-03")
    void onlyAQaManagerWithAKeyProofsAnothersIdentity() {
        String person = withKey(Role.QA_ANALYST);
        String analyst = testPeople.signer(Role.QA_ANALYST);
        String managerWithoutKey = testPeople.somebody(Role.QA_MANAGER);
        String manager = withKey(Role.QA_MANAGER);

        assertThatThrownBy(() -> proofing.certify(caller(analyst), password(), person, SEEN))
                .hasMessageContaining("AUT-001");
        assertThatThrownBy(() -> proofing.certify(caller(managerWithoutKey), password(), person, SEEN))
                .hasMessageContaining("ID-010");
        assertThatThrownBy(() -> proofing.certify(caller(manager), password(), manager, SEEN))
                .hasMessageContaining("ID-013");
        assertThatThrownBy(() -> proofing.certify(caller("approver"), "wrong password 123".toCharArray(), person, SEEN))
                .hasMessageContaining("ID-003");
        assertThat(people.find(person).orElseThrow().keyId()).isNull();
    }

    @Test
    void aPersonHasOneKeyAtATime() {
        String person = withKey();

        assertThatThrownBy(() -> enrolments.makeKey(caller(person), password())).hasMessageContaining("ID-011");
    }

    @Test
    @Requirement("KEY-02")
    void anEndedKeyIsDestroyedAndTheNextIsAnother() {
        String person = testPeople.signer(Role.QA_ANALYST);
        UUID first = keyOf(person);
        enrolments.end(Caller.system("tests"), person, "device lost");

        byte[] event = store.certificateEnd(first).orElseThrow().bytes();
        assertThat(ledger.search(new Ledger.Filter(null, null, null, "key.ended", null), 0, 1_000)
                        .items())
                .map(entry -> CanonicalJson.parse(entry.bytes()).path("new"))
                .filteredOn(told -> told.path("keyId").asText().equals(first.toString()))
                .singleElement()
                .satisfies(told -> assertThat(told.path("eventSha256").asText())
                        .isEqualTo(Digest.of(event).hex()));
        assertThat(people.find(person).orElseThrow().keyId()).isNull();
        assertThatThrownBy(() -> TestPresence.prove(
                        presence,
                        Caller.person(person, "s", null),
                        "t",
                        Digest.of(new byte[1]),
                        password(),
                        Authenticator.freshCode(person)))
                .hasMessageContaining("ID-010");

        enrolments.makeKey(caller(person), password());
        proofing.certify(caller("qahead"), password(), person, SEEN);
        assertThat(keyOf(person)).isNotEqualTo(first);
    }

    private String withKey(Role... roles) {
        String person = testPeople.somebody(roles);
        enrolments.makeKey(caller(person), password());
        return person;
    }

    private UUID keyOf(String userId) {
        return people.find(userId).map(Person::keyId).orElseThrow();
    }

    private static Caller caller(String userId) {
        return Caller.person(userId, null, null);
    }

    private static char[] password() {
        return Authenticator.PASSWORD.toCharArray();
    }
}

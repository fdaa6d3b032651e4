package dev.countersign.evidence;

import static dev.countersign.signing.TestCeremonies.caller;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.accounts.Accounts;
import dev.countersign.authority.Role;
import dev.countersign.crypto.Certificate;
import dev.countersign.crypto.Digest;
import dev.countersign.evidence.verify.BundleVerifier;
import dev.countersign.evidence.verify.Report;
import dev.countersign.ledger.SignerChain;
import dev.countersign.records.RecordVersion;
import dev.countersign.signing.Signature;
import dev.countersign.signing.TestCeremonies;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredAuthority;
import dev.countersign.worm.WormStore.StoredEnrolment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Another authority: two people decide, the one before certifies it and nobody else, and nothing is signed or certified anew. */
@CountersignTest
@Requirement({"KEY-01", "KEY-06", "KEY-05"})
class AuthorityRenewalTest {

    private static final String AUTHORITY = "/api/keys/authority";

    @LocalServerPort
    int port;

    @Autowired
    TestPeople people;

    @Autowired
    TestCeremonies ceremonies;

    @Autowired
    TestExports exports;

    @Autowired
    Evidence evidence;

    @Autowired
    SignerChain chain;

    @Autowired
    WormStore store;

    @Autowired
    Accounts accounts;

    @Autowired
    TestAuthorities authorities;

    private TestClient administrator;
    private TestClient manager;

    @BeforeEach
    void twoPeople() {
        administrator = TestClient.signedIn(port, people.somebody(Role.IT_ADMINISTRATOR));
        manager = TestClient.signedIn(port, people.somebody(Role.QA_MANAGER));
    }

    @AfterEach
    void forget() throws Exception {
        authorities.forget();
    }

    @Test
    void signaturesUnderBothHoldByTrustFilesFromBeforeAndAfter() throws Exception {
        List<String> earlier = notReferred();
        byte[] before = exports.trust();
        String old = people.signer(Role.QA_ANALYST);
        renew();
        byte[] after = exports.trust();
        String newcomer = people.signer(Role.QA_ANALYST);

        List<StoredAuthority> stored = store.authorities();
        assertThat(stored).hasSize(2);
        assertThat(Certificate.parse(stored.get(1).certificate())
                        .isIssuedBy(Certificate.parse(stored.get(0).certificate())))
                .isTrue();
        assertThat(new String(after, StandardCharsets.UTF_8))
                .contains(Digest.of(stored.get(1).certificate()).hex());
        List<String> whole = new ArrayList<>();
        whole.add(Digest.of(stored.get(1).certificate()).hex());
        int issuer = 0;
        for (String signer : List.of(old, newcomer)) {
            RecordVersion version = ceremonies.inReview(caller(signer));
            Signature signature = ceremonies.approve(signer, version, "authorship");
            whole.add(store.enrolment(signature.keyId())
                    .orElseThrow()
                    .certificateSha256()
                    .hex());
            assertThat(certificate(signature)
                            .isIssuedBy(Certificate.parse(stored.get(issuer++).certificate())))
                    .isTrue();
            assertThat(evidence.verify(version.recordId(), 1).state()).isNotEqualTo(Report.State.INVALID);
            // the newest authority's list names whom it certified and whom the one before did
            accounts.leave(caller(people.somebody(Role.IT_ADMINISTRATOR)), signer, "has left the plant");
            TestBundle bundle = TestBundle.of(exports.bundle(version, 1));
            for (byte[] trust : List.of(before, after)) {
                assertThat(failure(bundle, trust)).isEmpty();
                assertThat(ShellVerifier.over(bundle, trust).text())
                        .contains("revoked after signing")
                        .endsWith("VERIFIED\n");
            }
        }
        assertThat(foundAmongAuthorities()).doesNotContainAnyElementsOf(whole);
        assertThat(notReferred())
                .as("nothing expects that there is one authority")
                .isSubsetOf(earlier);
    }

    @Test
    void anAuthorityThatTheLogTellsOfCannotBeTakenOut() throws Exception {
        renew();
        String newest = Digest.of(store.authorities().get(1).certificate()).hex();
        assertThat(foundAmongAuthorities()).doesNotContain(newest);

        authorities.as("DELETE FROM worm.certificate" + TestAuthorities.LATER);

        assertThat(foundAmongAuthorities()).contains(newest);
    }

    @Test
    void whatTheRetiredAuthorityCertifiesIsRefusedByAllWhoVerify() throws Exception {
        renew();
        Instant begins =
                Certificate.parse(store.authorities().get(1).certificate()).notBefore();
        Awaitility.await().until(() -> store.now().isAfter(begins));
        // its key in a thief's hands, an officer who vouches, and a log that takes it: only the order is against them
        authorities.as("UPDATE worm.certificate SET authority = false" + TestAuthorities.LATER);
        String made = people.signer(Role.QA_ANALYST);
        RecordVersion version = ceremonies.inReview(caller(made));
        Signature signature = ceremonies.approve(made, version, "authorship");
        authorities.as(
                "UPDATE worm.certificate SET authority = true WHERE sha256 = (SELECT decode(convert_from(entry, 'UTF8')::jsonb"
                        + " #>> '{new,certificateSha256}', 'hex') FROM worm.audit_entry WHERE type = 'authority.renewed'"
                        + " ORDER BY created_at DESC LIMIT 1)");

        StoredEnrolment enrolment = store.enrolment(signature.keyId()).orElseThrow();
        assertThatThrownBy(
                        () -> chain.keyOf(made, enrolment.keyId(), enrolment.certificateSha256(), signature.signedAt()))
                .isInstanceOf(SignerChain.Broken.class)
                .hasMessageContaining("authority of that time");
        assertThat(evidence.verify(version.recordId(), 1).state()).isEqualTo(Report.State.INVALID);
        assertThat(foundAmongAuthorities())
                .contains(enrolment.certificateSha256().hex());
        TestBundle bundle = TestBundle.of(exports.bundle(version, 1));
        assertThat(failure(bundle, null))
                .hasValueSatisfying(name -> assertThat(name).endsWith(": certificate"));
        assertThat(ShellVerifier.over(bundle, null).lastLine())
                .startsWith("NOT VERIFIED: signature")
                .endsWith("certificate");
        // who also dates the enrolment back is found by the log's order
        TestBundle alone = authorities.hidden(bundle);
        assertThat(failure(alone, null)).as("nothing in it tells of the second").isEmpty();
        assertThat(failure(alone, exports.trust())).contains("trust");
        assertThat(ShellVerifier.over(alone, exports.trust()).lastLine()).isEqualTo("NOT VERIFIED: trust");
    }

    /** Whoever has the retired authority's key makes a list that names nobody: the newest authority is left out with it. */
    @Test
    void aListByTheRetiredAuthorityHidesNoRevocationFromWhoHasTheNewTrustFile() throws Exception {
        byte[] before = exports.trust();
        String leaver = people.signer(Role.QA_ANALYST);
        renew();
        RecordVersion version = ceremonies.inReview(caller(leaver));
        ceremonies.approve(leaver, version, "authorship");
        accounts.leave(caller(people.somebody(Role.IT_ADMINISTRATOR)), leaver, "has left the plant");
        TestBundle bundle = TestBundle.of(exports.bundle(version, 1));
        assertThat(failure(CertificateEnds.leftOut(bundle), exports.trust())).contains("revocation list");

        TestBundle hidden = authorities.hidden(CertificateEnds.leftOut(bundle));
        assertThat(failure(hidden, before))
                .as("a trust file from before tells of no other authority")
                .isEmpty();
        assertThat(failure(hidden, exports.trust())).contains("trust");
        assertThat(ShellVerifier.over(hidden, exports.trust()).text())
                .contains("leaves out authority 2")
                .endsWith("NOT VERIFIED: trust\n");
    }

    @Test
    void anAuthorityThatBeginsWhileABundleIsMadeIsInIt() throws Exception {
        String signer = people.signer(Role.QA_ANALYST);
        RecordVersion version = ceremonies.inReview(caller(signer));
        ceremonies.approve(signer, version, "authorship");
        AtomicBoolean begun = new AtomicBoolean();
        WormStore meanwhile = new AlteredStore(store) {
            @Override
            public List<StoredAuthority> authorities() {
                List<StoredAuthority> read = super.authorities();
                if (begun.compareAndSet(false, true)) {
                    renew();
                }
                return read;
            }
        };

        TestBundle bundle = TestBundle.of(exports.bundle(version, 1, meanwhile));

        assertThat(bundle.names("certificates/authority.*")).hasSize(2);
        assertThat(failure(bundle, exports.trust())).isEmpty();
    }

    @Test
    void nobodyRenewsTheAuthorityAlone() {
        TestClient other = TestClient.signedIn(port, people.somebody(Role.IT_ADMINISTRATOR));
        TestClient analyst = TestClient.signedIn(port, people.somebody(Role.QA_ANALYST));

        assertThat(manager.post(AUTHORITY, Map.of("reason", "r")).statusCode()).isEqualTo(403);
        assertThat(manager.post(AUTHORITY + "/2/opening", Map.of()).statusCode())
                .as("not proposed")
                .isEqualTo(404);
        assertThat(administrator.post(AUTHORITY, Map.of("reason", " ")).statusCode())
                .isEqualTo(422);
        assertThat(administrator
                        .post(AUTHORITY, Map.of("reason", "every ten years"))
                        .statusCode())
                .isEqualTo(201);
        assertThat(other.post(AUTHORITY, Map.of("reason", "again")).statusCode())
                .isEqualTo(409);
        for (TestClient one : new TestClient[] {administrator, other, analyst}) {
            assertThat(one.post(AUTHORITY + "/2/opening", Map.of()).statusCode())
                    .isEqualTo(403);
        }
        assertThat(analyst.get(AUTHORITY).statusCode()).isEqualTo(403);
        assertThat(analyst.get("/keys", "Accept", "text/html").statusCode()).isEqualTo(403);
        assertThat(administrator.get("/keys", "Accept", "text/html").body())
                .contains("every ten years", "waits for a second person")
                .doesNotContain("/keys/authority/2/opening");
        assertThat(manager.get("/keys", "Accept", "text/html").body())
                .contains("every ten years", "/keys/authority/2/opening");
        assertThat(store.authorities()).hasSize(1);
        JsonNode told = TestClient.json(manager.get(AUTHORITY));
        assertThat(told).hasSize(2);
        assertThat(told.path(1).path("certificateSha256").isNull()).isTrue();
    }

    private void renew() {
        assertThat(administrator
                        .post(AUTHORITY, Map.of("reason", "a copy was lost"))
                        .statusCode())
                .isEqualTo(201);
        assertThat(manager.post(AUTHORITY + "/2/opening", Map.of()).statusCode())
                .isEqualTo(204);
        authorities.trustWithNewest();
    }

    /** Certificates that the verification of the whole store does not find in order; other tests leave some. */
    private List<String> foundAmongAuthorities() {
        return findings("authorities").toList();
    }

    /** Rows that others speak of and that are missing, or the other way round. */
    private List<String> notReferred() {
        return findings("references").toList();
    }

    /** Keys of the rows that a check finds. */
    private Stream<String> findings(String check) {
        String path = "/api/audit/verification";
        String before = TestClient.json(manager.get(path)).path("endedAt").asText();
        assertThat(manager.post(path, "").statusCode()).isEqualTo(202);
        JsonNode answer = Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .until(
                        () -> TestClient.json(manager.get(path)),
                        one -> !one.path("endedAt").asText().equals(before));
        return StreamSupport.stream(answer.path("findings").spliterator(), false)
                .filter(one -> one.path("check").asText().equals(check))
                .map(one -> one.path("key").asText());
    }

    private Certificate certificate(Signature signature) {
        return Certificate.parse(
                store.enrolment(signature.keyId()).orElseThrow().certificate());
    }

    private static Optional<String> failure(TestBundle bundle, byte @Nullable [] trust) {
        return BundleVerifier.verify(ByteBuffer.wrap(bundle.zip()), trust)
                .failure()
                .map(Report.Check::name);
    }
}

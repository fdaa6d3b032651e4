package dev.countersign.evidence;

import static dev.countersign.signing.TestCeremonies.caller;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.UtcTime;
import dev.countersign.evidence.verify.CertificateState;
import dev.countersign.evidence.verify.Report;
import dev.countersign.evidence.verify.Report.Check;
import dev.countersign.evidence.verify.Report.Result;
import dev.countersign.evidence.verify.Report.State;
import dev.countersign.ledger.Ledger;
import dev.countersign.records.RecordVersion;
import dev.countersign.signing.Signature;
import dev.countersign.signing.Signatures;
import dev.countersign.signing.TestCeremonies;
import dev.countersign.signing.TestCeremonies.Team;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredSignature;
import dev.countersign.worm.WormStore.StoredVersion;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What verification finds, from stored bytes alone. */
@CountersignTest
@Requirement("SIG-06")
class EvidenceTest {

    @Autowired
    private Evidence evidence;

    @Autowired
    private TestCeremonies ceremonies;

    @Autowired
    private Signatures signatures;

    @Autowired
    private WormStore worm;

    @Autowired
    private Ledger ledger;

    @Test
    @Requirement("WFL-11")
    void findsAReleasedVersionValid() {
        RecordVersion version = ceremonies.fullySigned();
        ceremonies.in(() -> {
            signatures.release(caller(ceremonies.team().approver()), version.recordId(), 1);
            return true;
        });

        Report report = evidence.verify(version.recordId(), 1);

        assertThat(report.checks())
                .filteredOn(check -> check.result() != Result.PASSED)
                .isEmpty();
        assertThat(report.state()).isEqualTo(State.VALID);
        assertThat(report.checks()).hasSizeGreaterThan(30);
    }

    @Test
    void cannotDecideAboutAnUnsignedDraft() {
        RecordVersion version = ceremonies.inReview(caller(ceremonies.team().author()));
        Report report = evidence.verify(version.recordId(), 1);
        assertThat(report.state()).isEqualTo(State.INDETERMINATE);
        assertThat(report.checks())
                .filteredOn(check -> check.result() == Result.INDETERMINATE)
                .extracting(Check::name)
                .containsExactly("unsigned");
    }

    @Test
    void cannotDecideBeforeThePlanIsSigned() {
        Team team = ceremonies.team();
        RecordVersion version = ceremonies.inReview(caller(team.author()));
        ceremonies.approve(team.author(), version, "authorship");
        Report report = evidence.verify(version.recordId(), 1);
        assertThat(report.state()).isEqualTo(State.INDETERMINATE);
        assertThat(failures(report)).isEmpty();
    }

    static Stream<Arguments> moves() {
        return Stream.of(
                move("version", statement -> intent(statement).put("version", 2)),
                move("hash", statement -> intent(statement).put("versionSha256", "0".repeat(64))),
                move("record", statement -> intent(statement).put("recordId", "0192f0c1-0000-7000-8000-000000000001")),
                move("meaning", statement -> ((ObjectNode) intent(statement).get("meaning")).put("code", "approval")),
                move("sentence", statement -> ((ObjectNode) intent(statement).get("meaning")).put("sentence", "No.")),
                move("decision", statement -> intent(statement).put("decision", "reject")),
                move("reason", statement -> intent(statement).put("reason", "other")),
                move("presentation", statement -> intent(statement).put("presentationSha256", "0".repeat(64))),
                move("signer", statement -> ((ObjectNode) statement.get("signer")).put("userId", "approver")),
                move("printed name", statement -> ((ObjectNode) statement.get("signer")).put("printedName", "X")),
                move("time", statement -> statement.put("signedAt", "2026-11-21T00:00:00.000000Z")),
                move("zone", statement -> statement.put("zone", "UTC")),
                move("organisation", statement -> statement.put("organisation", "other")));
    }

    /** Statement and intent are rewritten consistently; only the key is missing to whoever does it. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("moves")
    void findsASignatureThatWasMoved(String what, Consumer<ObjectNode> change) {
        Signature signature = signed();
        Report report =
                evidenceOver(signature, stored -> rewritten(stored, change)).verify(signature.recordId(), 1);
        assertThat(report.state()).isEqualTo(State.INVALID);
        assertThat(failures(report)).anyMatch(name -> name.endsWith("Ed25519"));
    }

    @Test
    void findsASignatureThatWasPutOnAnotherRecord() {
        Signature signature = signed();
        RecordVersion other = ceremonies.inReview(caller(ceremonies.team().author()));
        Report report = evidenceOver(signature, stored -> placed(stored, other)).verify(other.recordId(), 1);
        assertThat(report.state()).isEqualTo(State.INVALID);
        assertThat(failures(report)).anyMatch(name -> name.endsWith(": version"));
    }

    @Test
    void findsASignatureOfAnotherKey() {
        Signature signature = signed();
        Signature other = signed();
        byte[] foreign = other.signatureBytes();
        Report report = evidenceOver(signature, stored -> with(stored, stored.statement(), stored.intent(), foreign))
                .verify(signature.recordId(), 1);
        assertThat(failures(report)).containsExactly("signature " + signature.signatureId() + ": Ed25519");
    }

    @Test
    void findsARemovedSignature() {
        Team team = ceremonies.team();
        RecordVersion version = ceremonies.inReview(caller(team.author()));
        Signature first = ceremonies.approve(team.author(), version, "authorship");
        ceremonies.approve(team.reviewer(), version, "review");
        Report report = evidence(new AlteredStore(worm) {
                    @Override
                    public List<StoredSignature> signatures(UUID recordId) {
                        return super.signatures(recordId).stream()
                                .filter(stored -> !stored.signatureId().equals(first.signatureId()))
                                .toList();
                    }
                })
                .verify(version.recordId(), 1);
        assertThat(failures(report))
                .contains("audit of signatures")
                .anyMatch(name -> name.endsWith("earlier signatures"));
    }

    @Test
    void findsAlteredContent() {
        Signature signature = signed();
        RecordVersion version = ceremonies.version(signature.recordId());
        Report report = evidence(new AlteredStore(worm) {
                    @Override
                    public Optional<byte[]> blob(Digest sha256) {
                        return super.blob(sha256)
                                .map(bytes -> sha256.equals(version.contentSha256()) ? altered(bytes) : bytes);
                    }
                })
                .verify(signature.recordId(), 1);
        assertThat(failures(report)).containsExactly("content digest");
    }

    @Test
    void findsAnAlteredManifest() {
        Signature signature = signed();
        Report report = evidence(new AlteredStore(worm) {
                    @Override
                    public Optional<StoredVersion> version(UUID recordId, int number) {
                        return super.version(recordId, number).map(EvidenceTest::retitled);
                    }
                })
                .verify(signature.recordId(), 1);
        assertThat(failures(report)).contains("manifest hash").anyMatch(name -> name.endsWith(": version"));
    }

    @Test
    @Requirement("KEY-05")
    void findsAnEndOfACertificateThatTheLogDoesNotTell() {
        Signature signature = signed();
        Report report = evidence(new AlteredStore(worm) {
                    @Override
                    public Optional<StoredCertificateEvent> certificateEnd(UUID keyId) {
                        Instant before = signature.signedAt().minusSeconds(1);
                        byte[] event =
                                ("{\"createdAt\":\"" + UtcTime.write(before) + "\"}").getBytes(StandardCharsets.UTF_8);
                        return Optional.of(new StoredCertificateEvent(keyId, "ended", event, before));
                    }
                })
                .verify(signature.recordId(), 1);
        assertThat(failures(report))
                .startsWith("certificate ends")
                .anyMatch(name -> name.endsWith("certificate in force"));
        assertThat(report.certificates()).containsEntry(signature.signatureId().toString(), CertificateState.UNKNOWN);
    }

    @Test
    @Requirement("KEY-05")
    void cannotSayHowACertificateStandsThatNobodyEnrolled() {
        Signature signature = signed();
        Report report = evidence(new AlteredStore(worm) {
                    @Override
                    public Optional<StoredEnrolment> enrolmentOfCertificate(Digest sha256) {
                        return Optional.empty();
                    }
                })
                .verify(signature.recordId(), 1);
        assertThat(report.state()).isEqualTo(State.INVALID);
        assertThat(report.certificates()).containsEntry(signature.signatureId().toString(), CertificateState.UNKNOWN);
    }

    @Test
    @Requirement("KEY-01")
    void findsASignerWhomNoOfficerEnrolled() {
        Signature signature = signed();
        Report report = evidence(new AlteredStore(worm) {
                    @Override
                    public Optional<StoredEnrolment> enrolmentOfCertificate(Digest sha256) {
                        return super.enrolmentOfCertificate(sha256).map(EvidenceTest::unsignedByOfficer);
                    }
                })
                .verify(signature.recordId(), 1);
        assertThat(failures(report)).containsExactly("signature " + signature.signatureId() + ": enrolment");
    }

    private Signature signed() {
        Team team = ceremonies.team();
        RecordVersion version = ceremonies.inReview(caller(team.author()));
        return ceremonies.approve(team.author(), version, "authorship");
    }

    private Evidence evidenceOver(Signature signature, UnaryOperator<StoredSignature> change) {
        StoredSignature stored = worm.signature(signature.signatureId()).orElseThrow();
        StoredSignature changed = change.apply(stored);
        return evidence(new AlteredStore(worm) {
            @Override
            public List<StoredSignature> signatures(UUID recordId) {
                return recordId.equals(changed.recordId()) ? List.of(changed) : super.signatures(recordId);
            }
        });
    }

    private Evidence evidence(WormStore store) {
        return new StoredEvidence(store, ledger);
    }

    private static List<String> failures(Report report) {
        return report.checks().stream()
                .filter(check -> check.result() == Result.FAILED)
                .map(Check::name)
                .toList();
    }

    private static Arguments move(String what, Consumer<ObjectNode> change) {
        return Arguments.of(what, change);
    }

    private static ObjectNode intent(ObjectNode statement) {
        return (ObjectNode) statement.get("intent");
    }

    private static StoredSignature rewritten(StoredSignature stored, Consumer<ObjectNode> change) {
        ObjectNode statement = (ObjectNode) CanonicalJson.parse(stored.statement());
        change.accept(statement);
        byte[] intent = CanonicalJson.write(statement.get("intent"));
        statement.put("intentSha256", Digest.of(intent).hex());
        return with(stored, CanonicalJson.write(statement), intent, stored.signature());
    }

    private static StoredSignature with(StoredSignature stored, byte[] statement, byte[] intent, byte[] signature) {
        JsonNode signer = CanonicalJson.parse(statement).get("signer");
        return new StoredSignature(
                stored.signatureId(),
                stored.recordId(),
                stored.version(),
                stored.step(),
                stored.meaning(),
                stored.decision(),
                signer.get("userId").textValue(),
                stored.keyId(),
                Digest.of(statement),
                intent,
                statement,
                signature,
                stored.jws(),
                stored.signedAt(),
                stored.recordedAt());
    }

    private static StoredSignature placed(StoredSignature stored, RecordVersion other) {
        return new StoredSignature(
                stored.signatureId(),
                other.recordId(),
                other.version(),
                stored.step(),
                stored.meaning(),
                stored.decision(),
                stored.signerId(),
                stored.keyId(),
                stored.statementSha256(),
                stored.intent(),
                stored.statement(),
                stored.signature(),
                stored.jws(),
                stored.signedAt(),
                stored.recordedAt());
    }

    private static byte[] altered(byte[] bytes) {
        byte[] altered = bytes.clone();
        altered[altered.length / 2] ^= 1;
        return altered;
    }

    private static StoredVersion retitled(StoredVersion version) {
        ObjectNode manifest = (ObjectNode) CanonicalJson.parse(version.manifest());
        byte[] other = CanonicalJson.write(manifest.put("title", "Another title"));
        return new StoredVersion(
                version.recordId(),
                version.version(),
                version.sha256(),
                other,
                version.type(),
                version.title(),
                version.authorId(),
                version.authorKind(),
                version.contentSha256(),
                version.createdAt(),
                version.recordedAt());
    }

    private static WormStore.StoredEnrolment unsignedByOfficer(WormStore.StoredEnrolment enrolment) {
        return new WormStore.StoredEnrolment(
                enrolment.keyId(),
                enrolment.userId(),
                enrolment.officerKeyId(),
                enrolment.certificateSha256(),
                enrolment.statement(),
                new byte[64],
                enrolment.certificate(),
                enrolment.enrolledAt(),
                enrolment.recordedAt());
    }
}

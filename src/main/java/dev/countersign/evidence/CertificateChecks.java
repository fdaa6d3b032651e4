package dev.countersign.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.Certificate;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.VerifyingKey;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredEnrolment;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** A signer's certificate and the enrolments behind it, up to the founders (KEY-01). */
@Component
class CertificateChecks {

    private final WormStore worm;

    CertificateChecks(WormStore worm) {
        this.worm = worm;
    }

    /** The certificate with the hash that the statement names. */
    Optional<Certificate> named(JsonNode statement) {
        return enrolment(statement).map(found -> Certificate.parse(found.certificate()));
    }

    void run(Findings findings, String name, JsonNode statement, Instant moment) {
        Optional<StoredEnrolment> found = enrolment(statement);
        if (found.isEmpty()) {
            findings.failed(name + "certificate", "no certificate with the stated hash is enrolled");
            return;
        }
        StoredEnrolment enrolment = found.get();
        Certificate certificate = Certificate.parse(enrolment.certificate());
        JsonNode signer = statement.path("signer");
        findings.expect(
                name + "certificate",
                "the certificate has the stated hash, is the signer's, for content commitment, issued by the authority",
                () -> certificate
                                .sha256()
                                .hex()
                                .equals(signer.path("certificateSha256").textValue())
                        && signer.path("userId").asText().equals(certificate.userId())
                        && certificate.isForContentCommitment()
                        && isIssuedHere(certificate));
        findings.expect(
                name + "certificate in force",
                "at " + moment + " the certificate was valid, enrolled and not ended",
                () -> inForce(enrolment, certificate, moment));
        findings.expect(
                name + "enrolment",
                "each enrolment statement is signed by an officer whose own enrolment is, up to a founder",
                () -> leadsToFounder(enrolment, signer));
    }

    private Optional<StoredEnrolment> enrolment(JsonNode statement) {
        try {
            Digest sha256 = Digest.parse(
                    statement.path("signer").path("certificateSha256").asText());
            return worm.enrolmentOfCertificate(sha256)
                    .filter(found -> Digest.of(found.certificate()).equals(sha256));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private boolean isIssuedHere(Certificate certificate) {
        return worm.authorityCertificate()
                .filter(authority -> certificate.isIssuedBy(Certificate.parse(authority)))
                .isPresent();
    }

    private boolean inForce(StoredEnrolment enrolment, Certificate certificate, Instant moment) {
        Instant enrolledAt = Facts.time(Facts.read(enrolment.statement()).path("enrolledAt"));
        boolean ended = worm.certificateEnd(enrolment.keyId())
                .filter(end ->
                        !Facts.time(Facts.read(end.bytes()).path("createdAt")).isAfter(moment))
                .isPresent();
        return certificate.isValidAt(moment) && !enrolledAt.isAfter(moment) && !ended;
    }

    private boolean leadsToFounder(StoredEnrolment signer, JsonNode stated) {
        if (!Facts.read(signer.statement()).path("key").path("keyId").equals(stated.path("keyId"))) {
            return false;
        }
        Set<UUID> seen = new LinkedHashSet<>();
        StoredEnrolment current = signer;
        while (seen.add(current.keyId()) && isSound(current)) {
            JsonNode statement = Facts.read(current.statement());
            JsonNode named = statement.path("proofing").path("officer");
            StoredEnrolment officer = worm.enrolment(
                            UUID.fromString(named.path("keyId").asText()))
                    .orElseThrow();
            if (!isSound(officer)
                    || !named.path("userId")
                            .equals(Facts.read(officer.statement())
                                    .path("person")
                                    .path("userId"))
                    || named.path("userId").equals(statement.path("person").path("userId"))
                    || !key(officer).verifies(current.statement(), current.officerSignature())) {
                return false;
            }
            if (statement.path("founder").asBoolean()) {
                return foundersEnrolEachOther(current, officer);
            }
            Instant enrolledAt = Facts.time(statement.path("enrolledAt"));
            if (!inForce(officer, Certificate.parse(officer.certificate()), enrolledAt)) {
                return false;
            }
            current = officer;
        }
        return false;
    }

    private static boolean foundersEnrolEachOther(StoredEnrolment one, StoredEnrolment other) {
        JsonNode statement = Facts.read(other.statement());
        JsonNode officer = statement.path("proofing").path("officer");
        return statement.path("founder").asBoolean()
                && officer.path("keyId")
                        .equals(Facts.read(one.statement()).path("key").path("keyId"))
                && key(one).verifies(other.statement(), other.officerSignature());
    }

    /** Certificate and enrolment statement are about the same person and key, and the authority issued the certificate. */
    private boolean isSound(StoredEnrolment enrolment) {
        JsonNode statement = Facts.read(enrolment.statement());
        Certificate certificate = Certificate.parse(enrolment.certificate());
        JsonNode key = statement.path("key");
        return Facts.isCanonical(enrolment.statement())
                && VersionChecks.isFrom(statement, "countersign/enrolment/v1", worm.installation())
                && Digest.of(enrolment.certificate())
                        .hex()
                        .equals(statement.path("certificateSha256").textValue())
                && statement.path("person").path("userId").asText().equals(certificate.userId())
                && certificate
                        .key()
                        .fingerprint()
                        .hex()
                        .equals(key.path("spkiSha256").textValue())
                && Base64.getEncoder()
                        .encodeToString(certificate.key().raw())
                        .equals(key.path("publicKey").textValue())
                && isIssuedHere(certificate);
    }

    private static VerifyingKey key(StoredEnrolment enrolment) {
        return Certificate.parse(enrolment.certificate()).key();
    }
}

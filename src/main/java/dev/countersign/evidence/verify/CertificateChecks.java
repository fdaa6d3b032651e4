package dev.countersign.evidence.verify;

import dev.countersign.crypto.Certificate;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.VerifyingKey;
import dev.countersign.evidence.verify.Exhibit.Enrolled;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A signer's certificate and the enrolments behind it, up to the founders (KEY-01). */
final class CertificateChecks {

    private final Enrolments exhibit;
    private final EndChecks ends;

    CertificateChecks(Enrolments exhibit) {
        this.exhibit = exhibit;
        this.ends = new EndChecks(exhibit);
    }

    /** The certificate with the hash that the statement names. */
    Optional<Certificate> named(Json statement) {
        return enrolment(statement).map(found -> Certificate.parse(found.certificate()));
    }

    void run(Findings findings, String name, Json statement, Instant moment, CertificateState state) {
        Optional<Enrolled> found = enrolment(statement);
        if (found.isEmpty()) {
            findings.failed(name + "certificate", "no certificate with the stated hash is enrolled");
            return;
        }
        Enrolled enrolment = found.get();
        Certificate certificate = Certificate.parse(enrolment.certificate());
        Json signer = statement.path("signer");
        findings.expect(
                name + "certificate",
                "the certificate has the stated hash, is the signer's, for content commitment, issued by the authority of then",
                () -> certificate
                                .sha256()
                                .hex()
                                .equals(signer.path("certificateSha256").textValue())
                        && signer.path("userId").asText().equals(certificate.userId())
                        && certificate.isForContentCommitment()
                        && isIssuedHere(enrolment, certificate));
        findings.expect(
                name + "certificate in force",
                "at " + moment + " the certificate was valid, enrolled and not ended; its state is: " + state.words(),
                () -> state == CertificateState.VALID || state == CertificateState.REVOKED_AFTER_SIGNING);
        findings.expect(
                name + "enrolment",
                "each enrolment statement is signed by an officer whose own enrolment is, up to a founder",
                () -> founderOf(enrolment, signer.path("keyId").asText()).isPresent());
    }

    /** How the certificate that the statement names stands to what it signed at that moment; never throws. */
    CertificateState state(Json statement, Instant moment) {
        try {
            Enrolled enrolment = enrolment(statement).orElseThrow();
            Certificate certificate = Certificate.parse(enrolment.certificate());
            if (!isEnrolledAndValid(enrolment, certificate, moment)) {
                return CertificateState.UNKNOWN;
            }
            if (!ends.isTold(enrolment.keyId())) {
                return CertificateState.UNKNOWN;
            }
            if (isEnded(enrolment, moment)) {
                return CertificateState.REVOKED_BEFORE;
            }
            return exhibit.certificateEnd(enrolment.keyId()).isPresent()
                    ? CertificateState.REVOKED_AFTER_SIGNING
                    : CertificateState.VALID;
        } catch (RuntimeException e) {
            return CertificateState.UNKNOWN;
        }
    }

    /**
     * The person whose key counted at that moment.
     *
     * @param founders SHA-256 of the public keys of the only ones at whom the officers may end; null if nobody named any
     */
    Optional<String> signer(String keyId, Instant moment, @Nullable Set<String> founders) {
        Enrolled enrolment = exhibit.enrolment(keyId).orElseThrow();
        Certificate certificate = Certificate.parse(enrolment.certificate());
        boolean counts = certificate.isForContentCommitment()
                && inForce(enrolment, certificate, moment)
                && founderOf(enrolment, keyId)
                        .map(founder -> key(founder).fingerprint().hex())
                        .filter(founder -> founders == null || founders.contains(founder))
                        .isPresent();
        return counts ? Optional.ofNullable(certificate.userId()) : Optional.empty();
    }

    private Optional<Enrolled> enrolment(Json statement) {
        try {
            Digest sha256 = Digest.parse(
                    statement.path("signer").path("certificateSha256").asText());
            return exhibit.enrolmentOfCertificate(sha256)
                    .filter(found -> Digest.of(found.certificate()).equals(sha256));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private boolean isIssuedHere(Enrolled enrolment, Certificate certificate) {
        return new AuthorityChain(exhibit.authorityCertificates())
                .issued(certificate, Facts.time(Json.read(enrolment.statement()).path("enrolledAt")));
    }

    private boolean inForce(Enrolled enrolment, Certificate certificate, Instant moment) {
        return isEnrolledAndValid(enrolment, certificate, moment)
                && ends.isTold(enrolment.keyId())
                && !isEnded(enrolment, moment);
    }

    private static boolean isEnrolledAndValid(Enrolled enrolment, Certificate certificate, Instant moment) {
        Instant enrolledAt = Facts.time(Json.read(enrolment.statement()).path("enrolledAt"));
        return certificate.isValidAt(moment) && !enrolledAt.isAfter(moment);
    }

    private boolean isEnded(Enrolled enrolment, Instant moment) {
        return exhibit.certificateEnd(enrolment.keyId())
                .filter(end -> !Facts.time(Json.read(end).path("createdAt")).isAfter(moment))
                .isPresent();
    }

    /** The founder at whom the officers behind a key end; empty if one of them does not count. */
    private Optional<Enrolled> founderOf(Enrolled signer, String keyId) {
        if (!Json.read(signer.statement()).path("key").path("keyId").asText().equals(keyId)) {
            return Optional.empty();
        }
        Set<String> seen = new LinkedHashSet<>();
        Enrolled current = signer;
        while (seen.add(current.keyId()) && isSound(current)) {
            Json statement = Json.read(current.statement());
            Json named = statement.path("proofing").path("officer");
            Enrolled officer = exhibit.enrolment(named.path("keyId").asText()).orElseThrow();
            if (!isSound(officer)
                    || !named.path("userId")
                            .equals(Json.read(officer.statement())
                                    .path("person")
                                    .path("userId"))
                    || named.path("userId").equals(statement.path("person").path("userId"))
                    || !key(officer).verifies(current.statement(), current.officerSignature())) {
                return Optional.empty();
            }
            if (statement.path("founder").isTrue()) {
                return foundersEnrolEachOther(current, officer) ? Optional.of(current) : Optional.empty();
            }
            Instant enrolledAt = Facts.time(statement.path("enrolledAt"));
            if (!inForce(officer, Certificate.parse(officer.certificate()), enrolledAt)) {
                return Optional.empty();
            }
            current = officer;
        }
        return Optional.empty();
    }

    private static boolean foundersEnrolEachOther(Enrolled one, Enrolled other) {
        Json statement = Json.read(other.statement());
        Json officer = statement.path("proofing").path("officer");
        return statement.path("founder").isTrue()
                && officer.path("keyId")
                        .equals(Json.read(one.statement()).path("key").path("keyId"))
                && key(one).verifies(other.statement(), other.officerSignature());
    }

    /** Certificate and enrolment statement are about the same person and key, and the authority issued the certificate. */
    private boolean isSound(Enrolled enrolment) {
        Json statement = Json.read(enrolment.statement());
        Certificate certificate = Certificate.parse(enrolment.certificate());
        Json key = statement.path("key");
        return JsonText.isCanonical(enrolment.statement())
                && exhibit.home().isOf(statement, "countersign/enrolment/v1")
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
                && isIssuedHere(enrolment, certificate);
    }

    private static VerifyingKey key(Enrolled enrolment) {
        return Certificate.parse(enrolment.certificate()).key();
    }
}

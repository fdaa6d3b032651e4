package dev.countersign.evidence;

import dev.countersign.crypto.Digest;
import dev.countersign.worm.AuditEntries;
import dev.countersign.worm.Installation;
import dev.countersign.worm.WormStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The store as somebody with a superuser's rights could leave it: the real one, with what a test overrides. */
public class AlteredStore implements WormStore {

    private final WormStore real;

    public AlteredStore(WormStore real) {
        this.real = real;
    }

    @Override
    public Installation installation() {
        return real.installation();
    }

    @Override
    public Instant now() {
        return real.now();
    }

    @Override
    public void lockRecord(UUID recordId) {
        real.lockRecord(recordId);
    }

    @Override
    public void openRecord(UUID recordId) {
        real.openRecord(recordId);
    }

    @Override
    public Digest putBlob(byte[] bytes) {
        return real.putBlob(bytes);
    }

    @Override
    public Optional<byte[]> blob(Digest sha256) {
        return real.blob(sha256);
    }

    @Override
    public void appendVersion(byte[] manifest) {
        real.appendVersion(manifest);
    }

    @Override
    public List<StoredVersion> versions(UUID recordId) {
        return real.versions(recordId);
    }

    @Override
    public Optional<StoredVersion> version(UUID recordId, int version) {
        return real.version(recordId, version);
    }

    @Override
    public void appendRecordEvent(byte[] event) {
        real.appendRecordEvent(event);
    }

    @Override
    public List<StoredRecordEvent> recordEvents(UUID recordId) {
        return real.recordEvents(recordId);
    }

    @Override
    public void appendSignaturePlan(byte[] plan) {
        real.appendSignaturePlan(plan);
    }

    @Override
    public Optional<StoredPlan> signaturePlan(UUID recordId) {
        return real.signaturePlan(recordId);
    }

    @Override
    public List<StoredPlan> signaturePlans(UUID recordId) {
        return real.signaturePlans(recordId);
    }

    @Override
    public void appendSignature(byte[] intent, byte[] statement, byte[] signature, String jws) {
        real.appendSignature(intent, statement, signature, jws);
    }

    @Override
    public Optional<StoredSignature> signature(UUID signatureId) {
        return real.signature(signatureId);
    }

    @Override
    public List<StoredSignature> signatures(UUID recordId) {
        return real.signatures(recordId);
    }

    @Override
    public void appendEnrolment(byte[] statement, byte[] officerSignature, byte[] certificate) {
        real.appendEnrolment(statement, officerSignature, certificate);
    }

    @Override
    public Optional<StoredEnrolment> enrolment(UUID keyId) {
        return real.enrolment(keyId);
    }

    @Override
    public List<StoredEnrolment> founders() {
        return real.founders();
    }

    @Override
    public Optional<StoredEnrolment> enrolmentOfCertificate(Digest certificateSha256) {
        return real.enrolmentOfCertificate(certificateSha256);
    }

    @Override
    public void appendCertificateEvent(byte[] event) {
        real.appendCertificateEvent(event);
    }

    @Override
    public Optional<StoredCertificateEvent> certificateEnd(UUID keyId) {
        return real.certificateEnd(keyId);
    }

    @Override
    public List<AuditEntries.LoggedEntry> endsTold(UUID keyId) {
        return real.endsTold(keyId);
    }

    @Override
    public List<UUID> endedKeys() {
        return real.endedKeys();
    }

    @Override
    public Optional<byte[]> authorityCertificate() {
        return real.authorityCertificate();
    }

    @Override
    public List<StoredAuthority> authorities() {
        return real.authorities();
    }

    @Override
    public void holdEnrolments() {
        real.holdEnrolments();
    }

    @Override
    public Instant holdKey(UUID keyId) {
        return real.holdKey(keyId);
    }

    @Override
    public void appendAuthorityCertificate(byte[] certificate) {
        real.appendAuthorityCertificate(certificate);
    }
}

package dev.countersign.worm;

import dev.countersign.crypto.Digest;
import dev.countersign.worm.RecordAtHand.Part;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** {@link WormStore} over the append functions of schema {@code worm}. */
@Component
class PostgresWormStore implements WormStore {

    private final WormMapper mapper;
    private final DatabaseClock clock;
    private volatile @Nullable Installation installation;

    PostgresWormStore(WormMapper mapper, ComparedClocks clocks) {
        this.mapper = mapper;
        this.clock = new DatabaseClock(() -> clocks.ask(this::asked), System::nanoTime);
    }

    @Override
    public Installation installation() {
        Installation known = installation;
        if (known == null) {
            known = mapper.installation()
                    .orElseThrow(() -> new IllegalStateException("this database belongs to no installation yet"));
            installation = known;
        }
        return known;
    }

    @Override
    public Instant now() {
        return clock.now();
    }

    private Instant asked() {
        AtomicReference<Instant> moment = new AtomicReference<>();
        mapper.now(row -> moment.set(row.getResultObject()));
        return Objects.requireNonNull(moment.get());
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void lockRecord(UUID recordId) {
        if (LockedRecords.ofThisTransaction().add(recordId)) {
            mapper.lockRecord(recordId);
        }
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void openRecord(UUID recordId) {
        LockedRecords.ofThisTransaction().add(recordId);
        RecordAtHand.take(recordId, mapper.record(organisation(), recordId));
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public Digest putBlob(byte[] bytes) {
        Appending.run(() -> mapper.appendBlob(bytes));
        return Digest.of(bytes);
    }

    @Override
    public Optional<byte[]> blob(Digest sha256) {
        return RecordAtHand.blob(sha256).or(() -> Optional.ofNullable(mapper.blob(organisation(), sha256))
                .map(WormMapper.Bytes::bytes));
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void appendVersion(byte[] manifest) {
        RecordAtHand.forget(Part.VERSIONS);
        Appending.run(() -> mapper.appendVersion(manifest));
    }

    @Override
    public List<StoredVersion> versions(UUID recordId) {
        return RecordAtHand.rows(recordId, Part.VERSIONS, StoredVersion.class)
                .orElseGet(() -> mapper.versions(organisation(), recordId));
    }

    @Override
    public Optional<StoredVersion> version(UUID recordId, int version) {
        return RecordAtHand.rows(recordId, Part.VERSIONS, StoredVersion.class)
                .map(all -> all.stream().filter(one -> one.version() == version).findFirst())
                .orElseGet(() -> mapper.version(organisation(), recordId, version));
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void appendRecordEvent(byte[] event) {
        RecordAtHand.forget(Part.EVENTS);
        Appending.run(() -> mapper.appendRecordEvent(event));
    }

    @Override
    public List<StoredRecordEvent> recordEvents(UUID recordId) {
        return RecordAtHand.rows(recordId, Part.EVENTS, StoredRecordEvent.class)
                .orElseGet(() -> mapper.recordEvents(organisation(), recordId));
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void appendSignaturePlan(byte[] plan) {
        RecordAtHand.forget(Part.PLAN);
        Appending.run(() -> mapper.appendSignaturePlan(plan));
    }

    @Override
    public Optional<StoredPlan> signaturePlan(UUID recordId) {
        return RecordAtHand.rows(recordId, Part.PLAN, StoredPlan.class)
                .map(plans -> plans.stream().findFirst())
                .orElseGet(() -> mapper.signaturePlan(organisation(), recordId));
    }

    @Override
    public List<StoredPlan> signaturePlans(UUID recordId) {
        return mapper.signaturePlans(organisation(), recordId);
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void appendSignature(byte[] intent, byte[] statement, byte[] signature, String jws) {
        RecordAtHand.forget(Part.SIGNATURES);
        Appending.run(() -> mapper.appendSignature(intent, statement, signature, jws));
    }

    @Override
    public Optional<StoredSignature> signature(UUID signatureId) {
        return mapper.signature(organisation(), signatureId);
    }

    @Override
    public List<StoredSignature> signatures(UUID recordId) {
        return RecordAtHand.rows(recordId, Part.SIGNATURES, StoredSignature.class)
                .orElseGet(() -> mapper.signatures(organisation(), recordId));
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void appendEnrolment(byte[] statement, byte[] officerSignature, byte[] certificate) {
        Appending.run(() -> mapper.appendEnrolment(statement, officerSignature, certificate));
    }

    @Override
    public Optional<StoredEnrolment> enrolment(UUID keyId) {
        return mapper.enrolment(organisation(), keyId);
    }

    @Override
    public Optional<StoredEnrolment> enrolmentOfCertificate(Digest certificateSha256) {
        return mapper.enrolmentOfCertificate(organisation(), certificateSha256);
    }

    @Override
    public List<StoredEnrolment> founders() {
        return mapper.founders(organisation());
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void appendCertificateEvent(byte[] event) {
        Appending.run(() -> mapper.appendCertificateEvent(event));
    }

    @Override
    public Optional<StoredCertificateEvent> certificateEnd(UUID keyId) {
        return mapper.certificateEnd(organisation(), keyId);
    }

    @Override
    public List<AuditEntries.LoggedEntry> endsTold(UUID keyId) {
        return mapper.endsTold(organisation(), keyId);
    }

    @Override
    public List<UUID> endedKeys() {
        return mapper.endedKeys(organisation());
    }

    @Override
    public Optional<byte[]> authorityCertificate() {
        return Optional.ofNullable(mapper.authorityCertificate(organisation())).map(WormMapper.Bytes::bytes);
    }

    @Override
    public List<StoredAuthority> authorities() {
        return mapper.authorities(organisation());
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void holdEnrolments() {
        mapper.holdEnrolments();
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public Instant holdKey(UUID keyId) {
        mapper.holdKey(keyId);
        return asked();
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void appendAuthorityCertificate(byte[] certificate) {
        Appending.run(() -> mapper.appendAuthorityCertificate(certificate));
    }

    private String organisation() {
        return installation().organisation();
    }
}

package dev.countersign.worm;

import dev.countersign.crypto.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The write-once store (21 CFR 11.10(c), WRM-01). Every fact goes in as its exact canonical JSON bytes; the database
 * function extracts each column from those bytes, sets time and sequence itself and refuses a fact whose own time is more
 * than 5 s from the database's clock. Every append takes part in the caller's transaction and throws
 * {@link WormRefusedException} if the database refuses it.
 */
public interface WormStore {

    /** The one installation this database belongs to. */
    Installation installation();

    /**
     * The database's clock, microseconds, UTC: the source of every fact's own time. Asked at most once a second and carried on by
     * this machine's monotonic counter; later calls answer later times.
     */
    Instant now();

    /** Locks the record until the transaction ends; serialises signing and separation of duties. */
    void lockRecord(UUID recordId);

    /**
     * As {@link #lockRecord}, and reads what there is of the record at once: what is asked of it, until the transaction appends something or
     * ends, is answered from there.
     */
    void openRecord(UUID recordId);

    /** Stores bytes under their SHA-256; storing the same bytes again is no error and changes nothing. */
    Digest putBlob(byte[] bytes);

    /** The exact bytes, unless never stored or disposed of. */
    Optional<byte[]> blob(Digest sha256);

    /** Appends a record ({@code countersign/version/v1} manifest with version 1) or its next version. */
    void appendVersion(byte[] manifest);

    List<StoredVersion> versions(UUID recordId);

    Optional<StoredVersion> version(UUID recordId, int version);

    /** Appends a {@code countersign/record-event/v1}; {@code approved} and {@code effective} only with the plan's signatures. */
    void appendRecordEvent(byte[] event);

    /** In order of their sequence. */
    List<StoredRecordEvent> recordEvents(UUID recordId);

    /** Appends a {@code countersign/signature-plan/v1}. */
    void appendSignaturePlan(byte[] plan);

    /** The newest plan of the record. */
    Optional<StoredPlan> signaturePlan(UUID recordId);

    /** Every plan the record ever had, oldest first: signatures cite theirs by hash. */
    List<StoredPlan> signaturePlans(UUID recordId);

    /** Appends a signature: {@code statement} is {@code countersign/signature/v1}, {@code signature} its 64 bytes. */
    void appendSignature(byte[] intent, byte[] statement, byte[] signature, String jws);

    Optional<StoredSignature> signature(UUID signatureId);

    /** All signatures of all versions, in the order they were made. */
    List<StoredSignature> signatures(UUID recordId);

    /** Appends an enrolment: statement {@code countersign/enrolment/v1}, the officer's signature over it, the certificate. */
    void appendEnrolment(byte[] statement, byte[] officerSignature, byte[] certificate);

    Optional<StoredEnrolment> enrolment(UUID keyId);

    /** The enrolment that certificate belongs to, by the SHA-256 of its DER bytes. */
    Optional<StoredEnrolment> enrolmentOfCertificate(Digest certificateSha256);

    /** The two enrolments that are circular, once they are made. */
    List<StoredEnrolment> founders();

    /** Appends a {@code countersign/certificate-event/v1}: the end of a certificate. */
    void appendCertificateEvent(byte[] event);

    /** When the certificate of that key ended, if it did. */
    Optional<StoredCertificateEvent> certificateEnd(UUID keyId);

    /** What the audit trail tells of the end of that key's certificate, each with what the log holds for it. */
    List<AuditEntries.LoggedEntry> endsTold(UUID keyId);

    /** The keys whose certificates ended, in their order. */
    List<UUID> endedKeys();

    /** The first CA certificate of this installation, DER; appended once by the first enrolment. */
    Optional<byte[]> authorityCertificate();

    /** All CA certificates, in the order they were appended; whether one follows from the one before is for others to check. */
    List<StoredAuthority> authorities();

    /** Lets nobody be enrolled, and no authority follow another, until the caller's transaction ends, but in it. */
    void holdEnrolments();

    /**
     * Lets nothing be signed, enrolled or decided with that key until the caller's transaction ends.
     *
     * @return what the database's clock says after that, asked anew: an end that is timed with it is after every use, on whichever node that was
     */
    Instant holdKey(UUID keyId);

    void appendAuthorityCertificate(byte[] certificate);

    record StoredVersion(
            UUID recordId,
            int version,
            Digest sha256,
            byte[] manifest,
            String type,
            String title,
            String authorId,
            String authorKind,
            Digest contentSha256,
            Instant createdAt,
            Instant recordedAt) {}

    record StoredRecordEvent(
            UUID eventId,
            UUID recordId,
            long sequence,
            int version,
            String status,
            String actorId,
            byte[] event,
            Instant createdAt,
            Instant recordedAt) {}

    record StoredPlan(UUID recordId, Digest sha256, byte[] plan, Instant recordedAt) {}

    record StoredSignature(
            UUID signatureId,
            UUID recordId,
            int version,
            String step,
            String meaning,
            String decision,
            String signerId,
            UUID keyId,
            Digest statementSha256,
            byte[] intent,
            byte[] statement,
            byte[] signature,
            String jws,
            Instant signedAt,
            Instant recordedAt) {}

    record StoredEnrolment(
            UUID keyId,
            String userId,
            UUID officerKeyId,
            Digest certificateSha256,
            byte[] statement,
            byte[] officerSignature,
            byte[] certificate,
            Instant enrolledAt,
            Instant recordedAt) {}

    record StoredAuthority(byte[] certificate, Instant recordedAt) {}

    record StoredCertificateEvent(UUID keyId, String event, byte[] bytes, Instant createdAt) {}
}

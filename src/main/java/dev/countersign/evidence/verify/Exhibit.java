package dev.countersign.evidence.verify;

import dev.countersign.crypto.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the checks read of one version: bytes, and where they were found. From the store, or from a bundle. */
public interface Exhibit extends Enrolments {

    String recordId();

    int version();

    /** What whoever holds the version says its hash is. */
    Digest versionSha256();

    byte[] manifest();

    /** The manifests of version 1 up to at least this one, in order. */
    List<byte[]> manifests();

    /** Content, attachments and presentations. */
    Optional<byte[]> blob(Digest sha256);

    List<byte[]> plans();

    /** Signatures in the order they were made. */
    List<Signed> signatures();

    /** Whether {@link #signatures} holds those of that version. */
    boolean holdsSignaturesOf(int version);

    /**
     * What a passkey answered for a signature, if anything is held.
     *
     * @param stated the hash it is stated to have; null if none is
     */
    Optional<byte[]> assertion(String signatureId, @Nullable Digest stated);

    /**
     * The list that a signature was made over, if any is held.
     *
     * @param stated the hash it is stated to have; null if none is
     */
    Optional<byte[]> list(String signatureId, @Nullable Digest stated);

    /** The row of that list for this record, likewise. */
    Optional<byte[]> row(String signatureId, @Nullable Digest stated);

    /** What the log tells of a passkey, by the SHA-256 of its credential's id. */
    List<Entry> passkeyEntries(String credentialSha256);

    /** What the log tells of a series of signatures that began with that signature. */
    List<Entry> seriesEntries(String seriesId, String firstSignatureId);

    /** Whether signatures on other records are held too: the first of a series is on another record nearly always. */
    boolean holdsEverySignature();

    /** The statement of any signature that is held. */
    Optional<byte[]> statementOf(String signatureId);

    /** The statuses this version has had, as far as they were recorded. */
    List<String> statuses();

    /** The record's audit entries. */
    List<Entry> entries();

    record Home(String organisation, String installation, String environment) {

        boolean isOf(Json fact, String format) {
            return format.equals(fact.path("format").textValue())
                    && organisation.equals(fact.path("organisation").textValue())
                    && installation.equals(fact.path("installation").textValue())
                    && environment.equals(fact.path("environment").textValue());
        }
    }

    /** @param recordedAt when the store took it; null where nobody says */
    @SuppressWarnings("ArrayRecordComponent")
    record Signed(
            String signatureId,
            int version,
            byte[] intent,
            byte[] statement,
            byte[] signature,
            String jws,
            @Nullable Instant recordedAt) {}

    @SuppressWarnings("ArrayRecordComponent")
    record Enrolled(String keyId, byte[] statement, byte[] officerSignature, byte[] certificate) {}

    /** @param leafHash what whoever holds the entry says its leaf hash is */
    @SuppressWarnings("ArrayRecordComponent")
    record Entry(byte[] bytes, String leafHash) {}
}

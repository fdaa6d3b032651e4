package dev.countersign.records;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import dev.countersign.worm.RecordScope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Records and their versions (REC-01 to REC-03). Authority is the caller's to check. Methods that append take part in the
 * caller's transaction and refuse to run without one.
 */
public interface Records {

    /** The record types there are, each with its schema. */
    List<RecordType> types();

    Optional<RecordType> type(String code);

    /**
     * Validates and canonicalises, storing nothing, and has attachments scanned where the installation names a malware scanner. MUST NOT be
     * called inside a transaction: a scanner takes its time.
     *
     * @throws dev.countersign.ledger.RefusedException {@code unknown-record-type}, {@code schema-violation}, {@code
     *     invalid-json}, {@code invalid-member}, {@code too-large}, {@code attachment-name}, {@code
     *     attachment-type-mismatch}, {@code attachment-type-not-allowed}, {@code malware-found}, {@code
     *     malware-scan-unavailable}, each with its pointers
     */
    Intake validate(NewVersion version);

    /**
     * As {@link #validate(NewVersion)}, for what the application has changed itself since.
     *
     * @param scanned what came of it before in the same call: its attachments are not scanned a second time
     */
    Intake validate(NewVersion version, Intake scanned);

    /** Appends version 1 of a new record, status {@code draft}. */
    RecordVersion append(Caller caller, Intake intake);

    /**
     * Appends the next version.
     *
     * @param expected hash the caller believes to be the latest; null to skip the check
     * @throws dev.countersign.ledger.RefusedException {@code not-latest}, {@code reason-required}, {@code record-closed},
     *     {@code status-conflict} while the record is in review, {@code record-type-fixed}, {@code record-not-found}
     */
    RecordVersion appendNext(Caller caller, UUID recordId, Intake intake, @Nullable Digest expected);

    /**
     * Appends a change of status. What becomes {@code effective} supersedes the version in force. The store refuses {@code approved} and {@code effective} without the plan's signatures.
     *
     * @throws dev.countersign.ledger.RefusedException {@code status-conflict} if the record is not where it must be
     */
    void moveTo(Caller caller, UUID recordId, int version, RecordStatus status, @Nullable String reason);

    Optional<RecordVersion> latest(UUID recordId);

    Optional<RecordVersion> version(UUID recordId, int version);

    List<RecordVersion> versions(UUID recordId);

    /**
     * The record's status: that of its last event, so that of its newest version while one is drafted or reviewed; see {@link
     * #effectiveVersion}.
     *
     * @throws dev.countersign.ledger.RefusedException {@code record-not-found}
     */
    RecordStatus status(UUID recordId);

    /** The version in force, if one is: it stays so until a later one is effective itself. */
    Optional<Integer> effectiveVersion(UUID recordId);

    /** The version that was in force at that moment, if one was: as {@link #effectiveVersion(UUID)} would have answered then. */
    Optional<Integer> effectiveVersion(UUID recordId, Instant at);

    /** The status of one version; while a later one is drafted, the earlier stays effective. */
    Optional<RecordStatus> status(UUID recordId, int version);

    /**
     * The content's tree, from the stored bytes.
     *
     * @throws RecordAlteredException if they are not the bytes that were hashed; so do {@link #manifest} and {@link #part}
     */
    JsonNode content(RecordVersion version);

    /** Exact bytes of the manifest. */
    byte[] manifest(UUID recordId, int version);

    /** Exact bytes of content or an attachment of that version; empty if that digest is not part of it. */
    Optional<byte[]> part(RecordVersion version, Digest sha256);

    /**
     * @param status of the record; {@code effective} finds every record with a version in force
     * @param startedBy restricts to records first written by this author; null for all
     */
    Page search(
            @Nullable String type,
            @Nullable RecordStatus status,
            @Nullable String text,
            @Nullable String startedBy,
            int page,
            int size);

    /** As {@link #search}, for somebody who reads: among those they may read. */
    Page searchAmong(
            Listed listed,
            @Nullable String type,
            @Nullable RecordStatus status,
            @Nullable String text,
            int page,
            int size);

    /**
     * Which records a list is restricted to.
     *
     * @param startedBy those first written by this author; null for everybody's
     */
    record Listed(@Nullable String startedBy, RecordScope scope) {}

    record Summary(
            UUID recordId,
            int version,
            Digest sha256,
            String type,
            String title,
            RecordStatus status,
            @Nullable Integer effectiveVersion,
            String updatedAt) {}

    /**
     * @param total how many there are, up to 10,000
     * @param more whether there are more than that
     */
    record Page(List<Summary> items, int page, int size, int total, boolean more) {}

    /** @param schema JSON Schema, draft 2020-12, whose titles name the fields for people */
    record RecordType(String code, String printedName, JsonNode schema) {}
}

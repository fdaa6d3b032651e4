package dev.countersign.records;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import dev.countersign.worm.RecordScope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** {@link Records} over the write-once store. */
@Component
class StoredRecords implements Records {

    private final RecordTypes types;
    private final IntakeCheck check;
    private final VersionWriter writer;
    private final StatusWriter statuses;
    private final VersionReader reader;
    private final Summaries summaries;

    StoredRecords(
            RecordTypes types,
            IntakeCheck check,
            VersionWriter writer,
            StatusWriter statuses,
            VersionReader reader,
            Summaries summaries) {
        this.types = types;
        this.check = check;
        this.writer = writer;
        this.statuses = statuses;
        this.reader = reader;
        this.summaries = summaries;
    }

    @Override
    public List<RecordType> types() {
        return types.all();
    }

    @Override
    public Optional<RecordType> type(String code) {
        return types.find(code);
    }

    @Override
    public Intake validate(NewVersion version) {
        return check.check(version, List.of());
    }

    @Override
    public Intake validate(NewVersion version, Intake scanned) {
        return check.check(version, scanned.attachments());
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public RecordVersion append(Caller caller, Intake intake) {
        return writer.first(caller, intake);
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public RecordVersion appendNext(Caller caller, UUID recordId, Intake intake, @Nullable Digest expected) {
        return writer.next(caller, recordId, intake, expected);
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void moveTo(Caller caller, UUID recordId, int version, RecordStatus status, @Nullable String reason) {
        statuses.move(caller, recordId, version, status, reason);
    }

    @Override
    public Optional<RecordVersion> latest(UUID recordId) {
        return reader.latest(recordId);
    }

    @Override
    public Optional<RecordVersion> version(UUID recordId, int version) {
        return reader.version(recordId, version);
    }

    @Override
    public List<RecordVersion> versions(UUID recordId) {
        return reader.versions(recordId);
    }

    @Override
    public RecordStatus status(UUID recordId) {
        return reader.lifecycle(recordId).status().orElseThrow(() -> RecordsRefusal.notFound(recordId));
    }

    @Override
    public Optional<Integer> effectiveVersion(UUID recordId) {
        return reader.lifecycle(recordId).effectiveVersion();
    }

    @Override
    public Optional<Integer> effectiveVersion(UUID recordId, Instant at) {
        return reader.lifecycle(recordId).at(at).effectiveVersion();
    }

    @Override
    public Optional<RecordStatus> status(UUID recordId, int version) {
        return reader.lifecycle(recordId).status(version);
    }

    @Override
    public JsonNode content(RecordVersion version) {
        byte[] bytes = reader.part(version, version.contentSha256())
                .orElseThrow(() -> new RecordAlteredException(
                        version.recordId(),
                        version.version(),
                        RecordAlteredException.Part.CONTENT,
                        version.contentSha256(),
                        "not in the store"));
        return CanonicalJson.parse(bytes);
    }

    @Override
    public byte[] manifest(UUID recordId, int version) {
        return reader.manifest(recordId, version).orElseThrow(() -> RecordsRefusal.notFound(recordId));
    }

    @Override
    public Optional<byte[]> part(RecordVersion version, Digest sha256) {
        return reader.part(version, sha256);
    }

    @Override
    public Page search(
            @Nullable String type,
            @Nullable RecordStatus status,
            @Nullable String text,
            @Nullable String startedBy,
            int page,
            int size) {
        return searchAmong(new Listed(startedBy, RecordScope.ALL), type, status, text, page, size);
    }

    @Override
    public Page searchAmong(
            Listed listed,
            @Nullable String type,
            @Nullable RecordStatus status,
            @Nullable String text,
            int page,
            int size) {
        return summaries.search(reader.organisation(), type, status, text, listed, page, size);
    }
}

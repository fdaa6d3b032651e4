package dev.countersign.records;

import dev.countersign.crypto.Digest;
import dev.countersign.crypto.Identifiers;
import dev.countersign.identity.People;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.records.Intake.CheckedAttachment;
import dev.countersign.records.RecordVersion.Author;
import dev.countersign.records.VersionManifest.Draft;
import dev.countersign.worm.WormStore;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Appends versions: blobs, manifest, the event {@code draft}, audit entries and the summary, in the caller's transaction. */
@Component
class VersionWriter {

    private final WormStore store;
    private final VersionReader reader;
    private final StatusWriter statuses;
    private final Summaries summaries;
    private final People people;
    private final Ledger ledger;
    private final Identifiers identifiers;
    private final List<TypeRule> rules;

    VersionWriter(
            WormStore store,
            VersionReader reader,
            StatusWriter statuses,
            Summaries summaries,
            People people,
            Ledger ledger,
            Identifiers identifiers,
            List<TypeRule> rules) {
        this.rules = rules;
        this.store = store;
        this.reader = reader;
        this.statuses = statuses;
        this.summaries = summaries;
        this.people = people;
        this.ledger = ledger;
        this.identifiers = identifiers;
    }

    RecordVersion first(Caller caller, Intake intake) {
        return write(caller, identifiers.next(), intake, null);
    }

    RecordVersion next(Caller caller, UUID recordId, Intake intake, @Nullable Digest expected) {
        store.lockRecord(recordId);
        RecordVersion latest = reader.latest(recordId).orElseThrow(() -> RecordsRefusal.notFound(recordId));
        RecordStatus status = reader.lifecycle(recordId).status().orElse(RecordStatus.DRAFT);
        if (Lifecycle.isClosed(status)) {
            throw RecordsRefusal.closed(recordId, status);
        }
        if (expected != null && !expected.equals(latest.sha256())) {
            throw RecordsRefusal.notLatest(recordId, expected, latest);
        }
        if (!Lifecycle.takesVersions(status)) {
            throw RecordsRefusal.busy(recordId, status);
        }
        if (intake.reason() == null) {
            throw RecordsRefusal.REASON_REQUIRED.at(
                    "/reason", "Every version after the first needs a reason for change; say what changed and why.");
        }
        if (!intake.type().equals(latest.type())) {
            throw RecordsRefusal.TYPE_FIXED.at(
                    "/type",
                    "The record is a %s and stays one; %s is another type.".formatted(latest.type(), intake.type()));
        }
        return write(caller, recordId, intake, latest);
    }

    private RecordVersion write(Caller caller, UUID recordId, Intake intake, @Nullable RecordVersion previous) {
        rules.stream()
                .filter(rule -> rule.recordType().equals(intake.type()))
                .forEach(rule -> rule.demand(caller, recordId, intake));
        store.putBlob(intake.content());
        for (CheckedAttachment attachment : intake.attachments()) {
            store.putBlob(attachment.bytes());
        }
        Draft draft = new Draft(intake, author(caller), caller.integration());
        byte[] manifest = VersionManifest.write(
                store.installation(),
                recordId,
                previous == null ? 1 : previous.version() + 1,
                draft,
                previous == null ? null : previous.sha256(),
                store.now());
        store.appendVersion(manifest);
        RecordVersion version = VersionManifest.read(manifest);
        AppendedHere.add(version);
        ledger.append(caller, new VersionAppended(version, previous));
        summaries.putWords(reader.organisation(), version, intake.said());
        statuses.draft(caller, version);
        return version;
    }

    private Author author(Caller caller) {
        return switch (caller.kind()) {
            case PERSON ->
                new Author(
                        caller.actorId(),
                        "person",
                        people.find(caller.actorId())
                                .orElseThrow(() -> new IllegalStateException("nobody is called " + caller.actorId()))
                                .printedName());
            case SERVICE_ACCOUNT -> new Author(caller.actorId(), "service-account", caller.actorId());
            case SYSTEM, ANONYMOUS ->
                throw new IllegalArgumentException(
                        "a version is written by a person or a service account, not by " + caller.actorId());
        };
    }
}

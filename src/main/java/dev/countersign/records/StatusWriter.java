package dev.countersign.records;

import dev.countersign.crypto.Digest;
import dev.countersign.crypto.Identifiers;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.records.RecordEventFormat.Move;
import dev.countersign.worm.WormStore;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Appends changes of status with their audit entry, and keeps the summary in step, in the caller's transaction. */
@Component
class StatusWriter {

    private final WormStore store;
    private final VersionReader reader;
    private final Summaries summaries;
    private final Ledger ledger;
    private final Identifiers identifiers;

    StatusWriter(WormStore store, VersionReader reader, Summaries summaries, Ledger ledger, Identifiers identifiers) {
        this.store = store;
        this.reader = reader;
        this.summaries = summaries;
        this.ledger = ledger;
        this.identifiers = identifiers;
    }

    /** The first event of a version just appended. */
    void draft(Caller caller, RecordVersion version) {
        append(caller, new Move(version, null, RecordStatus.DRAFT, version.reason()));
    }

    void move(Caller caller, UUID recordId, int number, RecordStatus to, @Nullable String reason) {
        store.lockRecord(recordId);
        RecordVersion version = reader.version(recordId, number).orElseThrow(() -> RecordsRefusal.notFound(recordId));
        Lifecycle lifecycle = reader.lifecycle(recordId);
        RecordStatus from = lifecycle.status(number).orElseThrow(() -> RecordsRefusal.notFound(recordId));
        if (!Lifecycle.allows(from, to)) {
            throw RecordsRefusal.notAllowed(recordId, number, from, to);
        }
        // Not both at once: the version in force gives way in the transaction that puts the next one into force.
        Optional<RecordVersion> inForce = to == RecordStatus.EFFECTIVE
                ? lifecycle.effectiveVersion().flatMap(earlier -> reader.version(recordId, earlier))
                : Optional.empty();
        inForce.ifPresent(earlier -> append(
                caller,
                new Move(earlier, RecordStatus.EFFECTIVE, RecordStatus.SUPERSEDED, "superseded by version " + number)));
        append(caller, new Move(version, from, to, reason));
        if (to == RecordStatus.WITHDRAWN) {
            lifecycle
                    .effectiveVersion()
                    .flatMap(earlier -> reader.version(recordId, earlier))
                    .ifPresent(earlier -> summarise(earlier, RecordStatus.EFFECTIVE, store.now()));
        }
    }

    private void append(Caller caller, Move move) {
        Instant now = store.now();
        byte[] event = RecordEventFormat.write(store.installation(), identifiers.next(), move, caller, now);
        store.appendRecordEvent(event);
        ledger.append(caller, new StatusChanged(move, Digest.of(event)));
        if (move.to() != RecordStatus.SUPERSEDED) {
            summarise(move.version(), move.to(), now);
        }
    }

    private void summarise(RecordVersion version, RecordStatus status, Instant now) {
        String startedBy = version.version() == 1 ? version.author().id() : reader.startedBy(version.recordId());
        summaries.put(reader.organisation(), version, status, startedBy, now);
    }
}

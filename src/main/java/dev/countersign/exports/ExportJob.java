package dev.countersign.exports;

import dev.countersign.exports.RecordExports.Export;
import dev.countersign.ledger.Caller;
import dev.countersign.worm.RecordScope;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code app.record_export}. */
record ExportJob(
        UUID exportId,
        String userId,
        @Nullable String session,
        @Nullable String address,
        @Nullable String device,
        String scopeTypes,
        String scopeRecords,
        @Nullable String type,
        @Nullable String status,
        @Nullable String words,
        String contents,
        Instant askedAt,
        String state,
        @Nullable Integer total,
        int done,
        int attempts,
        @Nullable UUID worker,
        @Nullable Instant endedAt,
        @Nullable Instant expiresAt,
        @Nullable Long length,
        @Nullable String sha256,
        @Nullable String why) {

    static ExportJob waiting(UUID exportId, Caller caller, RecordScope scope, ExportAsked asked, Instant now) {
        return new ExportJob(
                exportId,
                caller.actorId(),
                caller.session(),
                caller.address(),
                caller.device(),
                scope.typesText(),
                scope.recordsText(),
                asked.type(),
                asked.status(),
                asked.words(),
                ExportPart.text(asked.contents()),
                now,
                ExportState.WAITING.code(),
                null,
                0,
                0,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** Who asked, and from where. */
    Caller caller() {
        return Caller.person(userId, session, address).on(device);
    }

    RecordScope scope() {
        return RecordScope.ofTexts(scopeTypes, scopeRecords);
    }

    /** Whether who may read that much may still read all that this was asked for with. */
    boolean isWithin(RecordScope reach) {
        RecordScope asked = scope();
        return reach.isAll()
                || (!asked.isAll()
                        && reach.types().containsAll(asked.types())
                        && reach.records().containsAll(asked.records()));
    }

    Set<ExportPart> parts() {
        return ExportPart.ofText(contents);
    }

    ExportAsked asked() {
        return new ExportAsked(type, status, words, parts());
    }

    ExportState stage() {
        return ExportState.ofCode(state);
    }

    Export shown() {
        return new Export(exportId, asked(), stage(), total, done, askedAt, endedAt, expiresAt, length, sha256, why);
    }
}

package dev.countersign.exports;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.crypto.Identifiers;
import dev.countersign.exports.ExportEvents.Cancelled;
import dev.countersign.exports.ExportEvents.Downloaded;
import dev.countersign.exports.ExportEvents.Requested;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.records.PlainText;
import dev.countersign.records.RecordStatus;
import dev.countersign.records.Records;
import dev.countersign.records.Records.Listed;
import dev.countersign.worm.RecordScope;
import dev.countersign.worm.WormStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** {@link RecordExports} of {@code app.record_export}. */
@Component
class KeptExports implements RecordExports {

    /** As the list of records takes them. */
    private static final int LONGEST_WORDS = 200;

    private final ExportMapper exports;
    private final ExportSettings settings;
    private final ExportFolder folder;
    private final Records records;
    private final Authority authority;
    private final WormStore store;
    private final Ledger ledger;
    private final Identifiers identifiers;
    private final TransactionTemplate transaction;

    KeptExports(
            ExportMapper exports,
            ExportSettings settings,
            ExportFolder folder,
            Records records,
            Authority authority,
            WormStore store,
            Ledger ledger,
            Identifiers identifiers,
            PlatformTransactionManager transactions) {
        this.exports = exports;
        this.settings = settings;
        this.folder = folder;
        this.records = records;
        this.authority = authority;
        this.store = store;
        this.ledger = ledger;
        this.identifiers = identifiers;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    public int most() {
        return settings.mostRecords();
    }

    @Override
    public Export request(Caller caller, ExportAsked asked) {
        demandPerson(caller);
        RecordScope scope = authority.reach(caller, Permission.READ_RECORDS);
        demand(asked);
        int found = found(scope, asked);
        if (found == 0) {
            throw ExportRefusal.NOTHING_FOUND.of();
        }
        if (found > settings.mostRecords()) {
            throw ExportRefusal.TOO_MANY.of(found, settings.mostRecords());
        }
        ExportJob job = ExportJob.waiting(identifiers.next(), caller, scope, asked, store.now());
        return Objects.requireNonNull(transaction.execute(status -> keep(caller, job)));
    }

    private Export keep(Caller caller, ExportJob job) {
        exports.oneAtATime();
        exports.openOf(organisation(), job.userId()).ifPresent(open -> {
            throw ExportRefusal.UNDER_WAY.of(open);
        });
        if (exports.open(organisation()) >= settings.mostOpen()) {
            throw ExportRefusal.BUSY.of();
        }
        if (exports.kept(organisation()) >= settings.room().toBytes()) {
            throw ExportRefusal.NO_ROOM.of();
        }
        exports.keep(organisation(), job);
        ledger.append(caller, new Requested(job));
        return job.shown();
    }

    private int found(RecordScope scope, ExportAsked asked) {
        return records.searchAmong(new Listed(null, scope), asked.type(), status(asked.status()), asked.words(), 0, 1)
                .total();
    }

    static @Nullable RecordStatus status(@Nullable String code) {
        return code == null ? null : RecordStatus.ofCode(code);
    }

    private void demand(ExportAsked asked) {
        if (asked.contents().isEmpty()) {
            throw ExportRefusal.badParameter("contents", "Name copy, evidence or both.");
        }
        if (asked.type() != null && records.type(asked.type()).isEmpty()) {
            throw ExportRefusal.badParameter("type", "There is no such record type.");
        }
        if (asked.status() != null
                && Arrays.stream(RecordStatus.values())
                        .noneMatch(status -> status.code().equals(asked.status()))) {
            throw ExportRefusal.badParameter("status", "There is no such status of a record.");
        }
        if (asked.words() != null && !PlainText.isLine(asked.words(), LONGEST_WORDS)) {
            throw ExportRefusal.badParameter(
                    "q", "Words to search for are one line of at most " + LONGEST_WORDS + " characters that show.");
        }
    }

    @Override
    public List<Export> of(Caller caller, int most) {
        demandPerson(caller);
        return exports.of(organisation(), caller.actorId(), most).stream()
                .map(ExportJob::shown)
                .toList();
    }

    @Override
    public Export find(Caller caller, UUID exportId) {
        return own(caller, exportId).shown();
    }

    @Override
    public Export cancel(Caller caller, UUID exportId) {
        demandPerson(caller);
        transaction.executeWithoutResult(status -> {
            ExportJob job = own(caller, exportId, exports.locked(organisation(), exportId));
            if (exports.cancel(organisation(), exportId, store.now()) == 0) {
                throw ExportRefusal.ENDED.of(exportId, job.state());
            }
            ledger.append(caller, new Cancelled(exportId, job.state()));
        });
        folder.remove(exportId);
        return find(caller, exportId);
    }

    @Override
    public Path open(Caller caller, UUID exportId) {
        ExportJob job = own(caller, exportId);
        if (job.stage() != ExportState.DONE) {
            throw ExportRefusal.NOT_READY.of(exportId, job.state());
        }
        if (job.expiresAt() == null || !store.now().isBefore(job.expiresAt())) {
            throw ExportRefusal.NOT_READY.of(exportId, ExportState.EXPIRED.code());
        }
        if (!job.isWithin(authority.reach(caller, Permission.READ_RECORDS))) {
            throw ExportRefusal.RIGHTS_ENDED.of(exportId);
        }
        Path file = folder.result(exportId);
        if (!Files.isRegularFile(file)) {
            throw ExportRefusal.ELSEWHERE.of(exportId);
        }
        ledger.appendAlone(caller, new Downloaded(exportId, job.sha256()));
        return file;
    }

    private ExportJob own(Caller caller, UUID exportId) {
        demandPerson(caller);
        return own(caller, exportId, exports.find(organisation(), exportId));
    }

    private static ExportJob own(Caller caller, UUID exportId, Optional<ExportJob> found) {
        return found.filter(job -> job.userId().equals(caller.actorId()))
                .orElseThrow(() -> ExportRefusal.NOT_FOUND.of(exportId));
    }

    private static void demandPerson(Caller caller) {
        if (!caller.isPerson()) {
            throw ExportRefusal.PEOPLE_ONLY.of(caller.actorId());
        }
    }

    private String organisation() {
        return store.installation().organisation();
    }
}

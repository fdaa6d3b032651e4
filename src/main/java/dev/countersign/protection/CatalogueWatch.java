package dev.countersign.protection;

import dev.countersign.database.Migrations;
import dev.countersign.database.Migrations.Applied;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.protection.ProtectionEvents.CatalogueFingerprinted;
import dev.countersign.protection.ProtectionEvents.MigrationApplied;
import dev.countersign.worm.Catalogue;
import dev.countersign.worm.Catalogue.Guard;
import dev.countersign.worm.WormStore;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Looks at the catalogue, compares it with what the audit trail says of it and with what this program expects, and tells (T12). What
 * holds the state is the audit trail: nodes and restarts agree on it, and an alarm outlives the program that raised it.
 */
@Component
class CatalogueWatch {

    private static final Logger LOG = LoggerFactory.getLogger(CatalogueWatch.class);
    private static final Caller SYSTEM = Caller.system("protection");
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Catalogue catalogue;
    private final Migrations migrations;
    private final CatalogueRecord record;
    private final Ledger ledger;
    private final WormStore store;
    private final ProtectionSettings settings;
    private final ExpectedGuards expected;
    private final TransactionTemplate transaction;
    private volatile Verdict verdict = Verdict.none();
    private volatile boolean untold;
    private volatile long lookedAt;

    CatalogueWatch(
            Catalogue catalogue,
            Migrations migrations,
            CatalogueRecord record,
            Ledger ledger,
            WormStore store,
            ProtectionSettings settings,
            PlatformTransactionManager transactions) {
        this.catalogue = catalogue;
        this.migrations = migrations;
        this.record = record;
        this.ledger = ledger;
        this.store = store;
        this.settings = settings;
        this.expected = ExpectedGuards.ofThisProgram();
        this.transaction = new TransactionTemplate(transactions);
        // who holds back a look holds back the next one too: it fails, and what is old is not signed on
        this.transaction.setTimeout((int) LONGEST.toSeconds());
    }

    /** Why somebody looks. */
    enum Occasion {
        START,
        MINUTE,
        HOUR
    }

    /**
     * What the last look found.
     *
     * @param told null before the first
     * @param differences kind and name of what is not as it was
     * @param absent guards that this server does not give out
     */
    record Verdict(@Nullable Told told, List<String> differences, List<String> absent) {

        static Verdict none() {
            return new Verdict(null, List.of(), List.of());
        }
    }

    Verdict verdict() {
        return verdict;
    }

    /** When the last look that came to an end began, by {@link System#nanoTime}; means nothing before the first. */
    long lookedAt() {
        return lookedAt;
    }

    @Scheduled(
            initialDelayString = "${countersign.protection.check-every:PT1M}",
            fixedDelayString = "${countersign.protection.check-every:PT1M}")
    void everyMinute() {
        look(Occasion.MINUTE);
    }

    @Scheduled(
            initialDelayString = "${countersign.protection.record-every:PT1H}",
            fixedDelayString = "${countersign.protection.record-every:PT1H}")
    void everyHour() {
        look(Occasion.HOUR);
    }

    synchronized Verdict look(Occasion occasion) {
        long began = System.nanoTime();
        AtomicReference<Verdict> seen = new AtomicReference<>();
        boolean told = true;
        try {
            transaction.executeWithoutResult(status -> {
                catalogue.lock();
                judge(occasion, seen);
            });
        } catch (RuntimeException e) {
            if (seen.get() == null) {
                throw e;
            }
            // what was changed may be the very thing that tells: the alarm stands all the same
            told = false;
            LOG.error("PRO-003 What was found cannot be put on record", e);
        }
        Verdict found = Objects.requireNonNull(seen.get());
        alarm(verdict, found);
        untold = !told;
        lookedAt = began;
        verdict = found;
        return found;
    }

    private void judge(Occasion occasion, AtomicReference<Verdict> seen) {
        // in this order: a migration that commits in between shows in the history, and is no alarm
        List<Guard> guards = catalogue.guards();
        List<Applied> applied = migrations.applied();
        Fingerprint live = Fingerprint.of(guards);
        Optional<Told> before = before();
        String history = CatalogueRecord.digest(applied);
        boolean applies = expected.appliesTo(applied);
        List<String> unexpected = applies ? expected.differencesOf(live) : List.of();
        List<String> changed =
                live.differencesFrom(record.kept(before.map(Told::accepted).orElse(""), live));
        boolean released = applies && unexpected.isEmpty() && expected.decides(changed);
        Finding finding = new Judgement(before.orElse(null), live, history, settings.accept())
                .finding(occasion, unexpected, released);
        List<String> differences = finding.unexpected().isEmpty() ? changed : finding.unexpected();
        Verdict found = new Verdict(finding.told(), differences, expected.absentFrom(live));
        seen.set(found);
        if (finding.toTell() || untold) {
            store.putBlob(Fingerprint.bytes(guards));
            if (before.isEmpty() || !before.get().migrations().equals(history)) {
                record.unrecorded(applied).forEach(one -> ledger.append(SYSTEM, new MigrationApplied(one)));
            }
            String previous = before.map(Told::digest).orElse("");
            ledger.append(
                    SYSTEM,
                    new CatalogueFingerprinted(finding.told(), finding.cause(), previous, differences, found.absent()));
        }
    }

    /** What the audit trail says; what this node saw itself where it says nothing, because something hides it, or could not be told. */
    private Optional<Told> before() {
        Optional<Told> remembered = Optional.ofNullable(verdict.told());
        return untold ? remembered : record.told().or(() -> remembered);
    }

    /** What the audit trail says of a finding and why it is told. */
    record Finding(Told told, String cause, boolean toTell, List<String> unexpected) {}

    private static void alarm(Verdict before, Verdict now) {
        Told told = Objects.requireNonNull(now.told());
        if (before.told() != null && before.told().equals(told)) {
            return;
        }
        if (!told.intact()) {
            List<String> named = now.differences();
            LOG.error(
                    "PRO-002 What guards the store is not what it was: fingerprint {} (expected: {}); {}. Signing is suspended;"
                            + " see docs/operations/guards.md",
                    told.digest(),
                    told.accepted().isEmpty() ? "this program's" : told.accepted(),
                    named);
        } else {
            LOG.info("The guards of the store are as they should be, fingerprint {}", told.digest());
            if (!now.absent().isEmpty()) {
                LOG.warn("Absent because this server does not give them out: {}", now.absent());
            }
        }
    }
}

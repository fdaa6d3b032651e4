package dev.countersign.evidence;

import dev.countersign.evidence.Verifications.Verification;
import dev.countersign.evidence.verify.StoreReport;
import dev.countersign.ledger.BackgroundWork;
import dev.countersign.worm.WormStore;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** When the whole store is verified, on a thread of its own: a check of millions of entries delays nothing else. */
@Component
class VerificationClock extends BackgroundWork {

    private static final Logger LOG = LoggerFactory.getLogger(VerificationClock.class);

    private final FullVerification verification;
    private final StoredVerifications kept;
    private final WormStore store;
    private final VerificationSettings settings;
    private volatile @Nullable String failure;

    VerificationClock(
            FullVerification verification, StoredVerifications kept, WormStore store, VerificationSettings settings) {
        super("verification");
        this.verification = verification;
        this.kept = kept;
        this.store = store;
        this.settings = settings;
    }

    /** Why the last could not be done, if it could not. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    protected void wake(Thread working) {
        super.wake(working);
        try {
            verification.breakOff();
        } catch (SQLException e) {
            LOG.warn("The verification that runs ends with the program: {}", e.toString());
        }
    }

    @Override
    protected void work() {
        Duration pause = settings.first();
        Duration recent = settings.first();
        boolean asked = false;
        while (goesOn()) {
            try {
                asked |= kept.requests().tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
                kept.requests().drainPermits();
                boolean done = asked || !somebodyDid(recent) ? verify() : true;
                asked = asked && !done;
                pause = done ? settings.every() : settings.again();
                recent = settings.every().minus(settings.first());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (Exception e) {
                if (goesOn()) {
                    failure = e.getClass().getSimpleName();
                    LOG.error("VER-002 verification-not-done: the store could not be verified", e);
                    pause = settings.again();
                }
            }
        }
    }

    /** Nodes on one database need not all do it. */
    private boolean somebodyDid(Duration within) {
        Instant since = store.now().minus(within);
        return kept.newest()
                .map(Verification::startedAt)
                .filter(since::isBefore)
                .isPresent();
    }

    /** @return false if another node is at it */
    private boolean verify() throws SQLException {
        Instant startedAt = store.now();
        Optional<StoreReport> report = verification.run();
        failure = null;
        if (report.isEmpty()) {
            return false;
        }
        if (!report.get().holds()) {
            LOG.error(
                    "VER-001 verification-failed: {} findings, the first: {}. See docs/operations/verifying.md",
                    report.get().failures(),
                    report.get().findings().stream()
                            .limit(3)
                            .map(VerificationEvent.Ended::sentence)
                            .toList());
        }
        kept.keep(startedAt, report.get());
        return true;
    }
}

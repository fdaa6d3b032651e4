package dev.countersign.exports;

import dev.countersign.crypto.Identifiers;
import dev.countersign.exports.ExportEvents.Failed;
import dev.countersign.exports.ExportEvents.Finished;
import dev.countersign.exports.ExportFailure.FailedException;
import dev.countersign.exports.ExportMaking.Hold;
import dev.countersign.exports.ExportMaking.Made;
import dev.countersign.ledger.BackgroundWork;
import dev.countersign.ledger.Ledger;
import dev.countersign.worm.WormStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes exports, one at a time on each node: taken for a while, which each record prolongs; a node that dies leaves it to another, which begins
 * anew, with a moment of its own. Takes away what is kept no longer.
 */
@Component
class ExportWork extends BackgroundWork {

    private static final Logger LOG = LoggerFactory.getLogger(ExportWork.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration SWEPT_EVERY = Duration.ofMinutes(1);
    /** How long it can be seen what became of an export. */
    private static final Duration TOLD = Duration.ofDays(30);

    private static final int MOST_ATTEMPTS = 3;

    private final ExportMapper exports;
    private final ExportMaking making;
    private final ExportFolder folder;
    private final ExportSettings settings;
    private final WormStore store;
    private final Ledger ledger;
    private final TransactionTemplate transaction;
    private final UUID worker;
    private final Semaphore stopping = new Semaphore(0);
    private Instant swept = Instant.EPOCH;

    ExportWork(
            ExportMapper exports,
            ExportMaking making,
            ExportFolder folder,
            ExportSettings settings,
            WormStore store,
            Ledger ledger,
            Identifiers identifiers,
            PlatformTransactionManager transactions) {
        super("exports");
        this.exports = exports;
        this.making = making;
        this.folder = folder;
        this.settings = settings;
        this.store = store;
        this.ledger = ledger;
        this.worker = identifiers.next();
        this.transaction = new TransactionTemplate(transactions);
    }

    /** It shall not go on: it was cancelled or belongs to another node, or this node stops. */
    static final class EndedException extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    @Override
    protected void wake(Thread working) {
        stopping.release();
    }

    @Override
    protected void work() {
        stopping.drainPermits();
        swept = Instant.EPOCH;
        while (goesOn()) {
            try {
                do {
                    sweep();
                } while (goesOn() && next());
            } catch (RuntimeException | Error e) {
                LOG.error("EXP-901 exports-failed: exports wait. See docs/operations/exports.md", e);
            }
            if (isToldToStop()) {
                return;
            }
        }
    }

    private boolean isToldToStop() {
        try {
            return stopping.tryAcquire(EVERY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Does one that waits; whether there was one. */
    private boolean next() {
        Instant now = store.now();
        Optional<ExportJob> taken = Objects.requireNonNull(
                transaction.execute(status -> exports.take(organisation(), worker, now, now.plus(settings.claim()))));
        taken.ifPresent(this::run);
        return taken.isPresent();
    }

    private void run(ExportJob job) {
        try {
            if (job.attempts() > MOST_ATTEMPTS) {
                throw new FailedException(ExportFailure.BROKEN_OFF);
            }
            finish(job, making.make(job, worker, new Going(job)));
        } catch (FailedException e) {
            fail(job, e.failure());
        } catch (EndedException e) {
            transaction.executeWithoutResult(status -> exports.giveBack(organisation(), job.exportId(), worker));
        } catch (IOException | RuntimeException | Error e) {
            LOG.error("EXP-903 export-not-done: export {}. See docs/operations/exports.md", job.exportId(), e);
            fail(job, ExportFailure.NOT_DONE);
        } finally {
            discard(job);
        }
    }

    /** The row's lock says whose result counts; until it is told, no other has its place. */
    void finish(ExportJob job, Made made) {
        transaction.executeWithoutResult(status -> {
            Instant now = store.now();
            boolean mine = exports.finish(
                            organisation(),
                            job.exportId(),
                            worker,
                            now,
                            now.plus(settings.kept()),
                            made.length(),
                            made.sha256())
                    == 1;
            if (mine) {
                ledger.append(
                        job.caller(),
                        new Finished(
                                job.exportId(),
                                made.matched(),
                                made.enclosed(),
                                made.altered(),
                                made.sha256(),
                                made.logSize()));
                place(job, made);
            }
        });
    }

    private void place(ExportJob job, Made made) {
        try {
            folder.finish(made.part(), job.exportId());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fail(ExportJob job, ExportFailure failure) {
        transaction.executeWithoutResult(status -> {
            if (exports.fail(organisation(), job.exportId(), worker, store.now(), failure.code()) == 1) {
                ledger.append(job.caller(), new Failed(job.exportId(), failure.code()));
            }
        });
    }

    private void discard(ExportJob job) {
        try {
            folder.discard(job.exportId(), worker);
        } catch (IOException e) {
            LOG.warn("What was begun of export {} is taken away later", job.exportId(), e);
        }
    }

    private void sweep() {
        Instant now = store.now();
        if (now.isBefore(swept.plus(SWEPT_EVERY))) {
            return;
        }
        swept = now;
        transaction.executeWithoutResult(status -> {
            exports.expire(organisation(), now);
            exports.forget(organisation(), now.minus(TOLD));
        });
        folder.sweep(kept -> exports.find(organisation(), kept.exportId())
                .filter(job -> kept.worker().isPresent()
                        ? job.stage() == ExportState.RUNNING
                                && kept.worker().get().equals(job.worker())
                        : job.stage() == ExportState.DONE || job.stage() == ExportState.RUNNING)
                .isPresent());
    }

    /** No export fails of what another left behind. */
    private void sweepUnasked() {
        try {
            sweep();
        } catch (RuntimeException e) {
            LOG.error("EXP-901 exports-failed: what expired is taken away later. See docs/operations/exports.md", e);
        }
    }

    private String organisation() {
        return store.installation().organisation();
    }

    /** Prolongs the claim with each record and each pause. What others' exports need is done between. */
    private final class Going implements Hold {

        private final ExportJob job;
        private int done;
        private int total;

        Going(ExportJob job) {
            this.job = job;
        }

        @Override
        public void at(int done, int total) {
            this.done = done;
            this.total = total;
            Instant until = store.now().plus(settings.claim());
            if (!goesOn()
                    || Objects.requireNonNull(transaction.execute(
                                    status -> exports.goOn(organisation(), job.exportId(), worker, done, total, until)))
                            == 0) {
                throw new EndedException();
            }
            sweepUnasked();
        }

        @Override
        public void pause() {
            if (isToldToStop()) {
                stopping.release();
                throw new EndedException();
            }
            at(done, total);
        }
    }
}

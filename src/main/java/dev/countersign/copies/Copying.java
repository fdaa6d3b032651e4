package dev.countersign.copies;

import dev.countersign.copies.ProgressMapper.Progress;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.worm.LogStore;
import dev.countersign.worm.WormStore;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Copies what sealed entries speak of, in the order of the log, to one place at a time. The cursor is moved on in the transaction that
 * holds the place's lock, after the copies are there: a crash at any moment has something copied again, never something left out.
 */
@Component
class Copying {

    private static final Logger LOG = LoggerFactory.getLogger(Copying.class);
    private static final Caller SYSTEM = Caller.system("copies");

    /** Leaves looked at in one transaction. */
    private static final int WINDOW = 256;
    /** Bytes after which a transaction ends: what was read stays in memory until then. */
    private static final long ENOUGH = 4_000_000;

    private final CopySource source;
    private final ProgressMapper progress;
    private final LogStore log;
    private final WormStore store;
    private final Ledger ledger;
    private final TransactionTemplate transaction;

    Copying(
            CopySource source,
            ProgressMapper progress,
            LogStore log,
            WormStore store,
            Ledger ledger,
            PlatformTransactionManager transactions) {
        this.source = source;
        this.progress = progress;
        this.log = log;
        this.store = store;
        this.ledger = ledger;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** What came of a pass. */
    enum Outcome {
        /** There may be more. */
        MORE,
        /** Everything that is sealed is copied. */
        DONE,
        /** The place cannot be used. */
        FAILED,
        /** Another node is at it. */
        ELSEWHERE
    }

    /** Copies the next part of what is sealed and not copied. */
    Outcome pass(CopyDestination destination) {
        return Objects.requireNonNull(transaction.execute(
                status -> progress.lock(destination.name()) ? next(destination) : Outcome.ELSEWHERE));
    }

    /** How far the copies of a place are; nothing before the first pass. */
    Optional<Progress> progressOf(CopyDestination destination) {
        return progress.of(organisation(), destination.name(), destination.place());
    }

    private Outcome next(CopyDestination destination) {
        Progress before = progressOf(destination)
                .filter(this::isOfThisLog)
                .orElseGet(() ->
                        new Progress(destination.name(), destination.place(), 0, null, null, null, 0, store.now()));
        List<byte[]> entries = log.entries(before.position(), before.position() + WINDOW);
        Pass pass = new Pass(destination, before.position());
        try {
            demandBegun(destination, before.position());
            pass.run(entries);
        } catch (CopyFailedException e) {
            keep(before, pass, e);
            return Outcome.FAILED;
        }
        if (before.alarm() != null || pass.position > before.position()) {
            keep(before, pass, null);
        }
        return entries.isEmpty() ? Outcome.DONE : Outcome.MORE;
    }

    /** What was looked at may have spoken of nothing that is copied, as the first entries of an installation do. */
    private void demandBegun(CopyDestination destination, long position) throws CopyFailedException {
        if (position == 0) {
            return;
        }
        try {
            destination.demandBegun();
        } catch (CopyFailedException e) {
            if (e.alarm() != CopyAlarm.GONE || hadCopies(position)) {
                throw e;
            }
        }
    }

    private boolean hadCopies(long position) {
        for (long from = 0; from < position; from += WINDOW) {
            if (log.entries(from, Math.min(position, from + WINDOW)).stream().anyMatch(CopySource::isCopied)) {
                return true;
            }
        }
        return false;
    }

    /** A log that goes on in a new epoch after a loss has other leaves where copies were made of lost ones. */
    private boolean isOfThisLog(Progress before) {
        return before.position() == 0
                || Arrays.equals(log.leafHashes(before.position() - 1, before.position()), before.leafHash());
    }

    private final class Pass {
        private final CopyDestination destination;
        private long position;
        private long leftOut;
        private long bytes;

        Pass(CopyDestination destination, long position) {
            this.destination = destination;
            this.position = position;
        }

        void run(List<byte[]> entries) throws CopyFailedException {
            for (byte[] entry : entries) {
                if (bytes > ENOUGH) {
                    return;
                }
                copy(entry);
                position++;
            }
        }

        private void copy(byte[] entry) throws CopyFailedException {
            try {
                source.each(entry, (path, content) -> {
                    bytes += content.length;
                    destination.store(path, content);
                });
            } catch (CopyFailedException e) {
                if (!e.alarm().isPassedOver()) {
                    throw e;
                }
                leftOut++;
                LOG.error("{}: copies to {}: {}", e.alarm(), destination.name(), e.why());
                ledger.append(SYSTEM, new CopyEvents.LeftOut(destination.name(), e.alarm(), e.why(), position));
            }
        }
    }

    private void keep(Progress before, Pass pass, @Nullable CopyFailedException failure) {
        String name = before.destination();
        String alarm = failure == null ? null : failure.alarm().toString();
        if (failure != null && !failure.alarm().toString().equals(before.alarm())) {
            LOG.error("{}: copies to {}: {}; what is sealed waits", failure.alarm(), name, failure.why(), failure);
            ledger.append(SYSTEM, new CopyEvents.AlarmRaised(name, failure.alarm(), failure.why(), pass.position));
        } else if (failure == null && before.alarm() != null) {
            LOG.info("Copies to {} are made again; they were not: {}", name, before.alarm());
            ledger.append(SYSTEM, new CopyEvents.AlarmEnded(name, before.alarm(), pass.position));
        }
        byte[] leafHash = pass.position == 0 ? null : log.leafHashes(pass.position - 1, pass.position);
        progress.keep(
                organisation(),
                new Progress(
                        name,
                        before.place(),
                        pass.position,
                        leafHash,
                        alarm,
                        failure == null ? null : failure.why(),
                        before.leftOut() + pass.leftOut,
                        store.now()));
    }

    private String organisation() {
        return store.installation().organisation();
    }
}

package dev.countersign.ledger;

import dev.countersign.crypto.Digest;
import dev.countersign.worm.LogStore;
import dev.countersign.worm.LogStore.Coverage;
import dev.countersign.worm.LogStore.SealedLeaf;
import dev.countersign.worm.LogStore.StoredCheckpoint;
import dev.countersign.worm.LogStore.TileAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** {@link Log} over what is stored of it. */
@Component
class StoredLog implements Log {

    private final LogStore store;
    private final Epochs epochs;
    private final SealSignal signal;
    private final LogSettings settings;
    private final TreeHashes hashes;
    private final Map<Long, Checkpoint> checkpoints = Remembered.atMost(1_000);

    StoredLog(LogStore store, Epochs epochs, SealSignal signal, LogSettings settings) {
        this.store = store;
        this.epochs = epochs;
        this.signal = signal;
        this.settings = settings;
        this.hashes = new TreeHashes(store);
    }

    @Override
    public String verifierKey() {
        return epochs.current().format().verifierKey();
    }

    @Override
    public String verifierKey(Checkpoint checkpoint) {
        return epochs.formatOf(checkpoint.origin()).verifierKey();
    }

    @Override
    public Checkpoint newest() {
        return store.newest().map(StoredLog::checkpoint).orElseThrow(() -> LogRefusal.NOT_SEALED.thrown("any entry"));
    }

    @Override
    public Optional<Checkpoint> at(long size) {
        Checkpoint known = checkpoints.get(size);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Checkpoint> stored = store.checkpoint(size).map(StoredLog::checkpoint);
        stored.ifPresent(checkpoint -> checkpoints.put(size, checkpoint));
        return stored;
    }

    @Override
    public Inclusion inclusion(long index, long size) {
        Checkpoint checkpoint = existing(size);
        if (index < 0 || index >= size) {
            throw LogRefusal.NO_ENTRY.thrown(index, size);
        }
        SealedLeaf leaf = store.leaf(index)
                .orElseThrow(() -> new LogBrokenException("entry " + index + " of the sealed log is missing"));
        List<Digest> path = hashes.of(MerkleTree.inclusion(index, size), index, leaf.tile());
        return new Inclusion(index, leaf.leafHash(), leaf.entry(), path, checkpoint);
    }

    @Override
    public List<Digest> consistency(long from, long to) {
        if (from > to) {
            throw LogRefusal.WRONG_ORDER.thrown(from, to);
        }
        existing(from);
        existing(to);
        return hashes.of(MerkleTree.consistency(from, to));
    }

    @Override
    public Checkpoint covering(Collection<UUID> entryIds) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("what this transaction appended is sealed only after it: wait outside");
        }
        Set<UUID> wanted = new HashSet<>(entryIds);
        long deadline = System.nanoTime() + settings.patience().toNanos();
        while (true) {
            long seen = signal.seals();
            Coverage coverage = store.coverage(wanted);
            if (coverage.sealed() == wanted.size()) {
                return newest();
            }
            long left = deadline - System.nanoTime();
            if (left <= 0 || !waited(seen, left)) {
                throw LogRefusal.NOT_SEALED.thrown(
                        wanted.size() - coverage.sealed() + " of " + wanted.size() + " entries");
            }
        }
    }

    @Override
    public Optional<byte[]> tile(int level, TilePath path) {
        boolean sealed = level >= 0 && path.index() <= Long.MAX_VALUE / Tiles.WIDTH - 1;
        return sealed ? hashes.tile(new TileAddress(level, path.index(), path.width())) : Optional.empty();
    }

    @Override
    public Optional<byte[]> entryTile(TilePath path) {
        if (path.index() > Long.MAX_VALUE / Tiles.WIDTH - 1) {
            return Optional.empty();
        }
        long first = path.index() * Tiles.WIDTH;
        List<byte[]> entries = store.entries(first, first + path.width());
        return entries.size() == path.width() ? Optional.of(EntryBundle.write(entries)) : Optional.empty();
    }

    /** False if the thread was interrupted. */
    private boolean waited(long seen, long nanos) {
        Duration left = Duration.ofNanos(nanos);
        try {
            signal.awaitSeal(seen, left.compareTo(settings.poll()) < 0 ? left : settings.poll());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Checkpoint existing(long size) {
        return at(size).orElseThrow(() -> LogRefusal.NO_CHECKPOINT.thrown(size, newest().size()));
    }

    private static Checkpoint checkpoint(StoredCheckpoint stored) {
        return new Checkpoint(stored.origin(), stored.size(), stored.root(), stored.note());
    }
}

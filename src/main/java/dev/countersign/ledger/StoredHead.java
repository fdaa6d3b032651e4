package dev.countersign.ledger;

import dev.countersign.crypto.Digest;
import dev.countersign.crypto.KeyVault;
import dev.countersign.crypto.KeyVault.KeyName;
import dev.countersign.ledger.Epochs.Epoch;
import dev.countersign.ledger.MerkleTree.Range;
import dev.countersign.witness.CheckpointFormat;
import dev.countersign.witness.CheckpointFormat.Statement;
import dev.countersign.worm.LogEpochs.StoredEpoch;
import dev.countersign.worm.LogStore;
import dev.countersign.worm.LogStore.StoredCheckpoint;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The newest checkpoint as it is stored now, and whether the stored tree is the one it states. Remembers nothing of what was stored. */
@Component
class StoredHead {

    private static final Digest NO_LEAVES = Digest.of(new byte[0]);

    private final LogStore store;
    private final Epochs epochs;
    private final KeyVault vault;
    private volatile @Nullable Head opening;

    StoredHead(LogStore store, Epochs epochs, KeyVault vault) {
        this.store = store;
        this.epochs = epochs;
        this.vault = vault;
    }

    /** @param opens whether nothing was sealed in its epoch yet: witnesses may not know it */
    @SuppressWarnings("ArrayRecordComponent")
    record Head(String origin, long size, Digest root, byte[] note, boolean opens) {}

    /**
     * Reads it.
     *
     * @return before anything is sealed in an epoch, a signed note of what it begins with: a log is known to its witnesses before
     *     its first entry
     * @throws LogBrokenException if tree, leaves and checkpoint are not of one another
     */
    Head read() {
        Epoch epoch = epochs.read();
        Optional<StoredCheckpoint> newest = store.newest();
        if (newest.isEmpty()) {
            if (store.leafHashes(0, 1).length > 0) {
                throw new LogBrokenException("the log has leaves and no checkpoint");
            }
            return opening(epoch.format(), 0, NO_LEAVES);
        }
        StoredCheckpoint checkpoint = newest.get();
        CheckpointFormat format = epochs.formatOf(checkpoint.origin());
        Statement statement = format.read(checkpoint.note())
                .orElseThrow(() -> new LogBrokenException(
                        "the newest checkpoint, of " + checkpoint.origin() + " and size " + checkpoint.size()
                                + ", is not signed by this installation's log key (expected: " + format.verifierKey()
                                + "). Nodes on one database share one keystore folder; restore log.p12"));
        long size = statement.size();
        if (store.leafHashes(size - 1, size).length != Tiles.HASH) {
            throw new LogBrokenException(
                    "the newest checkpoint is of size " + size + "; leaf " + (size - 1) + " is missing");
        }
        Digest root = root(size);
        if (!root.equals(statement.root())) {
            throw new LogBrokenException("the newest checkpoint is of size " + size + " and root " + statement.root()
                    + "; the stored tree has another root");
        }
        if (checkpoint.origin().equals(epoch.format().origin())) {
            return new Head(checkpoint.origin(), size, root, checkpoint.note(), false);
        }
        StoredEpoch opened = epoch.opening();
        if (opened == null || opened.baseSize() != size || !opened.baseRoot().equals(root)) {
            throw new LogBrokenException("the newest checkpoint is of " + checkpoint.origin() + " and size " + size
                    + "; the log is in the epoch of " + epoch.format().origin());
        }
        return opening(epoch.format(), size, root);
    }

    /** Root of the stored tree as it was at a smaller size. */
    Digest root(long size) {
        return size == 0
                ? NO_LEAVES
                : new TreeHashes(store).of(List.of(new Range(0, size))).get(0);
    }

    /** Proof that the stored tree of one size begins with that of a smaller one; empty where none is needed. */
    List<Digest> consistency(long from, long to) {
        return from == 0 || from >= to ? List.of() : new TreeHashes(store).of(MerkleTree.consistency(from, to));
    }

    private Head opening(CheckpointFormat format, long size, Digest root) {
        Head known = opening;
        if (known == null
                || !known.origin().equals(format.origin())
                || !known.root().equals(root)) {
            byte[] note = format.write(size, root, message -> vault.sign(KeyName.LOG, message));
            known = new Head(format.origin(), size, root, note, true);
            opening = known;
        }
        return known;
    }
}

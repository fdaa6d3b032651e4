package dev.countersign.ledger;

import dev.countersign.crypto.Digest;
import dev.countersign.crypto.KeyVault;
import dev.countersign.crypto.KeyVault.KeyName;
import dev.countersign.ledger.Epochs.Epoch;
import dev.countersign.witness.CheckpointFormat;
import dev.countersign.worm.LogEpochs.StoredEpoch;
import dev.countersign.worm.LogStore.StoredCheckpoint;
import dev.countersign.worm.SealingSession;
import dev.countersign.worm.SealingSession.Queued;
import dev.countersign.worm.SealingSession.Sealing;
import java.util.List;
import java.util.Optional;

/** One time of leading, on one session: knows the tree's right edge and appends to it. Of no use after any exception. */
final class Leadership {

    private final SealingSession session;
    private final Epoch epoch;
    private final CheckpointFormat format;
    private final KeyVault vault;
    private final RightEdge edge;
    private boolean opens;

    private Leadership(SealingSession session, Epoch epoch, KeyVault vault, RightEdge edge, boolean opens) {
        this.session = session;
        this.epoch = epoch;
        this.format = epoch.format();
        this.opens = opens;
        this.vault = vault;
        this.edge = edge;
    }

    /**
     * Takes over what was sealed so far.
     *
     * @throws LogBrokenException if the newest checkpoint is not of this log, this key and the stored tree
     */
    static Leadership takeOver(SealingSession session, Epoch epoch, KeyVault vault) {
        RightEdge edge = RightEdge.of(session.size(), (level, index, width) -> read(session, level, index, width));
        StoredEpoch opening = epoch.opening();
        Optional<StoredCheckpoint> newest = session.newest();
        CheckpointFormat sealedBefore = epoch.format();
        boolean opens = false;
        if (opening != null && opening.baseSize() == edge.size()) {
            opens = true;
            sealedBefore =
                    newest.flatMap(checkpoint -> before(epoch, checkpoint)).orElse(sealedBefore);
        }
        demandContinuity(newest, edge, sealedBefore);
        return new Leadership(session, epoch, vault, edge, opens);
    }

    /** What the epoch begins with was sealed in an earlier one: not always in the last, which may have ended before it sealed anything. */
    private static Optional<CheckpointFormat> before(Epoch epoch, StoredCheckpoint newest) {
        return epoch.format()
                .ofEpochIn(newest.origin())
                .filter(earlier -> earlier.epoch() < epoch.format().epoch());
    }

    /**
     * Seals what waits, up to so many entries, under one new checkpoint.
     *
     * @return how many; nothing is signed if none waits
     */
    int seal(int limit) {
        List<Queued> entries = next(limit);
        if (entries.isEmpty()) {
            return 0;
        }
        long first = edge.size();
        entries.forEach(entry -> edge.append(entry.leafHash()));
        Digest root = edge.root();
        byte[] note = format.write(edge.size(), root, message -> vault.sign(KeyName.LOG, message));
        session.seal(new Sealing(format.origin(), first, entries, edge.takeTiles(), root, note));
        opens = false;
        return entries.size();
    }

    /** The decision that opened an epoch is its first entry, whatever else waits. */
    private List<Queued> next(int limit) {
        StoredEpoch opening = epoch.opening();
        return opens && opening != null ? session.queued(opening.entryId()) : session.queued(limit);
    }

    long size() {
        return edge.size();
    }

    private static List<Digest> read(SealingSession session, int level, long index, int width) {
        long first = index * Tiles.WIDTH;
        List<Digest> hashes = level == 0
                ? session.leafHashes(first, first + width)
                : session.tile(level, index, width)
                        .map(tile -> Tiles.hashes(tile, 0, width))
                        .orElse(List.of());
        if (hashes.size() != width) {
            throw new LogBrokenException("tile " + level + "/" + index + " of the sealed log has " + hashes.size()
                    + " hashes (expected: " + width + ")");
        }
        return hashes;
    }

    private static void demandContinuity(Optional<StoredCheckpoint> newest, RightEdge edge, CheckpointFormat format) {
        if (newest.isEmpty() && edge.size() == 0) {
            return;
        }
        StoredCheckpoint checkpoint = newest.orElseThrow(
                () -> new LogBrokenException("the log has " + edge.size() + " leaves and no checkpoint"));
        CheckpointFormat.Statement statement = format.read(checkpoint.note())
                .orElseThrow(
                        () -> new LogBrokenException("the newest checkpoint, of " + checkpoint.origin() + " and size "
                                + checkpoint.size() + ", is not signed by this installation's log key (expected: "
                                + format.verifierKey()
                                + "). Nodes on one database share one keystore folder; restore log.p12"));
        if (statement.size() != edge.size() || !statement.root().equals(edge.root())) {
            throw new LogBrokenException("the newest checkpoint is of size " + statement.size() + " and root "
                    + statement.root() + "; what is stored has size " + edge.size() + " and another root");
        }
    }
}

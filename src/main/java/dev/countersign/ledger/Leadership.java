package dev.countersign.ledger;

import dev.countersign.crypto.Digest;
import dev.countersign.crypto.KeyVault;
import dev.countersign.crypto.KeyVault.KeyName;
import dev.countersign.witness.CheckpointFormat;
import dev.countersign.worm.LogStore.StoredCheckpoint;
import dev.countersign.worm.SealingSession;
import dev.countersign.worm.SealingSession.Queued;
import dev.countersign.worm.SealingSession.Sealing;
import java.util.List;
import java.util.Optional;

/** One time of leading, on one session: knows the tree's right edge and appends to it. Of no use after any exception. */
final class Leadership {

    private final SealingSession session;
    private final CheckpointFormat format;
    private final KeyVault vault;
    private final RightEdge edge;

    private Leadership(SealingSession session, CheckpointFormat format, KeyVault vault, RightEdge edge) {
        this.session = session;
        this.format = format;
        this.vault = vault;
        this.edge = edge;
    }

    /**
     * Takes over what was sealed so far.
     *
     * @throws LogBrokenException if the newest checkpoint is not of this log, this key and the stored tree
     */
    static Leadership takeOver(SealingSession session, CheckpointFormat format, KeyVault vault) {
        RightEdge edge = RightEdge.of(session.size(), (level, index, width) -> read(session, level, index, width));
        demandContinuity(session.newest(), edge, format);
        return new Leadership(session, format, vault, edge);
    }

    /**
     * Seals what waits, up to so many entries, under one new checkpoint.
     *
     * @return how many; nothing is signed if none waits
     */
    int seal(int limit) {
        List<Queued> entries = session.queued(limit);
        if (entries.isEmpty()) {
            return 0;
        }
        long first = edge.size();
        entries.forEach(entry -> edge.append(entry.leafHash()));
        Digest root = edge.root();
        byte[] note = format.write(edge.size(), root, message -> vault.sign(KeyName.LOG, message));
        session.seal(new Sealing(format.origin(), first, entries, edge.takeTiles(), root, note));
        return entries.size();
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

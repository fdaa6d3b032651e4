package dev.countersign.evidence.verify;

import dev.countersign.evidence.verify.StoredRows.Row;
import dev.countersign.evidence.verify.StoredRows.Scan;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The sealed log from its first leaf to its last, in key ranges: one page of tiles and checkpoints is held, and the tree's edge. */
final class LogPass {

    static final int PAGE = 10_000;
    private static final long BEFORE_ALL = -Long.MAX_VALUE;
    private static final int MOMENT = 3;

    private final StoredRows rows;
    private final Tally tally;
    private final LongConsumer progress;
    private final EntryChecks entries;
    private final CheckpointChecks checkpoints;
    private final Epochs epochs;
    private final GrowingTree tree = new GrowingTree();
    private final TileChecks tiles;
    private @Nullable String moment;
    private boolean broken;
    private long read;
    private long last;

    LogPass(StoredRows rows, Exhibit.Home home, Anchors anchors, Tally tally, LongConsumer progress) {
        this.rows = rows;
        this.tally = tally;
        this.progress = progress;
        this.entries = new EntryChecks(home, tally);
        this.epochs = new Epochs(rows, anchors, tally);
        this.checkpoints = new CheckpointChecks(epochs, anchors, tally);
        this.tiles = new TileChecks(tree, tally);
    }

    void run() {
        last = BEFORE_ALL;
        long before;
        do {
            before = read;
            checkpoints.load(rows, read, read + PAGE);
            tiles.load(rows, read, read + PAGE);
            rows.each(Scan.LEAVES, this::leaf, last, PAGE);
            progress.accept(read);
        } while (read - before == PAGE);
        end();
    }

    long size() {
        return read;
    }

    @Nullable
    String root() {
        byte[] root = broken ? null : tree.root();
        return root == null ? null : HexFormat.of().formatHex(root);
    }

    private void leaf(Row row) {
        long index = Long.parseLong(Objects.requireNonNull(row.text(0)));
        String key = Long.toString(index);
        byte[] hash = Objects.requireNonNull(row.bytes(2));
        if (index == read || broken) {
            tally.passed(StoreCheck.LEAF_INDEX);
        } else {
            tally.failed(
                    StoreCheck.LEAF_INDEX,
                    "log_leaf",
                    Long.toString(read),
                    "leaf " + read + "; the next there is " + key);
            broken = true;
        }
        entries.run(row, StoreCheck.LEAF_HASH, "log_leaf", key);
        epochs.leaf(index, row);
        read++;
        last = index;
        if (!broken) {
            append(hash, String.valueOf(row.text(MOMENT)));
        }
    }

    private void append(byte[] hash, String sealedAt) {
        if (moment != null && !moment.equals(sealedAt)) {
            checkpoints.demand(
                    tree.size(), "log_leaf " + tree.size() + " was sealed at another moment than the one before");
        }
        moment = sealedAt;
        if (hash.length != 32) {
            broken = true;
            return;
        }
        tree.append(hash);
        epochs.tree(tree);
        tiles.at(tree.size(), sealedAt);
        if (checkpoints.at(tree, sealedAt)) {
            tiles.sealed(tree.size());
        }
    }

    private void end() {
        if (broken) {
            tally.undecided(StoreCheck.ROOT, "a leaf is missing: there is no root beyond it");
            tally.undecided(StoreCheck.TILES, "a leaf is missing: nothing says what the tiles beyond it must hold");
        } else {
            if (read > 0) {
                checkpoints.demand(read, "the last leaf is covered by a checkpoint");
            }
            tiles.end(rows, read);
        }
        checkpoints.end(rows, broken ? Long.MAX_VALUE : read);
        rows.each(Scan.WAITING, this::waiting);
        epochs.end();
    }

    private void waiting(Row row) {
        entries.run(row, StoreCheck.QUEUE, "log_queue", String.valueOf(row.text(1)));
        epochs.entry(read, row);
    }
}

package dev.countersign.evidence.verify;

import dev.countersign.crypto.Digest;
import dev.countersign.evidence.verify.StoredRows.Row;
import dev.countersign.evidence.verify.StoredRows.Scan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Stored checkpoints against the growing tree, the log's key, and one that was kept outside. */
final class CheckpointChecks {

    private static final int NOTE = 3;

    private final Epochs epochs;
    private final Tally tally;
    private final Checkpoint.@Nullable Key key;
    private final @Nullable Checkpoint outside;
    private final Map<Long, List<Row>> page = new HashMap<>();
    private long newest;

    CheckpointChecks(Epochs epochs, Anchors anchors, Tally tally) {
        this.epochs = epochs;
        this.tally = tally;
        String named = anchors.key();
        this.key = named == null ? null : Checkpoint.Key.parse(named);
        byte[] kept = anchors.checkpoint();
        this.outside = kept == null ? null : outside(kept);
        if (key == null) {
            tally.undecided(StoreCheck.CHECKPOINT_SIGNATURE, "no key to check with: name a trust file");
        }
        if (outside == null) {
            tally.undecided(
                    StoreCheck.OUTSIDE,
                    "no checkpoint from outside to compare with: a log that was cut, or restored from a backup, looks whole");
        }
    }

    /** What a note says, whoever signed it. */
    static Checkpoint outside(byte[] note) {
        String[] lines = new String(note, StandardCharsets.UTF_8).split("\n", -1);
        try {
            return new Checkpoint(lines[0], Long.parseLong(lines[1]), Digest.ofStored(Checkpoint.base64(lines[2])));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("the checkpoint is none: it needs origin, size and root", e);
        }
    }

    void load(StoredRows rows, long after, long last) {
        page.clear();
        rows.each(
                Scan.CHECKPOINTS,
                row -> page.computeIfAbsent(number(row), size -> new ArrayList<>())
                        .add(row),
                after,
                last);
    }

    /** Demands a checkpoint of that size. */
    void demand(long size, String because) {
        tally.check(
                StoreCheck.SEALING,
                "checkpoint",
                Long.toString(size),
                "a checkpoint of size " + size + ": " + because,
                () -> newest == size);
    }

    /** @return whether there is a checkpoint of the tree's size */
    boolean at(GrowingTree tree, String sealedAt) {
        long size = tree.size();
        List<Row> stored = page.getOrDefault(size, List.of());
        boolean kept = outside != null && outside.size() == size && size <= epochs.keptOf(outside.origin());
        if (stored.isEmpty() && !kept) {
            return false;
        }
        String root = HexFormat.of().formatHex(Objects.requireNonNull(tree.root()));
        if (outside != null && kept) {
            tally.check(
                    StoreCheck.OUTSIDE,
                    "log_leaf",
                    "0 to " + (size - 1),
                    "root " + outside.root() + " at size " + size
                            + ", as the checkpoint says that was kept outside; it is " + root
                            + ": the log was rewritten",
                    () -> outside.root().hex().equals(root));
        }
        for (Row row : stored) {
            newest = size;
            String id = key(row);
            note(row);
            tally.check(
                    StoreCheck.ROOT,
                    "checkpoint",
                    id,
                    "root " + root + ", that of the stored leaves before " + size,
                    () -> root.equals(row.text(2)));
            tally.check(
                    StoreCheck.SEALING,
                    "checkpoint",
                    id,
                    "made at " + sealedAt + ", as the last leaf it covers",
                    () -> sealedAt.equals(row.text(4)));
        }
        return !stored.isEmpty();
    }

    /** Those beyond the last leaf, and whether the log ever was as long as what is known outside. */
    void end(StoredRows rows, long size) {
        rows.each(Scan.CHECKPOINTS_OUTSIDE, row -> beyond(row, size), size);
        long kept = outside == null ? size : epochs.keptOf(outside.origin());
        if (outside != null && outside.size() > kept) {
            tally.failed(
                    StoreCheck.OUTSIDE,
                    "log_leaf",
                    kept + " to " + (outside.size() - 1),
                    "the entries that the checkpoint says were there, of " + outside.origin()
                            + ": two people decided that the log goes on without them; see log_epoch");
        } else if (outside != null && outside.size() > size) {
            tally.failed(
                    StoreCheck.OUTSIDE,
                    "log_leaf",
                    size + " to " + (outside.size() - 1),
                    "at least " + outside.size() + " leaves, as the checkpoint says that was kept outside; there are "
                            + size + ": the log was cut, or an older copy restored");
        }
        if (outside != null && key != null && !epochs.know(outside.origin())) {
            tally.failed(
                    StoreCheck.OUTSIDE,
                    "checkpoint",
                    outside.origin(),
                    "a checkpoint of this log, " + epochs.originOf(size));
        }
    }

    private void beyond(Row row, long size) {
        if (note(row) && number(row) > size) {
            tally.failed(
                    StoreCheck.ROOT,
                    "log_leaf",
                    size + " to " + (number(row) - 1),
                    "leaves up to " + number(row) + ", as a stored checkpoint says; there are " + size
                            + ": the log was cut");
        } else {
            tally.failed(StoreCheck.ROOT, "checkpoint", key(row), "no checkpoint: the log has " + size + " leaves");
        }
    }

    /** @return whether the note holds, as far as it can be checked */
    private boolean note(Row row) {
        String origin = String.valueOf(row.text(0));
        boolean says = saysWhatIsStored(row, origin);
        tally.check(
                StoreCheck.CHECKPOINT,
                "checkpoint",
                key(row),
                "a note of " + epochs.originOf(number(row)) + " with the size and the root beside it",
                () -> says && origin.equals(epochs.originOf(number(row))));
        if (key == null) {
            return says;
        }
        boolean signed = isSigned(row, key.inEpochOf(origin));
        tally.check(
                StoreCheck.CHECKPOINT_SIGNATURE,
                "checkpoint",
                key(row),
                "a note that " + origin + " signed with the log's key",
                () -> signed);
        return says && signed;
    }

    private static boolean isSigned(Row row, Checkpoint.Key key) {
        try {
            Checkpoint.parse(Objects.requireNonNull(row.bytes(NOTE)), key);
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static boolean saysWhatIsStored(Row row, String origin) {
        String root = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(String.valueOf(row.text(2))));
        return new String(Objects.requireNonNull(row.bytes(NOTE)), StandardCharsets.UTF_8)
                .startsWith(origin + "\n" + row.text(1) + "\n" + root + "\n\n— " + origin + " ");
    }

    private static String key(Row row) {
        return row.text(0) + " " + row.text(1);
    }

    private static long number(Row row) {
        return Long.parseLong(Objects.requireNonNull(row.text(1)));
    }
}

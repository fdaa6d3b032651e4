package dev.countersign.evidence.verify;

import dev.countersign.evidence.verify.StoredRows.Row;
import dev.countersign.evidence.verify.StoredRows.Scan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Stored tiles against the growing tree: full ones of every level; of upper levels also those that grew when something was sealed
 * (docs/formats.md).
 */
final class TileChecks {

    private static final int WIDTH = 256;
    private static final int LEVELS = 7;

    private final GrowingTree tree;
    private final Tally tally;
    private final Map<Long, List<Stored>> page = new HashMap<>();
    private final long[] stored = new long[LEVELS];
    private final long[] sealed = new long[LEVELS];

    @SuppressWarnings("ArrayRecordComponent")
    private record Stored(int level, long index, int width, byte[] hashes, String recordedAt) {

        String key() {
            return level + "/" + index + " width " + width;
        }

        /** How many leaves there were when it had become what it is. */
        long end() {
            return (index * WIDTH + width) << (8 * level);
        }
    }

    TileChecks(GrowingTree tree, Tally tally) {
        this.tree = tree;
        this.tally = tally;
    }

    void load(StoredRows rows, long after, long last) {
        page.clear();
        rows.each(Scan.TILES, this::hold, after, last);
    }

    private void hold(Row row) {
        Stored tile = new Stored(
                (int) number(row, 0),
                number(row, 1),
                (int) number(row, 2),
                Objects.requireNonNull(row.bytes(3)),
                String.valueOf(row.text(4)));
        page.merge(tile.end(), List.of(tile), (some, more) -> Stream.concat(some.stream(), more.stream())
                .toList());
    }

    /** Compares what is stored as of this size, and demands the tiles that this leaf filled. */
    void at(long size, String sealedAt) {
        for (Stored tile : page.getOrDefault(size, List.of())) {
            stored[tile.level()] = tree.hashesAt(tile.level());
            tally.check(
                    StoreCheck.TILES,
                    "log_tile",
                    tile.key(),
                    "the hashes of the leaves under it, stored when they were sealed (" + sealedAt + ")",
                    () -> (tile.level() > 0 || tile.width() == WIDTH)
                            && tree.isTile(tile.level(), tile.index(), tile.width(), tile.hashes())
                            && tile.recordedAt().equals(sealedAt));
        }
        if (size % WIDTH == 0) {
            for (int level = 0; level < tree.levels() && tree.hashesAt(level) % WIDTH == 0; level++) {
                demand(level);
            }
        }
    }

    /** Demands what has to be stored once a checkpoint was made: the growing tiles of upper levels. */
    void sealed(long size) {
        for (int level = 0; level < Math.min(LEVELS, tree.levels()); level++) {
            long hashes = tree.hashesAt(level);
            if (level > 0 && hashes != sealed[level] && hashes % WIDTH != 0) {
                demand(level);
            }
            sealed[level] = hashes;
        }
    }

    /** What is stored and of no leaf. */
    void end(StoredRows rows, long size) {
        rows.each(Scan.TILE_ADDRESSES, row -> {
            long level = number(row, 0);
            long index = number(row, 1);
            long width = number(row, 2);
            boolean inside = level >= 0
                    && level < LEVELS
                    && index >= 0
                    && index <= size >> (8 * level + 8)
                    && (index * WIDTH + width) << (8 * level) <= size;
            tally.check(
                    StoreCheck.TILES,
                    "log_tile",
                    level + "/" + index + " width " + width,
                    "no tile here: the log has " + size + " leaves",
                    () -> inside);
        });
    }

    private void demand(int level) {
        long hashes = tree.hashesAt(level);
        if (level < LEVELS && stored[level] != hashes) {
            long index = (hashes - 1) / WIDTH;
            tally.failed(
                    StoreCheck.TILES,
                    "log_tile",
                    level + "/" + index + " width " + (hashes - index * WIDTH),
                    "a tile that the log of " + tree.size() + " leaves has; it was removed");
        }
    }

    private static long number(Row row, int column) {
        return Long.parseLong(Objects.requireNonNull(row.text(column)));
    }
}

package dev.countersign.ledger;

import dev.countersign.crypto.Digest;
import dev.countersign.worm.LogStore.StoredTile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The growing side of the tree: of each level the hashes that do not fill a tile yet. All that is needed to append leaves and to
 * know the root; at most 255 hashes a level.
 */
final class RightEdge {

    private final List<List<Digest>> levels = new ArrayList<>();
    private final List<StoredTile> filled = new ArrayList<>();
    private long takenAt;
    private long size;

    /** Of an empty tree. */
    RightEdge() {}

    /**
     * Of a tree of this size.
     *
     * @param unfilled gives the first hashes of a tile: level, index, how many
     */
    static RightEdge of(long size, Source unfilled) {
        RightEdge edge = new RightEdge();
        for (int level = 0; Tiles.hashesAt(level, size) > 0; level++) {
            long hashes = Tiles.hashesAt(level, size);
            int width = (int) (hashes % Tiles.WIDTH);
            edge.level(level).addAll(width == 0 ? List.of() : unfilled.hashes(level, hashes / Tiles.WIDTH, width));
        }
        edge.size = size;
        edge.takenAt = size;
        return edge;
    }

    interface Source {
        List<Digest> hashes(int level, long index, int width);
    }

    void append(Digest leafHash) {
        size++;
        append(0, leafHash);
    }

    long size() {
        return size;
    }

    /** The root of a tree that is not empty. */
    Digest root() {
        Digest rest = null;
        for (List<Digest> level : levels) {
            rest = joined(level, rest);
        }
        if (rest == null) {
            throw new IllegalStateException("an empty tree is never sealed");
        }
        return rest;
    }

    /**
     * The tiles to store for what was appended since they were last taken: full ones, and of upper levels the unfilled ones that
     * grew. Unfilled ones of the lowest level are the last leaves; they are stored as such.
     */
    List<StoredTile> takeTiles() {
        List<StoredTile> tiles = new ArrayList<>(filled);
        for (int level = 1; level < levels.size(); level++) {
            List<Digest> hashes = levels.get(level);
            long now = Tiles.hashesAt(level, size);
            if (!hashes.isEmpty() && now != Tiles.hashesAt(level, takenAt)) {
                tiles.add(new StoredTile(level, now / Tiles.WIDTH, hashes.size(), Tiles.bytes(hashes)));
            }
        }
        filled.clear();
        takenAt = size;
        return tiles;
    }

    private void append(int level, Digest hash) {
        List<Digest> hashes = level(level);
        hashes.add(hash);
        if (hashes.size() == Tiles.WIDTH) {
            long index = Tiles.hashesAt(level, size) / Tiles.WIDTH - 1;
            byte[] tile = Tiles.bytes(hashes);
            filled.add(new StoredTile(level, index, Tiles.WIDTH, tile));
            hashes.clear();
            append(level + 1, Digest.ofSubtree(tile, 0, Tiles.WIDTH));
        }
    }

    private List<Digest> level(int level) {
        while (levels.size() <= level) {
            levels.add(new ArrayList<>(Tiles.WIDTH));
        }
        return levels.get(level);
    }

    private static @Nullable Digest joined(List<Digest> level, @Nullable Digest rest) {
        if (level.isEmpty()) {
            return rest;
        }
        List<Digest> hashes = new ArrayList<>(level);
        if (rest != null) {
            hashes.add(rest);
        }
        return MerkleTree.root(hashes);
    }
}

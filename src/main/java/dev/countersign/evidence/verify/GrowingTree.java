package dev.countersign.evidence.verify;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tree of RFC 6962 section 2.1 while leaves are appended: the roots of its complete subtrees, one of each height at most, and of
 * each level of tiles the one that grows. As much is kept for ten leaves as for ten million.
 */
final class GrowingTree {

    private static final int HASH = 32;
    private static final int WIDTH = 256;
    private static final int TILE_HEIGHT = 8;

    private final List<byte @Nullable []> subtrees = new ArrayList<>();
    private final List<Tile> tiles = new ArrayList<>();
    private final MessageDigest sha256;
    private long size;

    private static final class Tile {
        private final byte[] hashes = new byte[WIDTH * HASH];
        private long count;
    }

    GrowingTree() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    long size() {
        return size;
    }

    void append(byte[] leafHash) {
        size++;
        byte[] hash = leafHash;
        for (int height = 0; ; height++) {
            if (height % TILE_HEIGHT == 0) {
                tile(height / TILE_HEIGHT, hash);
            }
            if (subtrees.size() == height) {
                subtrees.add(hash);
                return;
            }
            byte[] left = subtrees.get(height);
            if (left == null) {
                subtrees.set(height, hash);
                return;
            }
            subtrees.set(height, null);
            hash = node(left, hash);
        }
    }

    /** The root; null of an empty tree. */
    byte @Nullable [] root() {
        byte[] root = null;
        for (byte[] subtree : subtrees) {
            if (subtree != null) {
                root = root == null ? subtree : node(subtree, root);
            }
        }
        return root;
    }

    /** How many hashes that level has had so far. */
    long hashesAt(int level) {
        return level < tiles.size() ? tiles.get(level).count : 0;
    }

    int levels() {
        return tiles.size();
    }

    /** Whether these are the hashes of the level's growing or just completed tile, if that is the one asked for. */
    boolean isTile(int level, long index, int width, byte[] hashes) {
        return level < tiles.size()
                && tiles.get(level).count == index * WIDTH + width
                && hashes.length == width * HASH
                && Arrays.equals(hashes, Arrays.copyOf(tiles.get(level).hashes, width * HASH));
    }

    private void tile(int level, byte[] hash) {
        if (tiles.size() == level) {
            tiles.add(new Tile());
        }
        Tile tile = tiles.get(level);
        System.arraycopy(hash, 0, tile.hashes, (int) (tile.count % WIDTH) * HASH, HASH);
        tile.count++;
    }

    private byte[] node(byte[] left, byte[] right) {
        sha256.update((byte) 1);
        sha256.update(left);
        return sha256.digest(right);
    }
}

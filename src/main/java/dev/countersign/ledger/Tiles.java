package dev.countersign.ledger;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.MerkleTree.Node;
import dev.countersign.worm.LogStore.StoredTile;
import dev.countersign.worm.LogStore.TileAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Where the hashes of a tree lie in tiles of 256 (C2SP tlog-tiles): a tile of level L holds roots of subtrees of height 8L. */
final class Tiles {

    static final int WIDTH = 256;
    static final int HEIGHT = 8;
    static final int HASH = 32;

    private Tiles() {}

    /**
     * The part of a tile that makes one subtree's root.
     *
     * @param tile wide enough to hold that part
     * @param offset of its first hash
     * @param count of its hashes, a power of two
     */
    record Part(TileAddress tile, int offset, int count) {}

    static Part partOf(Node node) {
        int level = node.height() / HEIGHT;
        int count = 1 << (node.height() % HEIGHT);
        long first = node.index() << (node.height() % HEIGHT);
        int offset = (int) (first % WIDTH);
        return new Part(new TileAddress(level, first / WIDTH, offset + count), offset, count);
    }

    /** How many hashes a level has in a tree of this size. */
    static long hashesAt(int level, long size) {
        int height = HEIGHT * level;
        return height >= Long.SIZE - 1 ? 0 : size >> height;
    }

    static byte[] bytes(List<Digest> hashes) {
        byte[] bytes = new byte[hashes.size() * HASH];
        for (int i = 0; i < hashes.size(); i++) {
            System.arraycopy(hashes.get(i).bytes(), 0, bytes, i * HASH, HASH);
        }
        return bytes;
    }

    static List<Digest> hashes(StoredTile tile, int offset, int count) {
        List<Digest> hashes = new ArrayList<>(count);
        for (int i = offset; i < offset + count; i++) {
            hashes.add(Digest.ofStored(Arrays.copyOfRange(tile.hashes(), i * HASH, (i + 1) * HASH)));
        }
        return hashes;
    }
}

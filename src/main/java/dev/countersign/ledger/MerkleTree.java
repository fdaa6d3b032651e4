package dev.countersign.ledger;

import dev.countersign.crypto.Digest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The tree of RFC 6962 section 2.1 as arithmetic: which ranges of leaves a root or a proof is made of. Where the hashes of complete
 * subtrees come from is {@link TreeHashes}' business.
 */
final class MerkleTree {

    private MerkleTree() {}

    /**
     * Leaves of a range.
     *
     * @param from first, from 0
     * @param to after the last
     */
    record Range(long from, long to) {}

    /**
     * A complete subtree.
     *
     * @param height 0 for a leaf
     * @param index from 0, among those of its height
     */
    record Node(int height, long index) {}

    /** The hash over these hashes, at least one, as leaves of a tree of their own or as roots of complete subtrees of one size. */
    static Digest root(List<Digest> hashes) {
        if (hashes.size() == 1) {
            return hashes.get(0);
        }
        int split = Integer.highestOneBit(hashes.size() - 1);
        return Digest.ofNode(root(hashes.subList(0, split)), root(hashes.subList(split, hashes.size())));
    }

    /** The complete subtrees of a range, largest first; the range begins where its largest subtree may begin. */
    static List<Node> subtrees(Range range) {
        List<Node> nodes = new ArrayList<>();
        long from = range.from();
        while (from < range.to()) {
            int height = 63 - Long.numberOfLeadingZeros(range.to() - from);
            nodes.add(new Node(height, from >> height));
            from += 1L << height;
        }
        return nodes;
    }

    /** The hash of a range from those of its {@link #subtrees}. */
    static Digest join(List<Digest> subtrees) {
        Digest hash = subtrees.get(subtrees.size() - 1);
        for (int i = subtrees.size() - 2; i >= 0; i--) {
            hash = Digest.ofNode(subtrees.get(i), hash);
        }
        return hash;
    }

    /** Ranges whose hashes are the audit path of a leaf, from the leaf up (RFC 6962 section 2.1.1). */
    static List<Range> inclusion(long index, long size) {
        List<Range> path = new ArrayList<>();
        long from = 0;
        long to = size;
        while (to - from > 1) {
            long middle = from + split(to - from);
            if (index < middle) {
                path.add(new Range(middle, to));
                to = middle;
            } else {
                path.add(new Range(from, middle));
                from = middle;
            }
        }
        Collections.reverse(path);
        return path;
    }

    /** Ranges whose hashes are the consistency proof between two sizes (RFC 6962 section 2.1.2); none if they are equal. */
    static List<Range> consistency(long older, long newer) {
        List<Range> path = new ArrayList<>();
        long from = 0;
        long to = newer;
        while (to != older) {
            long middle = from + split(to - from);
            if (older <= middle) {
                path.add(new Range(middle, to));
                to = middle;
            } else {
                path.add(new Range(from, middle));
                from = middle;
            }
        }
        // the older tree whole is known to whoever asks, by its root; a part of it is not
        if (from > 0) {
            path.add(new Range(from, to));
        }
        Collections.reverse(path);
        return path;
    }

    /** The largest power of two smaller than this. */
    private static long split(long leaves) {
        return Long.highestOneBit(leaves - 1);
    }
}

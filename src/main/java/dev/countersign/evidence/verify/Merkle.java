package dev.countersign.evidence.verify;

import dev.countersign.crypto.Digest;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** Inclusion proofs of RFC 6962 section 2.1.1, checked as RFC 9162 section 2.1.3.2 says. */
final class Merkle {

    private static final int MOST_NODES = 64;

    private Merkle() {}

    /** Whether the path leads from that leaf, at that index of a tree of that size, to that root. */
    static boolean includes(Digest leaf, long index, long size, List<Digest> path, Digest root) {
        if (index < 0 || index >= size || path.size() > MOST_NODES) {
            return false;
        }
        long node = index;
        long last = size - 1;
        Digest hash = leaf;
        for (Digest sibling : path) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = ofNode(sibling, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = ofNode(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && hash.equals(root);
    }

    private static Digest ofNode(Digest left, Digest right) {
        ByteArrayOutputStream node = new ByteArrayOutputStream();
        node.write(1);
        node.writeBytes(left.bytes());
        node.writeBytes(right.bytes());
        return Digest.of(node.toByteArray());
    }
}

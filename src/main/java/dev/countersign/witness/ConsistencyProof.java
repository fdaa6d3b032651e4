package dev.countersign.witness;

import dev.countersign.crypto.Digest;
import dev.countersign.witness.CheckpointFormat.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Checks that a tree begins with a smaller one (RFC 9162 section 2.1.4.2). */
final class ConsistencyProof {

    private ConsistencyProof() {}

    /** Whether the proof leads to both roots. Every tree begins with the empty one, which needs no proof. */
    static boolean holds(Statement older, Statement newer, List<Digest> proof) {
        if (older.size() == newer.size()) {
            return proof.isEmpty() && older.root().equals(newer.root());
        }
        if (older.size() == 0 || older.size() > newer.size()) {
            return older.size() == 0 && proof.isEmpty();
        }
        Deque<Digest> path = new ArrayDeque<>(proof);
        if (Long.bitCount(older.size()) == 1) {
            path.addFirst(older.root());
        }
        return !path.isEmpty() && leads(older, newer, path);
    }

    private static boolean leads(Statement older, Statement newer, Deque<Digest> path) {
        int complete = Long.numberOfTrailingZeros(older.size());
        long left = (older.size() - 1) >> complete;
        long right = (newer.size() - 1) >> complete;
        Digest olderRoot = path.removeFirst();
        Digest newerRoot = olderRoot;
        for (Digest sibling : path) {
            if (right == 0) {
                return false;
            }
            if ((left & 1) == 1 || left == right) {
                olderRoot = Digest.ofNode(sibling, olderRoot);
                newerRoot = Digest.ofNode(sibling, newerRoot);
                while ((left & 1) == 0 && left != 0) {
                    left >>= 1;
                    right >>= 1;
                }
            } else {
                newerRoot = Digest.ofNode(newerRoot, sibling);
            }
            left >>= 1;
            right >>= 1;
        }
        return right == 0 && olderRoot.equals(older.root()) && newerRoot.equals(newer.root());
    }
}

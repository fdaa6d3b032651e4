package dev.countersign.witness;

import dev.countersign.crypto.Digest;
import dev.countersign.crypto.SigningKey;
import dev.countersign.ledger.LogVerifier;
import dev.countersign.witness.Witness.Submission;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A log made of its definitions in RFC 6962, section 2.1: leaves in a list, roots and proofs by recursion. */
final class TestLog {

    static final String NAME = "countersign.dev/019388d0-0000-7000-8000-000000000001";

    private final SigningKey key;
    private final CheckpointFormat format;
    private final List<byte[]> leaves = new ArrayList<>();

    TestLog(SigningKey key, String origin) {
        this.key = key;
        this.format = new CheckpointFormat(origin, key.verifyingKey());
    }

    /** Of that many entries, each of which carries the mark. */
    static TestLog of(SigningKey key, int entries, String mark) {
        TestLog log = new TestLog(key, NAME + "/1");
        for (int i = 0; i < entries; i++) {
            log.leaves.add(LogVerifier.leafHash((mark + i).getBytes(StandardCharsets.UTF_8)));
        }
        return log;
    }

    /** The same leaves in another epoch. */
    TestLog inEpoch(int epoch) {
        TestLog other = new TestLog(key, NAME + "/" + epoch);
        other.leaves.addAll(leaves);
        return other;
    }

    CheckpointFormat format() {
        return format;
    }

    byte[] note(int size) {
        return format.write(size, root(size), key::sign);
    }

    Digest root(int size) {
        return Digest.ofStored(LogVerifier.root(leaves.subList(0, size)));
    }

    Submission from(int oldSize, int size) {
        List<Digest> proof =
                oldSize == 0 || oldSize == size ? List.of() : proof(oldSize, leaves.subList(0, size), true);
        return new Submission(oldSize, proof, note(size));
    }

    private static List<Digest> proof(int size, List<byte[]> tree, boolean whole) {
        if (size == tree.size()) {
            return whole ? List.of() : List.of(Digest.ofStored(LogVerifier.root(tree)));
        }
        int split = Integer.highestOneBit(tree.size() - 1);
        boolean left = size <= split;
        List<byte[]> inside = left ? tree.subList(0, split) : tree.subList(split, tree.size());
        List<byte[]> beside = left ? tree.subList(split, tree.size()) : tree.subList(0, split);
        List<Digest> proof = new ArrayList<>(proof(left ? size : size - split, inside, whole && left));
        proof.add(Digest.ofStored(LogVerifier.root(beside)));
        return proof;
    }
}

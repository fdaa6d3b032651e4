package dev.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import dev.countersign.crypto.Digest;
import dev.countersign.ledger.MerkleTree.Range;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Roots and proofs against the published cases of RFC 6962's reference log, and against the RFC's own recursion. */
@Requirement("AUD-02")
class MerkleTreeTest {

    private static final List<Digest> LEAVES = Stream.of(
                    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
            .map(hex -> Digest.ofLeaf(HexFormat.of().parseHex(hex)))
            .toList();

    private static final String A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
    private static final String B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
    private static final String C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";
    private static final String D = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
    private static final String E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
    private static final String F = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7";
    private static final String G = "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125";
    private static final String H = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";
    private static final String I = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";

    @ParameterizedTest
    @CsvSource({
        "1, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "2, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "3, aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "4, d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "5, 4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "6, 76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "7, ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "8, 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    })
    void hasThePublishedRoots(int size, String root) {
        assertThat(MerkleTree.root(LEAVES.subList(0, size)).hex()).isEqualTo(root);
        RightEdge edge = new RightEdge();
        LEAVES.subList(0, size).forEach(edge::append);
        assertThat(edge.root().hex()).isEqualTo(root);
    }

    static Stream<Arguments> inclusions() {
        return Stream.of(
                Arguments.of(0, 1, List.of()),
                Arguments.of(0, 8, List.of(A, B, C)),
                Arguments.of(5, 8, List.of(D, E, F)),
                Arguments.of(2, 3, List.of(G)),
                Arguments.of(1, 5, List.of(H, B, D)));
    }

    @ParameterizedTest
    @MethodSource("inclusions")
    void hasThePublishedAuditPaths(long index, long size, List<String> path) {
        assertThat(hex(hashes(LEAVES, MerkleTree.inclusion(index, size)))).isEqualTo(path);
    }

    static Stream<Arguments> consistencies() {
        return Stream.of(
                Arguments.of(1, 1, List.of()),
                Arguments.of(1, 8, List.of(A, B, C)),
                Arguments.of(6, 8, List.of(I, E, F)),
                Arguments.of(2, 5, List.of(B, D)));
    }

    @ParameterizedTest
    @MethodSource("consistencies")
    void hasThePublishedConsistencyProofs(long older, long newer, List<String> proof) {
        assertThat(hex(hashes(LEAVES, MerkleTree.consistency(older, newer)))).isEqualTo(proof);
    }

    @Test
    void provesEveryLeafOfEverySmallTreeByTheRecursionOfTheRfc() {
        List<Digest> leaves = leaves(40, new Random(1));
        for (int size = 1; size <= leaves.size(); size++) {
            List<Digest> tree = leaves.subList(0, size);
            byte[] root = LogVerifier.root(bytes(tree));
            assertThat(MerkleTree.root(tree).bytes()).isEqualTo(root);
            for (int index = 0; index < size; index++) {
                List<Digest> path = hashes(tree, MerkleTree.inclusion(index, size));
                assertThat(path).isEqualTo(path(index, tree));
                assertThat(LogVerifier.isIncluded(tree.get(index).bytes(), index, size, bytes(path), root))
                        .isTrue();
            }
            for (int older = 1; older <= size; older++) {
                List<Digest> proof = hashes(tree, MerkleTree.consistency(older, size));
                assertThat(proof).isEqualTo(subproof(older, tree, true));
                byte[] olderRoot = LogVerifier.root(bytes(tree.subList(0, older)));
                assertThat(LogVerifier.isConsistent(older, olderRoot, size, root, bytes(proof)))
                        .isTrue();
            }
        }
    }

    /** PATH of RFC 6962 section 2.1.1, word by word. */
    private static List<Digest> path(int m, List<Digest> d) {
        if (d.size() == 1) {
            return List.of();
        }
        int k = split(d.size());
        List<Digest> path = new ArrayList<>(m < k ? path(m, d.subList(0, k)) : path(m - k, d.subList(k, d.size())));
        path.add(MerkleTree.root(m < k ? d.subList(k, d.size()) : d.subList(0, k)));
        return path;
    }

    /** SUBPROOF of RFC 6962 section 2.1.2, word by word. */
    private static List<Digest> subproof(int m, List<Digest> d, boolean whole) {
        if (m == d.size()) {
            return whole ? List.of() : List.of(MerkleTree.root(d));
        }
        int k = split(d.size());
        List<Digest> proof = new ArrayList<>(
                m <= k ? subproof(m, d.subList(0, k), whole) : subproof(m - k, d.subList(k, d.size()), false));
        proof.add(MerkleTree.root(m <= k ? d.subList(k, d.size()) : d.subList(0, k)));
        return proof;
    }

    private static int split(int size) {
        int k = 1;
        while (2 * k < size) {
            k *= 2;
        }
        return k;
    }

    private static List<Digest> hashes(List<Digest> leaves, List<Range> ranges) {
        return ranges.stream()
                .map(range -> MerkleTree.join(MerkleTree.subtrees(range).stream()
                        .map(node -> MerkleTree.root(leaves.subList(
                                (int) (node.index() << node.height()), (int) ((node.index() + 1) << node.height()))))
                        .toList()))
                .toList();
    }

    static List<Digest> leaves(int count, Random random) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    byte[] hash = new byte[32];
                    random.nextBytes(hash);
                    return Digest.ofStored(hash);
                })
                .toList();
    }

    static List<byte[]> bytes(List<Digest> hashes) {
        return hashes.stream().map(Digest::bytes).toList();
    }

    private static List<String> hex(List<Digest> hashes) {
        return hashes.stream().map(Digest::hex).toList();
    }
}

package dev.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import dev.countersign.crypto.Digest;
import dev.countersign.worm.LogStore.StoredTile;
import dev.countersign.worm.LogStore.TileAddress;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A tree in tiles is the tree: whatever the batches, across the borders of tiles and of levels. */
@Requirement("AUD-02")
class TilesTest {

    private static final List<Digest> LEAVES = MerkleTreeTest.leaves(66_500, new Random(2));

    private final Random random = new Random(3);
    private final InMemoryLogStore store = new InMemoryLogStore();
    private final TreeHashes hashes = new TreeHashes(store);

    @Test
    void proofsFromTilesHoldForEverySizeThatWasSealed() {
        int size = 0;
        RightEdge edge = new RightEdge();
        while (size < LEAVES.size()) {
            int next = Math.min(LEAVES.size(), size + 1 + random.nextInt(random.nextInt(4) == 0 ? 9_000 : 700));
            LEAVES.subList(size, next).forEach(edge::append);
            store.seal(LEAVES.subList(size, next), edge.takeTiles());
            byte[] root = LogVerifier.root(MerkleTreeTest.bytes(LEAVES.subList(0, next)));
            assertThat(edge.root().bytes()).isEqualTo(root);
            if (size > 0) {
                assertConsistent(1 + random.nextInt(size), next, root);
            }
            assertIncluded(random.nextInt(next), next, root);
            assertIncluded(next - 1, next, root);
            size = next;
            edge = RightEdge.of(size, this::unfilled);
            assertThat(edge.root().bytes())
                    .as("after another took over at %s", size)
                    .isEqualTo(root);
        }
        assertThat(store.tile(new TileAddress(1, 0, 256))).isPresent();
        assertThat(store.tile(new TileAddress(2, 0, 1))).isPresent();
    }

    @Test
    void aTileIsServedInEveryWidthTheLogHas() {
        RightEdge edge = new RightEdge();
        LEAVES.subList(0, 700).forEach(edge::append);
        store.seal(LEAVES.subList(0, 700), edge.takeTiles());
        assertThat(hashes.tile(new TileAddress(0, 1, 256))).hasValue(Tiles.bytes(LEAVES.subList(256, 512)));
        assertThat(hashes.tile(new TileAddress(0, 1, 3))).hasValue(Tiles.bytes(LEAVES.subList(256, 259)));
        assertThat(hashes.tile(new TileAddress(0, 2, 188))).hasValue(Tiles.bytes(LEAVES.subList(512, 700)));
        assertThat(hashes.tile(new TileAddress(1, 0, 2)))
                .hasValue(Tiles.bytes(
                        List.of(MerkleTree.root(LEAVES.subList(0, 256)), MerkleTree.root(LEAVES.subList(256, 512)))));
        assertThat(hashes.tile(new TileAddress(0, 2, 189))).isEmpty();
        assertThat(hashes.tile(new TileAddress(0, 3, 1))).isEmpty();
        assertThat(hashes.tile(new TileAddress(1, 0, 3))).isEmpty();
        assertThat(hashes.tile(new TileAddress(2, 0, 1))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 256, 000",
        "67, 256, 067",
        "999, 1, 999.p/1",
        "1000, 256, x001/000",
        "1234067, 256, x001/x234/067",
        "1234067, 8, x001/x234/067.p/8"
    })
    void pathsAreWrittenInGroupsOfThreeDigits(long index, int width, String path) {
        assertThat(new TilePath(index, width)).hasToString(path);
        assertThat(TilePath.parse(path)).hasValue(new TilePath(index, width));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "00",
                "0000",
                "x000/001",
                "x001/x000",
                "001/000",
                "000.p/0",
                "000.p/256",
                "000.p/257",
                "000.p/01",
                "000.p/",
                "000.p",
                "-01",
                "x001/000/",
                "000\n",
                "X001/000",
                "x001/x001/x001/x001/x001/x001/x001/000"
            })
    void anythingElseIsNoPath(String path) {
        assertThat(TilePath.parse(path)).isEmpty();
    }

    @Test
    void entriesLieBehindTheirLength() {
        byte[] longest = new byte[65_535];
        byte[] bundle = EntryBundle.write(List.of(new byte[] {7, 8}, longest, new byte[0]));
        assertThat(bundle)
                .hasSize(2 + 2 + 2 + 65_535 + 2)
                .startsWith(0, 2, 7, 8, 0xFF, 0xFF, 0)
                .endsWith(0, 0);
    }

    private List<Digest> unfilled(int level, long index, int width) {
        if (level == 0) {
            return LEAVES.subList((int) index * 256, (int) index * 256 + width);
        }
        StoredTile tile = store.tile(new TileAddress(level, index, width)).orElseThrow();
        return Tiles.hashes(tile, 0, width);
    }

    private void assertIncluded(int index, int size, byte[] root) {
        int tile = index / 256 * 256;
        List<Digest> path = hashes.of(
                MerkleTree.inclusion(index, size),
                index,
                Tiles.bytes(LEAVES.subList(tile, Math.min(tile + 256, size))));
        assertThat(path).isEqualTo(new TreeHashes(store).of(MerkleTree.inclusion(index, size)));
        assertThat(LogVerifier.isIncluded(LEAVES.get(index).bytes(), index, size, MerkleTreeTest.bytes(path), root))
                .as("entry %s of %s", index, size)
                .isTrue();
    }

    private void assertConsistent(int older, int newer, byte[] root) {
        List<Digest> proof = hashes.of(MerkleTree.consistency(older, newer));
        byte[] olderRoot = LogVerifier.root(MerkleTreeTest.bytes(LEAVES.subList(0, older)));
        assertThat(LogVerifier.isConsistent(older, olderRoot, newer, root, MerkleTreeTest.bytes(proof)))
                .as("%s to %s", older, newer)
                .isTrue();
    }
}

package dev.countersign.ledger;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.MerkleTree.Node;
import dev.countersign.ledger.MerkleTree.Range;
import dev.countersign.ledger.Tiles.Part;
import dev.countersign.worm.LogStore;
import dev.countersign.worm.LogStore.StoredTile;
import dev.countersign.worm.LogStore.TileAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hashes of ranges from stored tiles: a proof reads one tile a level, and the last leaves where the lowest tile is not full. */
final class TreeHashes {

    private final LogStore store;

    TreeHashes(LogStore store) {
        this.store = store;
    }

    /** The hash of each range, all of them within the sealed log. */
    List<Digest> of(List<Range> ranges) {
        Map<TileAddress, StoredTile> tiles = read(widest(ranges));
        return ranges.stream()
                .map(range -> MerkleTree.join(MerkleTree.subtrees(range).stream()
                        .map(node -> hash(node, tiles))
                        .toList()))
                .toList();
    }

    /** The first hashes of a tile, if the log has so many. */
    Optional<byte[]> tile(TileAddress address) {
        List<TileAddress> wanted = List.of(address);
        return Optional.ofNullable(read(wanted).get(place(address)))
                .filter(tile -> tile.width() >= address.width())
                .map(tile -> Arrays.copyOf(tile.hashes(), address.width() * Tiles.HASH));
    }

    private static List<TileAddress> widest(List<Range> ranges) {
        Map<TileAddress, Integer> widths = new HashMap<>();
        for (Range range : ranges) {
            for (Node node : MerkleTree.subtrees(range)) {
                TileAddress tile = Tiles.partOf(node).tile();
                widths.merge(place(tile), tile.width(), Math::max);
            }
        }
        return widths.entrySet().stream()
                .map(tile ->
                        new TileAddress(tile.getKey().level(), tile.getKey().index(), tile.getValue()))
                .toList();
    }

    private Map<TileAddress, StoredTile> read(List<TileAddress> wanted) {
        Map<TileAddress, StoredTile> tiles = new HashMap<>();
        store.tiles(wanted).forEach(tile -> tiles.put(place(tile.level(), tile.index()), tile));
        for (TileAddress tile : wanted) {
            if (tile.level() == 0 && !tiles.containsKey(place(tile))) {
                long first = tile.index() * Tiles.WIDTH;
                byte[] leaves = store.leafHashes(first, first + tile.width());
                tiles.put(place(tile), new StoredTile(0, tile.index(), leaves.length / Tiles.HASH, leaves));
            }
        }
        return tiles;
    }

    private static Digest hash(Node node, Map<TileAddress, StoredTile> tiles) {
        Part part = Tiles.partOf(node);
        StoredTile tile = tiles.get(place(part.tile()));
        if (tile == null || tile.width() < part.tile().width()) {
            throw new LogBrokenException("a tile of the sealed log is missing: " + part.tile());
        }
        return Digest.ofSubtree(tile.hashes(), part.offset(), part.count());
    }

    private static TileAddress place(TileAddress tile) {
        return place(tile.level(), tile.index());
    }

    private static TileAddress place(int level, long index) {
        return new TileAddress(level, index, Tiles.WIDTH);
    }
}

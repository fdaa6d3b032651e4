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

/**
 * Hashes of ranges from stored tiles: a proof needs one tile a level, and the last leaves where the lowest tile is not full. The hash of
 * a sealed range never changes, so those that many proofs share are remembered.
 */
final class TreeHashes {

    /** Some 5 MB; in a log of ten million entries the nodes above the lowest tiles are twice as many. */
    private static final int REMEMBERED = 40_000;

    private final LogStore store;
    private final Map<Range, Digest> known = Remembered.atMost(REMEMBERED);

    TreeHashes(LogStore store) {
        this.store = store;
    }

    /** The hash of each range, all of them within the sealed log. */
    List<Digest> of(List<Range> ranges) {
        return of(ranges, Map.of());
    }

    /** As {@link #of(List)}, with the lowest tile of a leaf at hand. */
    List<Digest> of(List<Range> ranges, long leaf, byte[] tile) {
        StoredTile own = new StoredTile(0, leaf / Tiles.WIDTH, tile.length / Tiles.HASH, tile);
        return of(ranges, Map.of(place(own.level(), own.index()), own));
    }

    private List<Digest> of(List<Range> ranges, Map<TileAddress, StoredTile> atHand) {
        Map<Range, Digest> hashes = new HashMap<>();
        for (Range range : ranges) {
            Digest hash = known.get(range);
            if (hash != null) {
                hashes.put(range, hash);
            }
        }
        List<Range> missing =
                ranges.stream().filter(range -> !hashes.containsKey(range)).toList();
        Map<TileAddress, StoredTile> tiles = new HashMap<>(atHand);
        tiles.putAll(read(widest(missing).stream()
                .filter(tile -> !atHand.containsKey(place(tile)))
                .toList()));
        for (Range range : missing) {
            Digest hash = MerkleTree.join(MerkleTree.subtrees(range).stream()
                    .map(node -> hash(node, tiles))
                    .toList());
            hashes.put(range, hash);
            if (range.from() % Tiles.WIDTH == 0) {
                known.put(range, hash);
            }
        }
        return ranges.stream().map(hashes::get).toList();
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

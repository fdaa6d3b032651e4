package dev.countersign.ledger;

import dev.countersign.crypto.Digest;
import dev.countersign.worm.LogStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Leaves and tiles as the database keeps them; nothing else of the log. */
class InMemoryLogStore implements LogStore {

    private final List<Digest> leaves = new ArrayList<>();
    private final List<StoredTile> tiles = new ArrayList<>();

    void seal(List<Digest> more, List<StoredTile> changed) {
        leaves.addAll(more);
        for (StoredTile tile : changed) {
            boolean twice = tiles.stream()
                    .anyMatch(other -> other.level() == tile.level()
                            && other.index() == tile.index()
                            && other.width() == tile.width());
            if (twice) {
                throw new AssertionError("a tile is stored twice, which the database refuses: " + tile);
            }
            tiles.add(tile);
        }
    }

    @Override
    public List<StoredTile> tiles(Collection<TileAddress> wanted) {
        return wanted.stream().flatMap(address -> tile(address).stream()).toList();
    }

    Optional<StoredTile> tile(TileAddress address) {
        return tiles.stream()
                .filter(tile -> tile.level() == address.level()
                        && tile.index() == address.index()
                        && tile.width() >= address.width())
                .min(Comparator.comparing(StoredTile::width));
    }

    @Override
    public byte[] leafHashes(long from, long to) {
        int end = (int) Math.min(to, leaves.size());
        return Tiles.bytes(leaves.subList((int) Math.min(from, end), end));
    }

    @Override
    public Optional<StoredCheckpoint> newest() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<StoredCheckpoint> checkpoint(long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<byte[]> entries(long from, long to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<SealedLeaf> leaf(long index) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Coverage coverage(Collection<UUID> entryIds) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Backlog backlog() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<byte[]> waiting(int most) {
        throw new UnsupportedOperationException();
    }
}

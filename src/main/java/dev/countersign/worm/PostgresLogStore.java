package dev.countersign.worm;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** {@link LogStore} over the application's connections. */
@Component
class PostgresLogStore implements LogStore {

    private final LogMapper mapper;

    PostgresLogStore(LogMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public Optional<StoredCheckpoint> newest() {
        return mapper.newest();
    }

    @Override
    public Optional<StoredCheckpoint> checkpoint(long size) {
        return mapper.checkpoint(size);
    }

    @Override
    public List<StoredTile> tiles(Collection<TileAddress> wanted) {
        return wanted.isEmpty() ? List.of() : mapper.tiles(wanted);
    }

    @Override
    public byte[] leafHashes(long from, long to) {
        return Objects.requireNonNull(mapper.leafHashes(from, to).bytes());
    }

    @Override
    public List<byte[]> entries(long from, long to) {
        return mapper.entries(from, to).stream()
                .map(row -> Objects.requireNonNull(row.bytes()))
                .toList();
    }

    @Override
    public Optional<SealedLeaf> leaf(long index) {
        return mapper.leaf(index);
    }

    @Override
    public Coverage coverage(Collection<UUID> entryIds) {
        return mapper.coverage(entryIds.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}")));
    }

    @Override
    public Backlog backlog() {
        return mapper.backlog();
    }

    @Override
    public List<byte[]> waiting(int most) {
        return mapper.waiting(most).stream()
                .map(row -> Objects.requireNonNull(row.bytes()))
                .toList();
    }
}

package dev.countersign.worm;

import dev.countersign.crypto.Digest;
import dev.countersign.worm.LogStore.StoredCheckpoint;
import dev.countersign.worm.LogStore.StoredTile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** {@link SealingSession} on one connection, past the application's mappers: those belong to its pool. Each call is a transaction. */
final class PostgresSealingSession implements SealingSession {

    private static final String LEAD = "SELECT pg_try_advisory_lock(hashtextextended('countersign.sequencer', 0))";
    private static final String SEAL = "SELECT worm.seal(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final SingleConnectionDataSource source;
    private final JdbcTemplate jdbc;

    PostgresSealingSession(Connection connection) {
        this.source = new SingleConnectionDataSource(connection, true);
        this.jdbc = new JdbcTemplate(source);
    }

    @Override
    public boolean lead() {
        return Boolean.TRUE.equals(jdbc.queryForObject(LEAD, Boolean.class));
    }

    @Override
    public long size() {
        Long size = jdbc.queryForObject("SELECT 1 + coalesce(max(leaf_index), -1) FROM worm.log_leaf", Long.class);
        return size == null ? 0 : size;
    }

    @Override
    public Optional<StoredCheckpoint> newest() {
        return first(
                "SELECT origin, size, root, note, recorded_at FROM worm.checkpoint ORDER BY size DESC, recorded_at DESC LIMIT 1",
                (row, number) -> new StoredCheckpoint(
                        row.getString(1),
                        row.getLong(2),
                        digest(row, 3),
                        row.getBytes(4),
                        row.getObject(5, OffsetDateTime.class).toInstant()));
    }

    @Override
    public List<Digest> leafHashes(long from, long to) {
        return jdbc.query(
                "SELECT leaf_hash FROM worm.log_leaf WHERE leaf_index >= ? AND leaf_index < ? ORDER BY leaf_index",
                (row, number) -> digest(row, 1),
                from,
                to);
    }

    @Override
    public Optional<StoredTile> tile(int level, long index, int width) {
        return first(
                "SELECT width, tile FROM worm.log_tile WHERE level = ? AND tile_index = ? AND width >= ?"
                        + " ORDER BY width LIMIT 1",
                (row, number) -> new StoredTile(level, index, row.getInt(1), row.getBytes(2)),
                level,
                index,
                width);
    }

    @Override
    public List<Queued> queued(int limit) {
        return jdbc.query(
                "SELECT entry_id, leaf_hash FROM worm.log_queue ORDER BY entry_id LIMIT ?",
                (row, number) -> new Queued(row.getObject(1, UUID.class), digest(row, 2)),
                limit);
    }

    @Override
    public List<Queued> queued(UUID entryId) {
        return jdbc.query(
                "SELECT entry_id, leaf_hash FROM worm.log_queue WHERE entry_id = ?",
                (row, number) -> new Queued(row.getObject(1, UUID.class), digest(row, 2)),
                entryId);
    }

    @Override
    public void seal(Sealing sealing) {
        Appending.run(() -> jdbc.execute(SEAL, (PreparedStatement statement) -> {
            fill(statement, sealing);
            return statement.execute();
        }));
    }

    @Override
    public void close() {
        source.destroy();
    }

    private <T> Optional<T> first(String query, RowMapper<T> reader, Object... parameters) {
        return jdbc.query(query, reader, parameters).stream().findFirst();
    }

    private static Digest digest(ResultSet row, int column) throws SQLException {
        return Digest.ofStored(row.getBytes(column));
    }

    private static void fill(PreparedStatement statement, Sealing sealing) throws SQLException {
        List<Queued> entries = sealing.entries();
        List<StoredTile> tiles = sealing.tiles();
        statement.setString(1, sealing.origin());
        statement.setLong(2, sealing.firstIndex());
        setArray(statement, 3, "uuid", entries.stream().map(Queued::entryId).toArray());
        setArray(
                statement,
                4,
                "bytea",
                entries.stream().map(e -> e.leafHash().bytes()).toArray(byte[][]::new));
        setArray(statement, 5, "int4", tiles.stream().map(StoredTile::level).toArray());
        setArray(statement, 6, "int8", tiles.stream().map(StoredTile::index).toArray());
        setArray(statement, 7, "int4", tiles.stream().map(StoredTile::width).toArray());
        setArray(statement, 8, "bytea", tiles.stream().map(StoredTile::hashes).toArray(byte[][]::new));
        statement.setBytes(9, sealing.root().bytes());
        statement.setBytes(10, sealing.note());
    }

    private static void setArray(PreparedStatement statement, int place, String type, Object[] values)
            throws SQLException {
        statement.setArray(place, statement.getConnection().createArrayOf(type, values));
    }
}

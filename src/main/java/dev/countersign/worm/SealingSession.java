package dev.countersign.worm;

import dev.countersign.crypto.Digest;
import dev.countersign.worm.LogStore.StoredCheckpoint;
import dev.countersign.worm.LogStore.StoredTile;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One connection of the sequencer. Whoever of all nodes leads holds a lock of the database that ends with the connection. Any
 * method may throw a {@link org.springframework.dao.DataAccessException}; the session is of no use after that.
 */
public interface SealingSession extends AutoCloseable {

    /** Whether this session leads from now on; false while another one does. */
    boolean lead();

    /** Number of sealed entries. */
    long size();

    Optional<StoredCheckpoint> newest();

    /** Leaf hashes of a range. */
    List<Digest> leafHashes(long from, long to);

    /** The tile with the smallest stored width of at least this one. */
    Optional<StoredTile> tile(int level, long index, int width);

    /** Entries that wait, whatever others are still to come, in an order of no meaning. */
    List<Queued> queued(int limit);

    /** That entry, if it waits. */
    List<Queued> queued(UUID entryId);

    /**
     * Seals entries in one transaction: leaves, tiles, checkpoint; gone from the queue.
     *
     * @throws WormRefusedException {@code WORM-028} to {@code WORM-032}
     * @throws org.springframework.dao.DuplicateKeyException if another sequencer sealed at this index
     */
    void seal(Sealing sealing);

    @Override
    void close();

    record Queued(UUID entryId, Digest leafHash) {}

    /**
     * @param firstIndex index of the first of the entries: the size before
     * @param tiles full ones that these entries complete, and partial ones of upper levels that they change
     * @param root of the size after
     * @param note signed checkpoint of the size after
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Sealing(
            String origin, long firstIndex, List<Queued> entries, List<StoredTile> tiles, Digest root, byte[] note) {}
}

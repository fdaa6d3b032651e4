package dev.countersign.worm;

import dev.countersign.crypto.Digest;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Leaves, tiles and checkpoints of the sealed log (AUD-02), to be read; they are written by {@link SealingSession} alone. */
public interface LogStore {

    Optional<StoredCheckpoint> newest();

    Optional<StoredCheckpoint> checkpoint(long size);

    /** Those of the tiles asked for that are stored with at least that width; each with the smallest such width. */
    List<StoredTile> tiles(Collection<TileAddress> wanted);

    /** Leaf hashes of a range, one behind the other; fewer if the log ends before. */
    byte[] leafHashes(long from, long to);

    /** Exact bytes of a range of sealed entries; fewer if the log ends before. */
    List<byte[]> entries(long from, long to);

    /** A sealed entry, with the leaf hashes around it. */
    Optional<SealedLeaf> leaf(long index);

    Coverage coverage(Collection<UUID> entryIds);

    Backlog backlog();

    /** Exact bytes of the newest entries that wait to be sealed, at most so many. */
    List<byte[]> waiting(int most);

    @SuppressWarnings("ArrayRecordComponent")
    record StoredCheckpoint(String origin, long size, Digest root, byte[] note, Instant recordedAt) {}

    /** @param tile the hashes of the lowest tile that this leaf is in, as many as there are */
    @SuppressWarnings("ArrayRecordComponent")
    record SealedLeaf(Digest leafHash, byte[] entry, byte[] tile) {}

    /** @param width how many hashes at least */
    record TileAddress(int level, long index, int width) {}

    /** @param hashes 32 bytes each, as many as the width says */
    @SuppressWarnings("ArrayRecordComponent")
    record StoredTile(int level, long index, int width, byte[] hashes) {}

    /** @param highestIndex null if none of them is sealed */
    record Coverage(long sealed, @Nullable Long highestIndex) {}

    /** @param oldest when the longest waiting entry was appended; null if none waits */
    record Backlog(long queued, @Nullable Instant oldest, Instant now) {}
}

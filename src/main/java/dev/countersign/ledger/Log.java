package dev.countersign.ledger;

import dev.countersign.crypto.Digest;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The sealed audit trail (AUD-02): a Merkle tree (RFC 6962) over the entries in the order they were sealed, with a signed
 * checkpoint for every size it was sealed at. What is asked for and does not exist is refused by a {@link RefusedException}.
 */
public interface Log {

    /** The log's key as a C2SP verifier key, one line without its end: {@code name+hash+base64}. The name is the origin. */
    String verifierKey();

    /** The key under the name that it had when that checkpoint was signed. */
    String verifierKey(Checkpoint checkpoint);

    /**
     * The newest checkpoint.
     *
     * @throws RefusedException {@code not-sealed} before the first entry is sealed
     */
    Checkpoint newest();

    /** The checkpoint of exactly this size, if the log was sealed at it. */
    Optional<Checkpoint> at(long size);

    /**
     * Proof that an entry is in the log of a size.
     *
     * @param index position of the entry, from 0
     * @param size of a stored checkpoint, more than index
     * @throws RefusedException {@code no-such-checkpoint}, {@code no-such-entry}
     */
    Inclusion inclusion(long index, long size);

    /**
     * Proof that the log of one size begins with the log of a smaller one (RFC 6962 section 2.1.2); empty for equal sizes.
     *
     * @throws RefusedException {@code no-such-checkpoint} if one of the sizes has no stored checkpoint, or from is more than to
     */
    List<Digest> consistency(long from, long to);

    /**
     * Waits until a checkpoint covers all these entries: woken by the sequencer of this node, asking for that of another.
     * Entries must be committed: MUST NOT be called inside a transaction.
     *
     * @return the newest checkpoint; its size is more than the index of each
     * @throws RefusedException {@code not-sealed} if it takes too long, or the thread is interrupted (which it stays)
     * @throws IllegalStateException inside a transaction
     */
    Checkpoint covering(Collection<UUID> entryIds);

    /** A tile of hashes (C2SP tlog-tiles), of its full width or the width asked for; empty if the log has not so many. */
    Optional<byte[]> tile(int level, TilePath path);

    /** A tile of entries (C2SP tlog-tiles): for those alone who may read the audit trail. */
    Optional<byte[]> entryTile(TilePath path);

    /** The refusal of a tile that the log does not have, or not so wide. */
    static RefusedException noTile(String path) {
        return LogRefusal.NO_TILE.thrown(path.length() > 100 ? path.substring(0, 100) + "…" : path);
    }

    /**
     * A signed statement of what the log held.
     *
     * @param origin names the log; the first line of the note, and the name of its key
     * @param size number of entries
     * @param root Merkle tree hash of all of them
     * @param note the signed note (C2SP tlog-checkpoint), exact bytes
     */
    record Checkpoint(String origin, long size, Digest root, byte[] note) {}

    /**
     * @param leafHash SHA-256(0x00 ‖ entry)
     * @param entry exact bytes
     * @param path RFC 6962 audit path, from the leaf up
     * @param checkpoint whose root the path leads to
     */
    record Inclusion(long index, Digest leafHash, byte[] entry, List<Digest> path, Checkpoint checkpoint) {}
}

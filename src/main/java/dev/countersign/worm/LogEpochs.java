package dev.countersign.worm;

import dev.countersign.crypto.Digest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Epochs of the sealed log after the first, as exact bytes; whether their signatures hold is for others to judge. */
public interface LogEpochs {

    Optional<StoredEpoch> newest();

    /** All of them, oldest first. */
    List<StoredEpoch> all();

    /**
     * Opens the next epoch, in the caller's transaction, which also appended the entry that tells of it.
     *
     * @throws WormRefusedException {@code WORM-033} to {@code WORM-036}
     */
    void open(byte[] statement, UUID entryId, SignedBy first, SignedBy second);

    /** @param signature 64 bytes over the statement */
    @SuppressWarnings("ArrayRecordComponent")
    record SignedBy(UUID keyId, byte[] signature) {}

    /**
     * @param baseSize entries of the log when it was opened; the one after them is the decision
     * @param entryId of that entry
     */
    @SuppressWarnings("ArrayRecordComponent")
    record StoredEpoch(
            int epoch,
            String origin,
            long baseSize,
            Digest baseRoot,
            UUID entryId,
            byte[] statement,
            UUID firstKeyId,
            byte[] firstSignature,
            UUID secondKeyId,
            byte[] secondSignature) {}
}

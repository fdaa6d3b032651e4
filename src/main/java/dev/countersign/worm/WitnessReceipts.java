package dev.countersign.worm;

import java.util.List;
import java.util.OptionalLong;

/** What witnesses gave for checkpoints (AUD-02), as exact bytes; what they prove is for others to judge. */
public interface WitnessReceipts {

    /** Keeps a receipt for a stored checkpoint, in a transaction of its own; a second one for the same changes nothing. */
    void append(String origin, long size, String witness, byte[] receipt);

    /** Size of the largest checkpoint of that origin that the witness gave a receipt for. */
    OptionalLong largest(String origin, String witness);

    /**
     * Keeps a receipt for a stored checkpoint in the caller's transaction.
     *
     * @return false if there is another one for the same: that stays
     * @throws org.springframework.transaction.IllegalTransactionStateException without a transaction
     */
    boolean keep(String origin, long size, String witness, byte[] receipt);

    /** Everything that was kept for a checkpoint. */
    List<Receipt> receipts(String origin, long size);

    /** Checkpoints that a witness gave a receipt for, of sizes above this, smallest first. */
    List<Receipted> receipted(String witness, long above, int limit);

    @SuppressWarnings("ArrayRecordComponent")
    record Receipt(String witness, byte[] receipt) {}

    /** @param note the checkpoint, a signed note */
    @SuppressWarnings("ArrayRecordComponent")
    record Receipted(String origin, long size, byte[] note) {}
}

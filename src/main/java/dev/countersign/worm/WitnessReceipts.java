package dev.countersign.worm;

import java.util.OptionalLong;

/** What witnesses gave for checkpoints (AUD-02), as exact bytes; what they prove is for others to judge. */
public interface WitnessReceipts {

    /** Keeps a receipt for a stored checkpoint, in a transaction of its own; a second one for the same changes nothing. */
    void append(String origin, long size, String witness, byte[] receipt);

    /** Size of the largest checkpoint of that origin that the witness gave a receipt for. */
    OptionalLong largest(String origin, String witness);
}

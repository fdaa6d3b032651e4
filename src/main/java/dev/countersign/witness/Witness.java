package dev.countersign.witness;

import dev.countersign.crypto.Digest;
import java.util.List;
import java.util.Optional;

/**
 * Somebody who remembers a log's newest checkpoint and takes a later one only if the log begins with what it remembers (AUD-02,
 * T11). Every answer is a value: a witness that is away or talks nonsense is no exception.
 */
public interface Witness {

    /** Stable, unique among the witnesses, printable: receipts are kept under it. */
    String name();

    /** Whether it is run by somebody else, on another machine. */
    boolean isExternal();

    /**
     * Hands over a checkpoint. Takes seconds at most. An equal checkpoint may be handed over again.
     */
    Answer submit(Submission submission);

    /** The newest checkpoint it can show, of whatever epoch, as a signed note of this log; empty if it can show none. */
    Optional<byte[]> newest();

    /**
     * A checkpoint and its proof, as in C2SP tlog-witness.
     *
     * @param oldSize size of the checkpoint that the witness holds, as far as the log knows; 0 for none
     * @param proof RFC 6962 consistency proof from the old size to the checkpoint's; empty if the old size is 0 or the same
     * @param note the checkpoint, a signed note
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Submission(long oldSize, List<Digest> proof, byte[] note) {}

    /** Its verifier key, if it signs what it remembers: receipts are checked with it. */
    default Optional<String> verifierKey() {
        return Optional.empty();
    }

    /** Whether a receipt is its cosignature of that checkpoint: a line of a signed note. Never, for one that signs nothing. */
    default boolean cosigned(byte[] note, byte[] receipt) {
        return false;
    }

    /** What came of it. */
    sealed interface Answer {

        /** It remembers the checkpoint now. @param receipt what it gave as evidence, to be kept */
        @SuppressWarnings("ArrayRecordComponent")
        record Witnessed(byte[] receipt) implements Answer {}

        /** It holds a checkpoint of another size than the old one named; 0 if it knows nothing of this origin. */
        record Holds(long size) implements Answer {}

        /** What it remembers is no beginning of the log that was handed over. */
        record Contradicts(String why) implements Answer {}

        /** It did not do its work: it is away, refuses, or its receipt does not hold. Says nothing about the log. */
        record Failed(Failure failure, String why) implements Answer {}
    }

    /** Why a witness gave no receipt. */
    enum Failure {
        /** No answer, or one that says to come again. */
        UNREACHABLE,
        /** It answered that it will not. */
        REFUSED,
        /** What it gave as a receipt is none. */
        FALSE_RECEIPT
    }
}

package dev.countersign.witness;

import dev.countersign.crypto.TimestampHash;
import dev.countersign.crypto.TimestampRefusedException;
import dev.countersign.witness.Witness.Failure;
import java.time.Instant;

/**
 * Somebody who signs that a hash was there at a time (RFC 3161, KEY-04). No {@link Witness}: it remembers nothing, so that it cannot be
 * asked what the log was, and it can neither contradict the log nor be rolled back.
 */
public interface TimestampAuthority {

    /** Printable: alarms are told under it. */
    String name();

    /** Asks for a token over these bytes. Takes seconds at most; a failure is a value. */
    Answer stamp(byte[] message);

    /**
     * Judges a token that was kept, by the certificates that are trusted now.
     *
     * @throws TimestampRefusedException if it is none of this or a former authority
     */
    Token judge(byte[] token) throws TimestampRefusedException;

    /**
     * A token that holds.
     *
     * @param time when the authority says it saw the hash
     * @param end until when its certificates are valid
     * @param hash what the hash was made by
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Token(byte[] bytes, Instant time, Instant end, TimestampHash hash) {}

    /** What came of asking. */
    sealed interface Answer {

        record Stamped(Token token) implements Answer {}

        /** It gave none that holds. */
        record Failed(Failure failure, String why) implements Answer {}
    }
}

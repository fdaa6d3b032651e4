package dev.countersign.evidence.verify;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * A witness's line in a signed note: that it saw this checkpoint, and when (C2SP tlog-cosignature, cosignature/v1).
 *
 * @param hash the first four bytes of the hash of name and key
 * @param time seconds since 1970
 */
@SuppressWarnings("ArrayRecordComponent")
record Cosignature(String name, byte[] hash, long time, byte[] signature) {

    private static final int HASH = 4;
    private static final int HEAD = HASH + Long.BYTES;
    private static final int LENGTH = HEAD + 64;
    private static final long LATEST = 1L << 40;

    /**
     * Reads a line without its end.
     *
     * @throws IllegalArgumentException if it has not the form of a cosignature
     */
    static Cosignature parse(String line) {
        String[] parts = line.split(" ", -1);
        byte[] value = parts.length == 3 && parts[0].equals("—") ? Checkpoint.base64(parts[2]) : new byte[0];
        if (value.length != LENGTH) {
            throw new IllegalArgumentException("not a cosignature");
        }
        return new Cosignature(
                parts[1],
                Arrays.copyOf(value, HASH),
                ByteBuffer.wrap(value, HASH, Long.BYTES).getLong(),
                Arrays.copyOfRange(value, HEAD, LENGTH));
    }

    /** @param body the three lines of the checkpoint */
    boolean isBy(Checkpoint.Key key, String body) {
        byte[] message = ("cosignature/v1\ntime " + time + "\n" + body).getBytes(StandardCharsets.UTF_8);
        return time > 0
                && time < LATEST
                && name.equals(key.name())
                && Arrays.equals(hash, key.hash())
                && key.key().verifies(message, signature);
    }

    Instant moment() {
        return Instant.ofEpochSecond(time);
    }
}

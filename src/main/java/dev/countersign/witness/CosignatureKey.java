package dev.countersign.witness;

import dev.countersign.crypto.Digest;
import dev.countersign.crypto.VerifyingKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** A witness's verifier key, {@code name+hash+base64} with type 4, and what it signs: C2SP tlog-cosignature, cosignature/v1. */
record CosignatureKey(String name, byte[] hash, VerifyingKey key, String line) {

    private static final byte COSIGNATURE = 4;
    private static final int TIME = 4;
    private static final int SIGNATURE = 12;
    private static final int LENGTH = 76;

    /** @throws IllegalArgumentException if the line is none, or its hash is another key's; in a sentence */
    static CosignatureKey parse(String line) {
        String[] parts = line.strip().split("\\+", 3);
        if (parts.length != 3 || !parts[0].matches("[\\x21-\\x2a\\x2c-\\x7e]{1,200}")) {
            throw new IllegalArgumentException("it has not the form name+hash+base64");
        }
        byte[] typed = Base64.getDecoder().decode(parts[2]);
        if (typed.length != 33 || typed[0] != COSIGNATURE) {
            throw new IllegalArgumentException("it is no Ed25519 key for cosignatures (expected: type 4 and 32 bytes)");
        }
        byte[] name = (parts[0] + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] hashed = Arrays.copyOf(name, name.length + typed.length);
        System.arraycopy(typed, 0, hashed, name.length, typed.length);
        byte[] hash = Arrays.copyOf(Digest.of(hashed).bytes(), TIME);
        if (!HexFormat.of().formatHex(hash).equals(parts[1])) {
            throw new IllegalArgumentException("its hash is another key's");
        }
        return new CosignatureKey(
                parts[0], hash, VerifyingKey.ofRaw(Arrays.copyOfRange(typed, 1, typed.length)), line.strip());
    }

    /**
     * When the witness cosigned this checkpoint.
     *
     * @param note the checkpoint, a signed note
     * @param signatureLine {@code — name base64}, without its end
     * @return empty if the line is no cosignature of this key over this checkpoint
     */
    Optional<Instant> cosigned(byte[] note, String signatureLine) {
        String[] parts = signatureLine.split(" ", -1);
        if (parts.length != 3 || !parts[0].equals("—") || !parts[1].equals(name)) {
            return Optional.empty();
        }
        byte[] value;
        try {
            value = Base64.getDecoder().decode(parts[2]);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (value.length != LENGTH
                || !Base64.getEncoder().encodeToString(value).equals(parts[2])
                || !Arrays.equals(Arrays.copyOf(value, TIME), hash)) {
            return Optional.empty();
        }
        long time = ByteBuffer.wrap(value, TIME, Long.BYTES).getLong();
        String text = new String(note, StandardCharsets.UTF_8);
        String body = text.substring(0, text.indexOf("\n\n") + 1);
        byte[] message = ("cosignature/v1\ntime " + time + "\n" + body).getBytes(StandardCharsets.UTF_8);
        boolean signed =
                time > 0 && time < 1L << 40 && key.verifies(message, Arrays.copyOfRange(value, SIGNATURE, LENGTH));
        return signed ? Optional.of(Instant.ofEpochSecond(time)) : Optional.empty();
    }
}

package dev.countersign.evidence.verify;

import dev.countersign.crypto.Digest;
import dev.countersign.crypto.VerifyingKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** A C2SP tlog-checkpoint: what a log of that origin and size had for a root, signed by the log's key. */
record Checkpoint(String origin, long size, Digest root) {

    /** A C2SP verifier key: {@code name+hash+base64}. */
    record Key(String name, byte[] hash, VerifyingKey key) {

        private static final byte ED25519 = 1;
        private static final byte COSIGNATURE = 4;

        /** @throws IllegalArgumentException if the line is no such key of Ed25519, or its hash is another's */
        static Key parse(String line) {
            return parse(line, ED25519);
        }

        /** A key for cosignatures (C2SP tlog-cosignature). @throws IllegalArgumentException as {@link #parse(String)} */
        static Key ofWitness(String line) {
            return parse(line, COSIGNATURE);
        }

        private static Key parse(String line, byte type) {
            String[] parts = line.split("\\+", 3);
            if (parts.length != 3 || !parts[0].matches("[\\x21-\\x2a\\x2c-\\x7e]+")) {
                throw new IllegalArgumentException("not a verifier key");
            }
            byte[] typed = base64(parts[2]);
            if (typed.length != 33 || typed[0] != type) {
                throw new IllegalArgumentException("not an Ed25519 verifier key");
            }
            byte[] name = (parts[0] + "\n").getBytes(StandardCharsets.US_ASCII);
            byte[] named = Arrays.copyOf(name, name.length + typed.length);
            System.arraycopy(typed, 0, named, name.length, typed.length);
            byte[] digest = Digest.of(named).bytes();
            if (!parts[1].equals(Digest.of(named).hex().substring(0, 8))) {
                throw new IllegalArgumentException("the key's hash is not that of its name and bytes");
            }
            return new Key(
                    parts[0], Arrays.copyOf(digest, 4), VerifyingKey.ofRaw(Arrays.copyOfRange(typed, 1, typed.length)));
        }

        /** This log's key under its name in another epoch; this one if the origin is another log's. */
        Key inEpochOf(String origin) {
            int end = name.lastIndexOf('/');
            if (end < 0 || !origin.matches(java.util.regex.Pattern.quote(name.substring(0, end)) + "/[1-9]\\d{0,8}")) {
                return this;
            }
            byte[] typed = new byte[33];
            typed[0] = ED25519;
            System.arraycopy(key.raw(), 0, typed, 1, 32);
            byte[] named = (origin + "\n").getBytes(StandardCharsets.US_ASCII);
            byte[] hashed = Arrays.copyOf(named, named.length + typed.length);
            System.arraycopy(typed, 0, hashed, named.length, typed.length);
            return new Key(origin, Arrays.copyOf(Digest.of(hashed).bytes(), 4), key);
        }
    }

    /**
     * Reads a note that this key signed.
     *
     * @throws IllegalArgumentException if it is no checkpoint without extension lines, or not signed by the key
     */
    static Checkpoint parse(byte[] note, Key key) {
        String text = new String(note, StandardCharsets.UTF_8);
        int end = text.indexOf("\n\n");
        if (end < 0 || !text.endsWith("\n") || !Arrays.equals(note, text.getBytes(StandardCharsets.UTF_8))) {
            throw new IllegalArgumentException("not a signed note");
        }
        String body = text.substring(0, end + 1);
        String[] lines = body.split("\n", -1);
        if (lines.length != 4 || !lines[0].equals(key.name()) || !lines[1].matches("0|[1-9][0-9]{0,17}")) {
            throw new IllegalArgumentException("not a checkpoint of " + key.name());
        }
        if (!isSigned(body, text.substring(end + 2, text.length() - 1), key)) {
            throw new IllegalArgumentException("the log's key did not sign the checkpoint");
        }
        return new Checkpoint(lines[0], Long.parseLong(lines[1]), Digest.ofStored(base64(lines[2])));
    }

    private static boolean isSigned(String body, String signatures, Key key) {
        List<byte[]> own = new ArrayList<>();
        for (String line : signatures.split("\n", -1)) {
            String[] parts = line.split(" ", -1);
            if (parts.length != 3 || !parts[0].equals("—")) {
                throw new IllegalArgumentException("not a signature line");
            }
            byte[] value = base64(parts[2]);
            if (parts[1].equals(key.name()) && value.length == 68 && Arrays.equals(value, 0, 4, key.hash(), 0, 4)) {
                own.add(Arrays.copyOfRange(value, 4, 68));
            }
        }
        byte[] message = body.getBytes(StandardCharsets.UTF_8);
        return !own.isEmpty() && own.stream().allMatch(one -> key.key().verifies(message, one));
    }

    /** Base64 in its one canonical form. */
    static byte[] base64(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
            throw new IllegalArgumentException("not canonical base64");
        }
        return bytes;
    }
}

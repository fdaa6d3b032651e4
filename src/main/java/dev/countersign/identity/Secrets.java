package dev.countersign.identity;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Secrets in memory: never text that cannot be wiped. */
final class Secrets {

    private Secrets() {}

    /** The UTF-8 bytes of a password. Wipes the characters. */
    static byte[] take(char[] password) {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        Arrays.fill(encoded.array(), (byte) 0);
        wipe(password);
        return bytes;
    }

    static void wipe(byte[] secret) {
        Arrays.fill(secret, (byte) 0);
    }

    static void wipe(char[] secret) {
        Arrays.fill(secret, '\0');
    }
}

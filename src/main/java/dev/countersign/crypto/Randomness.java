package dev.countersign.crypto;

import java.security.SecureRandom;

/** Unpredictable bytes where nothing can be injected yet: passwords and keys that are made while the application starts. */
public final class Randomness {

    private static final SecureRandom SOURCE = new SecureRandom();

    private Randomness() {}

    public static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        SOURCE.nextBytes(bytes);
        return bytes;
    }

    static SecureRandom source() {
        return SOURCE;
    }
}

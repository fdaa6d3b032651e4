package dev.countersign.crypto;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What nobody can foresee, where nothing can be injected yet or need be: passwords and keys that are made while the application starts, the
 * order of questions.
 */
public final class Randomness {

    private static final SecureRandom SOURCE = new SecureRandom();

    private Randomness() {}

    public static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        SOURCE.nextBytes(bytes);
        return bytes;
    }

    /** The same things in an order that nobody can foresee. */
    public static <T> List<T> shuffled(List<T> things) {
        List<T> shuffled = new ArrayList<>(things);
        Collections.shuffle(shuffled, SOURCE);
        return shuffled;
    }

    static SecureRandom source() {
        return SOURCE;
    }
}

package dev.countersign.crypto;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106): turns a password into 32 secret bytes at a fixed cost of 19 MiB, two passes and one lane. The caller
 * limits how many run at once and keeps no database connection meanwhile.
 */
public final class Argon2id {

    /** Length of what comes out. */
    public static final int LENGTH = 32;

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;

    private Argon2id() {}

    /**
     * The root secret of a password.
     *
     * @param password UTF-8 bytes; the caller wipes them
     * @param salt at least 16 random bytes
     */
    public static byte[] derive(byte[] password, byte[] salt) {
        Argon2Parameters parameters = new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(MEMORY_KIB)
                .withIterations(PASSES)
                .withParallelism(LANES)
                .withSalt(salt)
                .build();
        return derive(password, parameters, LENGTH);
    }

    /** With any parameters: lets the test vectors of RFC 9106 run through the same call. */
    static byte[] derive(byte[] password, Argon2Parameters parameters, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(parameters);
        byte[] root = new byte[length];
        generator.generateBytes(password, root);
        return root;
    }
}

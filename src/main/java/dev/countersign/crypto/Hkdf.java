package dev.countersign.crypto;

import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/** HKDF with SHA-256 (RFC 5869): several independent secrets from one. */
public final class Hkdf {

    private Hkdf() {}

    /** 32 bytes for one purpose, without a salt. */
    public static byte[] derive(byte[] secret, String purpose) {
        return derive(secret, new byte[0], purpose.getBytes(StandardCharsets.UTF_8), 32);
    }

    /** Extract and expand. An empty salt means the one of 32 zero bytes that the RFC prescribes. */
    static byte[] derive(byte[] secret, byte[] salt, byte[] info, int length) {
        HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA256Digest());
        generator.init(new HKDFParameters(secret, salt, info));
        byte[] derived = new byte[length];
        generator.generateBytes(derived, 0, length);
        return derived;
    }
}

package dev.countersign.crypto;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** An opened Ed25519 private key (RFC 8032). Lives in memory for one use and is wiped by {@link #close}. Never serialised. */
public final class SigningKey implements AutoCloseable {

    private final byte[] seed;
    private final byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
    private final VerifyingKey verifyingKey;
    private boolean wiped;

    private SigningKey(byte[] seed) {
        this.seed = seed;
        Ed25519.generatePublicKey(seed, 0, publicKey, 0);
        this.verifyingKey = VerifyingKey.derived(publicKey);
    }

    /** A new key. */
    public static SigningKey generate() {
        return generate(Randomness.source());
    }

    public static SigningKey generate(SecureRandom random) {
        byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
        Ed25519.generatePrivateKey(random, seed);
        return new SigningKey(seed);
    }

    /**
     * A key from its 32-byte seed, which is copied.
     *
     * @throws IllegalArgumentException if these are not 32 bytes
     */
    public static SigningKey ofSeed(byte[] seed) {
        if (seed.length != Ed25519.SECRET_KEY_SIZE) {
            throw new IllegalArgumentException("an Ed25519 seed has 32 bytes");
        }
        return new SigningKey(seed.clone());
    }

    /**
     * The 64-byte pure Ed25519 signature over exactly these bytes.
     *
     * @throws IllegalStateException once the key was wiped
     */
    public synchronized byte[] sign(byte[] message) {
        if (wiped) {
            throw new IllegalStateException("this key was wiped after its use");
        }
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        // with the public key at hand it is not derived anew each time; it is this seed's own, as RFC 8032 demands for
        // safety
        Ed25519.sign(seed, 0, publicKey, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    public VerifyingKey verifyingKey() {
        return verifyingKey;
    }

    /** The seed, for wrapping at rest alone; the caller wipes the copy. */
    public synchronized byte[] seed() {
        if (wiped) {
            throw new IllegalStateException("this key was wiped after its use");
        }
        return seed.clone();
    }

    /** Overwrites the seed. */
    @Override
    public synchronized void close() {
        Arrays.fill(seed, (byte) 0);
        wiped = true;
    }

    @Override
    public String toString() {
        return "signing key of " + verifyingKey;
    }
}

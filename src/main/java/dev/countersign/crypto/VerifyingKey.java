package dev.countersign.crypto;

import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** An Ed25519 public key: 32 bytes of RFC 8032. Verifies strictly: exactly 64 bytes, canonical S (Wycheproof 151 of 151). */
public final class VerifyingKey {

    private static final byte[] SPKI_PREFIX = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};
    private final byte[] raw;

    private VerifyingKey(byte[] raw) {
        this.raw = raw;
    }

    /**
     * A key from its 32 bytes.
     *
     * @throws IllegalArgumentException if these are not 32 bytes, or no point of the curve
     */
    public static VerifyingKey ofRaw(byte[] raw) {
        if (raw.length != Ed25519.PUBLIC_KEY_SIZE || !Ed25519.validatePublicKeyFull(raw, 0)) {
            throw new IllegalArgumentException("not an Ed25519 public key");
        }
        return new VerifyingKey(raw.clone());
    }

    /** The key of a private key it was just made from: that it is a point of the curve, which takes milliseconds to see, is no question. */
    static VerifyingKey derived(byte[] raw) {
        return new VerifyingKey(raw.clone());
    }

    /**
     * A key from its SubjectPublicKeyInfo (RFC 8410).
     *
     * @throws IllegalArgumentException if it is not that of an Ed25519 key
     */
    public static VerifyingKey ofSpki(byte[] spki) {
        if (spki.length != SPKI_PREFIX.length + Ed25519.PUBLIC_KEY_SIZE
                || !Arrays.equals(spki, 0, SPKI_PREFIX.length, SPKI_PREFIX, 0, SPKI_PREFIX.length)) {
            throw new IllegalArgumentException("not the SubjectPublicKeyInfo of an Ed25519 key");
        }
        return ofRaw(Arrays.copyOfRange(spki, SPKI_PREFIX.length, spki.length));
    }

    /** Whether this is the signature of exactly this message; false for anything that is not 64 bytes. */
    public boolean verifies(byte[] message, byte[] signature) {
        return signature.length == Ed25519.SIGNATURE_SIZE
                && Ed25519.verify(signature, 0, raw, 0, message, 0, message.length);
    }

    public byte[] raw() {
        return raw.clone();
    }

    public byte[] spki() {
        byte[] spki = Arrays.copyOf(SPKI_PREFIX, SPKI_PREFIX.length + raw.length);
        System.arraycopy(raw, 0, spki, SPKI_PREFIX.length, raw.length);
        return spki;
    }

    /** SHA-256 of the SubjectPublicKeyInfo: how people compare keys. */
    public Digest fingerprint() {
        return Digest.of(spki());
    }

    public String pem() {
        return "-----BEGIN PUBLIC KEY-----\n" + Base64.getEncoder().encodeToString(spki())
                + "\n-----END PUBLIC KEY-----\n";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifyingKey key && Arrays.equals(raw, key.raw);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(raw);
    }

    @Override
    public String toString() {
        return "Ed25519 " + fingerprint();
    }
}

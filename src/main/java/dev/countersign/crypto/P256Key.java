package dev.countersign.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/** A public key on P-256, as passkeys have them. Verifies ES256 strictly: a point of the curve, signatures in DER alone. */
public final class P256Key {

    private static final byte[] SPKI_PREFIX = {
        0x30,
        0x59,
        0x30,
        0x13,
        0x06,
        0x07,
        0x2a,
        (byte) 0x86,
        0x48,
        (byte) 0xce,
        0x3d,
        0x02,
        0x01,
        0x06,
        0x08,
        0x2a,
        (byte) 0x86,
        0x48,
        (byte) 0xce,
        0x3d,
        0x03,
        0x01,
        0x07,
        0x03,
        0x42,
        0x00
    };
    private static final int COORDINATE = 32;
    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("P-256");
    private static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);

    private final byte[] spki;
    private final ECPublicKeyParameters key;

    private P256Key(byte[] spki, ECPublicKeyParameters key) {
        this.spki = spki;
        this.key = key;
    }

    /**
     * A key from its coordinates, 32 bytes each.
     *
     * @throws IllegalArgumentException if they are no point of the curve
     */
    public static P256Key ofPoint(byte[] x, byte[] y) {
        if (x.length != COORDINATE || y.length != COORDINATE) {
            throw new IllegalArgumentException("not the coordinates of a P-256 public key");
        }
        byte[] spki = Arrays.copyOf(SPKI_PREFIX, SPKI_PREFIX.length + 1 + 2 * COORDINATE);
        spki[SPKI_PREFIX.length] = 0x04;
        System.arraycopy(x, 0, spki, SPKI_PREFIX.length + 1, COORDINATE);
        System.arraycopy(y, 0, spki, SPKI_PREFIX.length + 1 + COORDINATE, COORDINATE);
        return ofSpki(spki);
    }

    /**
     * A key from its SubjectPublicKeyInfo (RFC 5480), in its one form: named curve, uncompressed point.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static P256Key ofSpki(byte[] spki) {
        int prefix = SPKI_PREFIX.length;
        if (spki.length != prefix + 1 + 2 * COORDINATE
                || spki[prefix] != 0x04
                || !Arrays.equals(spki, 0, prefix, SPKI_PREFIX, 0, prefix)) {
            throw new IllegalArgumentException("not the SubjectPublicKeyInfo of a P-256 key");
        }
        byte[] point = Arrays.copyOfRange(spki, prefix, spki.length);
        return new P256Key(
                spki.clone(), new ECPublicKeyParameters(CURVE.getCurve().decodePoint(point), DOMAIN));
    }

    /** Whether this is the ES256 signature (ECDSA in DER, over SHA-256) of exactly this message. */
    public boolean verifies(byte[] message, byte[] signature) {
        try {
            BigInteger[] parts = StandardDSAEncoding.INSTANCE.decode(DOMAIN.getN(), signature);
            ECDSASigner verifier = new ECDSASigner();
            verifier.init(false, key);
            return verifier.verifySignature(Digest.of(message).bytes(), parts[0], parts[1]);
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    public byte[] spki() {
        return spki.clone();
    }

    /** The horizontal coordinate, 32 bytes. */
    public byte[] x() {
        return Arrays.copyOfRange(spki, SPKI_PREFIX.length + 1, SPKI_PREFIX.length + 1 + COORDINATE);
    }

    /** The vertical coordinate, 32 bytes. */
    public byte[] y() {
        return Arrays.copyOfRange(spki, SPKI_PREFIX.length + 1 + COORDINATE, spki.length);
    }

    /** SHA-256 of the SubjectPublicKeyInfo. */
    public Digest fingerprint() {
        return Digest.of(spki);
    }
}

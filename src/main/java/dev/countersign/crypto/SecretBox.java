package dev.countersign.crypto;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret at rest: AES-256-GCM (NIST SP 800-38D) over a few bytes, bound to what it belongs to. Layout: version 1 (one
 * byte), nonce (12 bytes), ciphertext and tag (16 bytes more than the secret).
 */
public final class SecretBox {

    private static final byte VERSION = 1;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SecretBox() {}

    /**
     * Seals a secret.
     *
     * @param key 32 bytes
     * @param belongsTo additional authenticated data: the box opens only with exactly the same
     */
    public static byte[] seal(byte[] key, byte[] belongsTo, byte[] secret) {
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, belongsTo).doFinal(secret);
            byte[] box = new byte[1 + NONCE + sealed.length];
            box[0] = VERSION;
            System.arraycopy(nonce, 0, box, 1, NONCE);
            System.arraycopy(sealed, 0, box, 1 + NONCE, sealed.length);
            return box;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-256-GCM", e);
        }
    }

    /**
     * Opens what {@link #seal} sealed; the caller wipes the answer.
     *
     * @throws BoxRefusedException if key, owner or a single bit differ
     */
    public static byte[] open(byte[] key, byte[] belongsTo, byte[] box) {
        if (box.length < 1 + NONCE + TAG_BITS / 8 || box[0] != VERSION) {
            throw new BoxRefusedException();
        }
        try {
            byte[] nonce = Arrays.copyOfRange(box, 1, 1 + NONCE);
            return cipher(Cipher.DECRYPT_MODE, key, nonce, belongsTo).doFinal(box, 1 + NONCE, box.length - 1 - NONCE);
        } catch (AEADBadTagException e) {
            throw new BoxRefusedException();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-256-GCM", e);
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, byte[] belongsTo) throws GeneralSecurityException {
        if (key.length != 32) {
            throw new IllegalArgumentException("AES-256 takes a key of 32 bytes");
        }
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(belongsTo);
        return cipher;
    }

    /** The box is not of this key and owner, or was altered. Says no more on purpose. */
    public static final class BoxRefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BoxRefusedException() {
            super("this secret does not open with this key for this owner");
        }
    }
}

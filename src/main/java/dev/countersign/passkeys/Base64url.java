package dev.countersign.passkeys;

import java.util.Base64;

/** Bytes as browsers and pages exchange them. */
final class Base64url {

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private Base64url() {}

    static String write(byte[] bytes) {
        return ENCODER.encodeToString(bytes);
    }

    /** Nothing for what is not base64url: it then proves nothing. */
    static byte[] read(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}

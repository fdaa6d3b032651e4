package dev.countersign.identity;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** RFC 4648 Base32 as authenticator apps take it: upper or lower case, spaces and padding ignored. */
final class Base32 {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private Base32() {}

    /** Upper case, without padding. */
    static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int buffer = 0;
        int bits = 0;
        for (byte next : bytes) {
            buffer = (buffer << 8 | next & 0xFF) & 0xFFFF;
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text.append(ALPHABET.charAt(buffer >> bits & 31));
            }
        }
        return bits == 0
                ? text.toString()
                : text.append(ALPHABET.charAt(buffer << 5 - bits & 31)).toString();
    }

    /** The bytes; null if the text is not Base32. */
    static byte @Nullable [] decode(String text) {
        String digits = text.replace(" ", "").replace("=", "").toUpperCase(Locale.ROOT);
        byte[] bytes = new byte[digits.length() * 5 / 8];
        int buffer = 0;
        int bits = 0;
        int count = 0;
        for (int i = 0; i < digits.length(); i++) {
            int value = ALPHABET.indexOf(digits.charAt(i));
            if (value < 0) {
                return null;
            }
            buffer = (buffer << 5 | value) & 0xFFFF;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes[count++] = (byte) (buffer >> bits);
            }
        }
        return bytes;
    }
}

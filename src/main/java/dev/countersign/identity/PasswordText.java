package dev.countersign.identity;

import java.nio.CharBuffer;
import java.text.Normalizer;
import java.util.Arrays;

/**
 * What is hashed of a typed password: its characters in Unicode's form NFKC, so that two keyboards that type the same text
 * differently give the same password (NIST SP 800-63B-4). ASCII, which is the same in every form, is left as it is.
 */
final class PasswordText {

    /** In code points of the normal form: what a person sees as one character may count as more. */
    static final int LONGEST = 256;

    /** In what a keyboard sends; more is never looked at. */
    private static final int LONGEST_TYPED = 4 * LONGEST;

    /** In no UTF-8, so in nobody's password. */
    private static final byte NOBODYS = (byte) 0xFF;

    private PasswordText() {}

    /**
     * The bytes to hash. Wipes the characters. What nobody can have as a password, because it is too long or no text, gives
     * bytes that are nobody's, at the price of a password that could be somebody's.
     */
    static byte[] take(char[] typed) {
        boolean possible = isPossible(typed);
        byte[] bytes = Secrets.take(possible ? normalised(typed) : Arrays.copyOf(typed, LONGEST));
        Secrets.wipe(typed);
        if (possible) {
            return bytes;
        }
        byte[] nobodys = Arrays.copyOf(bytes, bytes.length + 1);
        nobodys[bytes.length] = NOBODYS;
        Secrets.wipe(bytes);
        return nobodys;
    }

    private static boolean isPossible(char[] typed) {
        if (!isText(typed)) {
            return false;
        }
        char[] text = normalised(typed);
        try {
            return length(text) <= LONGEST;
        } finally {
            Secrets.wipe(text);
        }
    }

    /** Whether this is text at all, and not endless: no half of a character stands alone. */
    static boolean isText(char[] typed) {
        return typed.length <= LONGEST_TYPED
                && CharBuffer.wrap(typed)
                        .codePoints()
                        .noneMatch(character -> Character.getType(character) == Character.SURROGATE);
    }

    /** A copy in the normal form; the caller wipes it. */
    static char[] normalised(char[] typed) {
        CharBuffer text = CharBuffer.wrap(typed);
        return text.chars().allMatch(character -> character < 0x80)
                ? typed.clone()
                : Normalizer.normalize(text, Normalizer.Form.NFKC).toCharArray();
    }

    /** In code points. */
    static int length(char[] text) {
        return Character.codePointCount(text, 0, text.length);
    }
}

package dev.countersign.identity;

import com.nulabinc.zxcvbn.Strength;
import com.nulabinc.zxcvbn.Zxcvbn;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * How many guesses somebody needs who knows how people choose: zxcvbn with its lists of passwords, words and names. Its price grows
 * steeply with the length, so it is asked about the beginning and, only if that is easy, about the end: a password is no easier
 * than its hardest part. One estimate at a time, or a flood of them would take every core.
 */
final class GuessEstimate {

    /** Fewer guesses than that are few even at the price of Argon2id. */
    private static final double FEWEST_GUESSES = 1e8;

    private static final int WINDOW = 24;

    private GuessEstimate() {}

    /** Built late and once: it reads some 30,000 passwords and as many words. */
    private static final class Lists {
        static final Zxcvbn ZXCVBN = new Zxcvbn();
    }

    /** @param familiar words that are easy for this person, as names are */
    static boolean isEasy(char[] password, List<String> familiar) {
        if (isEasyThroughout(password, familiar)) {
            return true;
        }
        char[] once = wordsOnce(password);
        try {
            return once.length > 0 && isEasyThroughout(once, familiar);
        } finally {
            Secrets.wipe(once);
        }
    }

    /**
     * Each word once, and nothing between them: the same word again with a space before it, which the estimate takes for another, makes no
     * password harder. Empty where no word comes again.
     */
    private static char[] wordsOnce(char[] password) {
        char[] once = new char[password.length];
        int length = 0;
        boolean again = false;
        int at = 0;
        while (at < password.length) {
            int end = at;
            while (end < password.length && Character.isLetterOrDigit(password[end])) {
                end++;
            }
            if (comesBefore(password, at, end)) {
                again = true;
            } else {
                System.arraycopy(password, at, once, length, end - at);
                length += end - at;
            }
            at = end + 1;
        }
        char[] words = again ? Arrays.copyOf(once, length) : new char[0];
        Secrets.wipe(once);
        return words;
    }

    private static boolean comesBefore(char[] password, int from, int to) {
        int length = to - from;
        for (int at = 0; length > 0 && at + length < from; at++) {
            boolean begins = at == 0 || !Character.isLetterOrDigit(password[at - 1]);
            if (begins && !Character.isLetterOrDigit(password[at + length]) && isSame(password, at, from, length)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSame(char[] text, int one, int other, int length) {
        for (int i = 0; i < length; i++) {
            if (Character.toLowerCase(text[one + i]) != Character.toLowerCase(text[other + i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEasyThroughout(char[] password, List<String> familiar) {
        if (!isEasy(password, 0, Math.min(password.length, WINDOW), familiar)) {
            return false;
        }
        return password.length <= WINDOW || isEasy(password, password.length - WINDOW, password.length, familiar);
    }

    private static boolean isEasy(char[] password, int from, int to, List<String> familiar) {
        char[] part = Arrays.copyOfRange(password, from, to);
        synchronized (GuessEstimate.class) {
            Strength strength = Lists.ZXCVBN.measure(CharBuffer.wrap(part), familiar);
            try {
                return strength.getGuesses() < FEWEST_GUESSES;
            } finally {
                strength.wipe();
                Secrets.wipe(part);
            }
        }
    }
}

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

package dev.countersign.identity;

import dev.countersign.worm.WormStore;
import java.nio.CharBuffer;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Which passwords a person may take (IDN-02, NIST SP 800-63B-4): long ones that are not known, not easily guessed and do not name the
 * person. Which characters they are made of is nobody's business.
 */
@Component
class PasswordRules {

    private static final String PRODUCT = "countersign";
    /** Shorter parts of names are in too many words to forbid. */
    private static final int SHORTEST_PART = 3;

    private final IdentitySettings settings;
    private final BreachedPasswords breached;
    private final WormStore store;

    PasswordRules(IdentitySettings settings, BreachedPasswords breached, WormStore store) {
        this.settings = settings;
        this.breached = breached;
        this.store = store;
    }

    /**
     * Why that person may not take this password, what is expected and what helps; null if they may. Nothing of the password is
     * repeated.
     */
    @Nullable
    String refusal(String userId, String printedName, char[] typed) {
        if (!PasswordText.isText(typed)) {
            return "it is longer than any password, or it has half a character (expected: text of at most "
                    + PasswordText.LONGEST + " characters)";
        }
        char[] password = PasswordText.normalised(typed);
        try {
            String form = badForm(password);
            return form == null ? known(userId, printedName, password) : form;
        } finally {
            Secrets.wipe(password);
        }
    }

    private @Nullable String badForm(char[] password) {
        int length = PasswordText.length(password);
        if (length < settings.shortestPassword()) {
            return "it has %d characters (expected: at least %d; a few unrelated words are easy to remember)"
                    .formatted(length, settings.shortestPassword());
        }
        if (length > PasswordText.LONGEST) {
            return "it has %d characters (expected: at most %d)".formatted(length, PasswordText.LONGEST);
        }
        boolean unfit = CharBuffer.wrap(password)
                .codePoints()
                .anyMatch(character ->
                        Character.isISOControl(character) || Character.getType(character) == Character.UNASSIGNED);
        return unfit
                ? "it has control characters, or some that Unicode does not define (expected: letters of any script, digits,"
                        + " spaces and signs)"
                : null;
    }

    private @Nullable String known(String userId, String printedName, char[] password) {
        if (names(userId, printedName, password)) {
            return "it contains the user name or a part of the printed name (expected: neither)";
        }
        if (breached.contains(password)) {
            return "it is in the list of passwords that became public (expected: one that nobody used before)";
        }
        List<String> familiar =
                new ArrayList<>(List.of(PRODUCT, store.installation().organisation(), userId));
        familiar.addAll(parts(printedName).toList());
        return GuessEstimate.isEasy(password, familiar)
                ? "it is easily guessed: made of what is tried first, such as passwords many people have, repetitions, sequences,"
                        + " dates or the name of this product (expected: a few unrelated words)"
                : null;
    }

    private static boolean names(String userId, String printedName, char[] password) {
        String text = folded(CharBuffer.wrap(password));
        return Stream.concat(Stream.of(folded(userId)), parts(printedName))
                .filter(part -> part.length() >= SHORTEST_PART)
                .anyMatch(text::contains);
    }

    private static Stream<String> parts(String printedName) {
        return Stream.of(folded(printedName).split("[^\\p{L}\\p{N}]+")).filter(part -> !part.isEmpty());
    }

    /** Without case and accents: Müller's password does not contain "muller" either. */
    private static String folded(CharSequence text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}+", "")
                .toLowerCase(Locale.ROOT);
    }
}

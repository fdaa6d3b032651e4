package dev.countersign.records;

import java.lang.Character.UnicodeScript;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Rules for text that people read before they sign: what is shown is what is there. Letters of every script are fine, those
 * written from right to left included; what does not show, or changes how other text shows, is not.
 */
public final class PlainText {

    private static final int QUOTED = 80;
    private static final int NON_JOINER = 0x200C;
    private static final int JOINER = 0x200D;

    /** Format characters (Cf) by their category, but with a shape of their own: signs of Arabic and Syriac. */
    private static final Set<Integer> SHOWN_FORMATS =
            Set.of(0x0600, 0x0601, 0x0602, 0x0603, 0x0604, 0x0605, 0x06DD, 0x070F);

    /** Letters and marks by their category, but empty. */
    private static final Set<Integer> EMPTY_LETTERS = Set.of(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0);

    private static final Set<UnicodeScript> JOINING = Set.of(
            UnicodeScript.ARABIC,
            UnicodeScript.SYRIAC,
            UnicodeScript.MONGOLIAN,
            UnicodeScript.DEVANAGARI,
            UnicodeScript.BENGALI,
            UnicodeScript.GURMUKHI,
            UnicodeScript.GUJARATI,
            UnicodeScript.ORIYA,
            UnicodeScript.TAMIL,
            UnicodeScript.TELUGU,
            UnicodeScript.KANNADA,
            UnicodeScript.MALAYALAM,
            UnicodeScript.SINHALA,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR);

    private PlainText() {}

    /** The first code point that does not show or changes how others show; tabs and line breaks are fine. */
    public static OptionalInt hidden(String text) {
        int before = 0;
        for (int at = 0; at < text.length(); at += Character.charCount(before)) {
            int point = text.codePointAt(at);
            if (isHidden(point, before)) {
                return OptionalInt.of(point);
            }
            before = point;
        }
        return OptionalInt.empty();
    }

    /** The text with the name of every {@link #hidden} code point in its place, e.g. {@code ⟨U+202E⟩}. */
    public static String visible(String text) {
        if (hidden(text).isEmpty()) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        int before = 0;
        for (int at = 0; at < text.length(); at += Character.charCount(before)) {
            int point = text.codePointAt(at);
            if (isHidden(point, before)) {
                shown.append('⟨').append(name(point)).append('⟩');
            } else {
                shown.appendCodePoint(point);
            }
            before = point;
        }
        return shown.toString();
    }

    /** What to say about a {@link #hidden} code point, e.g. {@code holds U+202E, which …}. */
    public static String complaint(int point) {
        return "holds " + name(point) + ", which does not show or changes how other text shows; remove it";
    }

    /** Whether these are 1 to {@code max} code points on one line, not blank, without anything hidden. */
    public static boolean isLine(String text, int max) {
        return isText(text, max) && text.chars().noneMatch(PlainText::isLayout);
    }

    /** As {@link #isLine}, with line breaks and tabs. */
    static boolean isText(String text, int max) {
        return !text.isBlank()
                && text.codePointCount(0, text.length()) <= max
                && hidden(text).isEmpty();
    }

    /** For a message: shortened, nothing hidden. */
    static String quote(String text) {
        String shown = text.length() > QUOTED ? text.substring(0, QUOTED) + "…" : text;
        StringBuilder quoted = new StringBuilder("“");
        shown.codePoints()
                .map(point -> isLayout(point) || isHidden(point, 0) ? 0xFFFD : point)
                .forEach(quoted::appendCodePoint);
        return quoted.append('”').toString();
    }

    private static String name(int point) {
        return String.format(Locale.ROOT, "U+%04X", point);
    }

    private static boolean isLayout(int point) {
        return point == '\n' || point == '\r' || point == '\t';
    }

    // Cf holds the marks that reverse the direction of text: a limit of 0.5 must not read as one of 5.0.
    private static boolean isHidden(int point, int before) {
        return switch (Character.getType(point)) {
            case Character.CONTROL -> !isLayout(point);
            case Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            case Character.FORMAT ->
                point == JOINER || point == NON_JOINER ? !joins(before) : !SHOWN_FORMATS.contains(point);
            default -> EMPTY_LETTERS.contains(point);
        };
    }

    // Persian and the scripts of India are misspelt without the joiners, and emoji fall apart; behind anything else
    // they
    // only hide.
    private static boolean joins(int before) {
        int type = Character.getType(before);
        return type == Character.OTHER_SYMBOL
                || type == Character.MODIFIER_SYMBOL && before > 0xFFFF
                || before == 0xFE0F
                || Character.isValidCodePoint(before) && JOINING.contains(UnicodeScript.of(before));
    }
}

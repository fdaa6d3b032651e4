package dev.countersign.signing;

import java.text.Bidi;
import java.text.BreakIterator;
import java.util.Locale;

/**
 * The order in which the characters of a line are drawn from the left, by the Unicode Bidirectional Algorithm: a font draws what it is given
 * from left to right, also Hebrew.
 */
final class PrintedOrder {

    private static final String OPEN = "([{<«‹≤";
    private static final String CLOSED = ")]}>»›≥";

    private PrintedOrder() {}

    /**
     * A line of a paragraph, whose first strong character says whether it is read from the left or from the right.
     *
     * @param begin where the line begins in the paragraph, in chars
     * @param end behind its last char
     */
    static String line(String paragraph, int begin, int end) {
        if (begin == end || !Bidi.requiresBidi(paragraph.toCharArray(), 0, paragraph.length())) {
            return paragraph.substring(begin, end);
        }
        Bidi line = new Bidi(paragraph, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT).createLineBidi(begin, end);
        byte[] levels = new byte[line.getRunCount()];
        String[] runs = new String[levels.length];
        for (int run = 0; run < levels.length; run++) {
            levels[run] = (byte) line.getRunLevel(run);
            String text = paragraph.substring(begin + line.getRunStart(run), begin + line.getRunLimit(run));
            runs[run] = levels[run] % 2 == 0 ? text : fromTheRight(text);
        }
        Bidi.reorderVisually(levels, 0, runs, 0, runs.length);
        return String.join("", runs);
    }

    /** What combines with a character stays behind it; brackets open to the other side. */
    private static String fromTheRight(String text) {
        StringBuilder reversed = new StringBuilder(text.length());
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(text);
        int end = characters.last();
        for (int begin = characters.previous(); begin != BreakIterator.DONE; begin = characters.previous()) {
            reversed.append(mirrored(text.substring(begin, end)));
            end = begin;
        }
        return reversed.toString();
    }

    private static String mirrored(String character) {
        int open = OPEN.indexOf(character);
        int closed = CLOSED.indexOf(character);
        return open >= 0
                ? CLOSED.substring(open, open + 1)
                : closed >= 0 ? OPEN.substring(closed, closed + 1) : character;
    }
}

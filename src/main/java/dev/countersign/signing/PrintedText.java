package dev.countersign.signing;

import dev.countersign.records.PlainText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.pdfbox.pdmodel.font.PDFont;

/**
 * Breaks text into lines of a width. A character that the font cannot show is its code point, e.g. {@code [U+4E2D]}: visible, never lost.
 * What is read from the right is drawn from the right.
 */
final class PrintedText {

    private static final float THOUSAND = 1_000;
    private static final int LONGEST_WORD = 90;
    private static final int PIECE = 60;

    private final PDFont font;
    private final Map<Integer, Boolean> known = new HashMap<>();

    PrintedText(PDFont font) {
        this.font = font;
    }

    /** At least one, each in the order in which it is drawn from the left; what is typed on several lines stays on several. */
    List<String> lines(String text, float size, float width) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.split("\\R", -1)) {
            broken(paragraph, size, width, lines);
        }
        return lines;
    }

    /** As much as fits on one line. */
    String cut(String text, float size, float width) {
        List<String> lines = lines(text, size, width);
        return lines.get(0) + (lines.size() > 1 ? " …" : "");
    }

    private void broken(String text, float size, float width, List<String> lines) {
        String paragraph = shown(text);
        int begin = 0;
        int end = 0;
        float used = 0;
        for (String word : words(paragraph, size, width)) {
            float needed = width(word, size);
            if (used + needed > width && end > begin) {
                lines.add(PrintedOrder.line(paragraph, begin, end));
                begin = end;
                used = 0;
            }
            end += word.length();
            used += needed;
        }
        lines.add(PrintedOrder.line(paragraph, begin, end));
    }

    /** Words with the space behind them; what is too long for a line is cut into pieces. */
    private List<String> words(String text, float size, float width) {
        List<String> words = new ArrayList<>();
        for (String word : text.split("(?<= )")) {
            int at = 0;
            while (word.length() - at > LONGEST_WORD || width(word.substring(at), size) > width) {
                int end = piece(word, at, size, width);
                if (end >= word.length()) {
                    break;
                }
                words.add(word.substring(at, end));
                at = end;
            }
            words.add(word.substring(at));
        }
        return words;
    }

    /** Where a piece ends that fits: one character at least. */
    private int piece(String word, int at, float size, float width) {
        int characters = Math.min(PIECE, word.codePointCount(at, word.length()));
        int end = word.offsetByCodePoints(at, characters);
        while (characters > 1 && width(word.substring(at, end), size) > width) {
            end = word.offsetByCodePoints(at, --characters);
        }
        return end;
    }

    private float width(String text, float size) {
        try {
            return font.getStringWidth(text) / THOUSAND * size;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> {
            String one = c == '\t' ? "    " : Character.toString(c);
            shown.append(isShown(c, one) ? one : String.format(Locale.ROOT, "[U+%04X]", c));
        });
        return shown.toString();
    }

    // asked once for each: the font answers no with an exception
    private boolean isShown(int point, String text) {
        return known.computeIfAbsent(point, unknown -> {
            try {
                font.encode(text);
                return PlainText.hidden(text).isEmpty();
            } catch (IOException | IllegalArgumentException e) {
                return false;
            }
        });
    }
}

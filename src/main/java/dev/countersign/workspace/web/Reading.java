package dev.countersign.workspace.web;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Markdown as pages show it: paragraphs, lists, headings, and what stands out in a line. Never HTML: templates write every piece as text, so that
 * a text shows what it says and does nothing.
 */
final class Reading {

    private static final Pattern OUTSTANDING = Pattern.compile("\\*\\*(.+?)\\*\\*|\\*(.+?)\\*|`(.+?)`");
    private static final Pattern BULLET = Pattern.compile("[-*] +(.*)");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,3}[.)] +(.*)");
    private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*)");

    private Reading() {}

    /**
     * A paragraph, a heading or a list.
     *
     * @param kind {@code p}, {@code h}, {@code ul} or {@code ol}
     * @param lines one of a paragraph, one for each item of a list
     */
    record Block(String kind, List<List<Piece>> lines) {}

    /** @param kind {@code plain}, {@code strong}, {@code em} or {@code code} */
    record Piece(String kind, String text) {}

    static List<Block> of(String markdown) {
        List<Block> blocks = new ArrayList<>();
        String kind = "";
        List<String> lines = new ArrayList<>();
        for (String line : (markdown + "\n").split("\\R", -1)) {
            String text = line.strip();
            String next = text.isEmpty() ? "" : kindOf(text);
            boolean goesOn = next.equals("p") && !lines.isEmpty() && !kind.equals("h");
            if (goesOn) {
                lines.set(lines.size() - 1, lines.get(lines.size() - 1) + " " + text);
                continue;
            }
            if (!next.equals(kind) || next.equals("h") || next.isEmpty()) {
                add(blocks, kind, lines);
                kind = next;
                lines = new ArrayList<>();
            }
            if (!text.isEmpty()) {
                lines.add(content(text));
            }
        }
        add(blocks, kind, lines);
        return blocks;
    }

    private static void add(List<Block> blocks, String kind, List<String> lines) {
        if (!lines.isEmpty()) {
            blocks.add(new Block(kind, lines.stream().map(Reading::pieces).toList()));
        }
    }

    private static String kindOf(String text) {
        if (BULLET.matcher(text).matches()) {
            return "ul";
        }
        if (NUMBER.matcher(text).matches()) {
            return "ol";
        }
        return HEADING.matcher(text).matches() ? "h" : "p";
    }

    private static String content(String text) {
        for (Pattern marked : List.of(BULLET, NUMBER, HEADING)) {
            Matcher matcher = marked.matcher(text);
            if (matcher.matches()) {
                return matcher.group(1);
            }
        }
        return text;
    }

    private static List<Piece> pieces(String line) {
        List<Piece> pieces = new ArrayList<>();
        Matcher matcher = OUTSTANDING.matcher(line);
        int from = 0;
        while (matcher.find()) {
            plain(pieces, line.substring(from, matcher.start()));
            if (matcher.group(1) != null) {
                pieces.add(new Piece("strong", matcher.group(1)));
            } else if (matcher.group(2) != null) {
                pieces.add(new Piece("em", matcher.group(2)));
            } else {
                pieces.add(new Piece("code", matcher.group(3)));
            }
            from = matcher.end();
        }
        plain(pieces, line.substring(from));
        return pieces;
    }

    private static void plain(List<Piece> pieces, String text) {
        if (!text.isEmpty()) {
            pieces.add(new Piece("plain", text));
        }
    }
}

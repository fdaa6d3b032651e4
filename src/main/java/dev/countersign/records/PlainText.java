package dev.countersign.records;

/** Rules for text that people type outside a schema: titles, reasons, names. */
final class PlainText {

    private static final int QUOTED = 80;

    private PlainText() {}

    /** Whether these are 1 to {@code max} code points on one line, not blank, without anything invisible that deceives. */
    static boolean isLine(String text, int max) {
        return isWithin(text, max) && text.codePoints().noneMatch(PlainText::deceives);
    }

    /** As {@link #isLine}, with line breaks and tabs. */
    static boolean isText(String text, int max) {
        return isWithin(text, max)
                && text.codePoints()
                        .noneMatch(point -> deceives(point) && point != '\n' && point != '\r' && point != '\t');
    }

    /** For a message: shortened, without control characters. */
    static String quote(String text) {
        String shown = text.length() > QUOTED ? text.substring(0, QUOTED) + "…" : text;
        StringBuilder quoted = new StringBuilder("“");
        shown.codePoints().map(point -> deceives(point) ? 0xFFFD : point).forEach(quoted::appendCodePoint);
        return quoted.append('”').toString();
    }

    private static boolean isWithin(String text, int max) {
        return !text.isBlank() && text.codePointCount(0, text.length()) <= max;
    }

    // Cf holds the marks that reverse the direction of text: a name ending in exe must not read as one ending in pdf.
    // The joiners of
    // scripts that need them stay allowed.
    private static boolean deceives(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            case Character.FORMAT -> point != 0x200C && point != 0x200D && point != 0x00AD;
            default -> false;
        };
    }
}

package dev.countersign.records;

import java.util.regex.Pattern;

/**
 * Texts in tables for spreadsheets (T22, RFC 4180). What a spreadsheet would calculate has an apostrophe before it, also behind a separator of
 * another spreadsheet's, and no line ends within a cell.
 */
public final class SheetCells {

    /**
     * What spreadsheets take for the beginning of a formula, their wide forms included: at the beginning of a cell, and behind what some of them
     * end a cell with, whatever quotes say.
     */
    private static final Pattern FORMULA =
            Pattern.compile("(^|[,;|])([\\s\\h⏎\"'\u2018\u2019\u201c\u201d]*)([=+\\-@\uff1d\uff0b\uff0d\uff20])");

    private static final Pattern LINE_ENDS = Pattern.compile("\r\n|[\\v\\x1c-\\x1e\\t]");

    private SheetCells() {}

    /** Inert, and quoted where its text needs it. */
    public static String cell(String text) {
        String line = LINE_ENDS.matcher(text).replaceAll("⏎ ");
        String inert = FORMULA.matcher(line).replaceAll("$1$2'$3");
        return inert.chars().anyMatch(sign -> ",;|\"".indexOf(sign) >= 0) || !inert.equals(inert.strip())
                ? '"' + inert.replace("\"", "\"\"") + '"'
                : inert;
    }
}

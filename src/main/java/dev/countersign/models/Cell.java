package dev.countersign.models;

import java.util.regex.Pattern;

/** A cell of a decision table: unary tests of FEEL without calls, definitions, properties and contexts. */
final class Cell {

    private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";
    private static final String CONSTANT = "(?:-?[0-9]+(?:\\.[0-9]+)?|\"[^\"\\\\]*\"|" + NAME + ")";
    private static final String RANGE = "[\\[\\](]\\s*" + CONSTANT + "\\s*\\.\\.\\s*" + CONSTANT + "\\s*[\\[\\])]";
    private static final String TEST = "(?:(?:<=|>=|<|>|=|!=)?\\s*" + CONSTANT + "|" + RANGE + ")";
    private static final String TESTS = TEST + "(?:\\s*,\\s*" + TEST + ")*+";
    private static final Pattern PLAIN = Pattern.compile("-|" + TESTS + "|not\\(\\s*" + TESTS + "\\s*\\)|");

    private Cell() {}

    static boolean isPlain(String text) {
        return text.length() <= 1_000 && PLAIN.matcher(text.strip()).matches();
    }
}

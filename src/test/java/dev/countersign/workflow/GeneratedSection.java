package dev.countersign.workflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A part of a document that is made from a table in the code. Where the document says something else, the test that asks writes the
 * right one below target and fails; copying it over mends the document.
 */
public final class GeneratedSection {

    private final Path document;
    private final String name;

    public GeneratedSection(String document, String name) {
        this.document = Path.of(document);
        this.name = name;
    }

    /** The document as it must be with these lines in the section. */
    public String with(List<String> lines) {
        String text = read(document);
        String from = "<!-- " + name + " -->\n";
        String to = "<!-- /" + name + " -->";
        int start = text.indexOf(from) + from.length();
        String made =
                text.substring(0, start) + String.join("\n", lines) + "\n" + text.substring(text.indexOf(to, start));
        if (!made.equals(text)) {
            write(Path.of("target", document.getFileName().toString()), made);
        }
        return made;
    }

    public String asItIs() {
        return read(document);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

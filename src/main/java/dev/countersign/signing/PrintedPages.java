package dev.countersign.signing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * Plain printed pages as PDF (A4): headings, paragraphs, labelled values. A character that the embedded font cannot show is printed
 * as its code point, e.g. {@code [U+4E2D]}: visible, never lost, never an error.
 */
public final class PrintedPages implements AutoCloseable {

    private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
    private static final float MARGIN = 56;
    private static final float BODY = 9.5f;
    private static final float SMALL = 7.5f;
    private static final float LEADING = 1.35f;
    private static final float THOUSAND = 1_000;
    private static final int LONGEST_WORD = 90;

    private final PDDocument document = new PDDocument();
    private final PDFont font;
    private final String header;
    private final String footer;
    private final List<PDPage> pages = new ArrayList<>();
    private PDPageContentStream content;
    private float y;

    /**
     * Begins the first page.
     *
     * @param header stands at the top of every page
     * @param footer stands at the foot of every page, before its number
     */
    public PrintedPages(String header, String footer) {
        this.header = header;
        this.footer = footer;
        try (InputStream stream = PDDocument.class.getResourceAsStream(FONT)) {
            if (stream == null) {
                throw new IllegalStateException("the PDF library lacks " + FONT);
            }
            this.font = PDType0Font.load(document, stream, true);
            this.content = page();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void title(String text) {
        write(text, 17, 0);
        y -= 4;
    }

    public void heading(String text) {
        y -= 10;
        room(BODY * 4);
        write(text, 12, 0);
        y -= 2;
    }

    public void paragraph(String text) {
        write(text, BODY, 0);
        y -= 2;
    }

    /** A label, and the value below it. */
    public void fact(String label, String value) {
        room(BODY * 3);
        write(label, SMALL, 0);
        write(value.isEmpty() ? "–" : value, BODY, 10);
        y -= 1;
    }

    /** The finished document. Nothing can be printed afterwards. */
    public byte[] finish() {
        try {
            content.close();
            for (int number = 0; number < pages.size(); number++) {
                frame(pages.get(number), footer + "  ·  page " + (number + 1) + " of " + pages.size());
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            document.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PDPageContentStream page() throws IOException {
        PDPage page = new PDPage(PDRectangle.A4);
        document.addPage(page);
        pages.add(page);
        y = PDRectangle.A4.getHeight() - MARGIN - 10;
        return new PDPageContentStream(document, page);
    }

    private void frame(PDPage page, String foot) throws IOException {
        try (PDPageContentStream frame =
                new PDPageContentStream(document, page, PDPageContentStream.AppendMode.APPEND, true)) {
            line(frame, cut(header), SMALL, MARGIN, PDRectangle.A4.getHeight() - MARGIN + 12);
            line(frame, cut(foot), SMALL, MARGIN, MARGIN - 22);
        }
    }

    private String cut(String text) {
        List<String> lines = lines(text, SMALL, PDRectangle.A4.getWidth() - 2 * MARGIN);
        return lines.get(0) + (lines.size() > 1 ? " …" : "");
    }

    private void room(float height) {
        try {
            if (y - height < MARGIN) {
                content.close();
                content = page();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String text, float size, float indent) {
        try {
            for (String paragraph : text.split("\n", -1)) {
                for (String line : lines(paragraph, size, PDRectangle.A4.getWidth() - 2 * MARGIN - indent)) {
                    room(size * LEADING);
                    y -= size * LEADING;
                    line(content, line, size, MARGIN + indent, y);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void line(PDPageContentStream stream, String text, float size, float x, float at) throws IOException {
        stream.beginText();
        stream.setFont(font, size);
        stream.newLineAtOffset(x, at);
        stream.showText(text);
        stream.endText();
    }

    private List<String> lines(String text, float size, float width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        float used = 0;
        for (String word : words(shown(text))) {
            float needed = width(word, size);
            if (used + needed > width && !line.isEmpty()) {
                lines.add(line.toString());
                line.setLength(0);
                used = 0;
            }
            line.append(word);
            used += needed;
        }
        lines.add(line.toString());
        return lines;
    }

    /** Words with the space behind them; what is too long for a line is cut into pieces. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.split("(?<= )")) {
            int at = 0;
            while (word.length() - at > LONGEST_WORD) {
                int end = word.offsetByCodePoints(at, Math.min(60, word.codePointCount(at, word.length())));
                words.add(word.substring(at, end));
                at = end;
            }
            words.add(word.substring(at));
        }
        return words;
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
            shown.append(isShown(one) ? one : String.format(java.util.Locale.ROOT, "[U+%04X]", c));
        });
        return shown.toString();
    }

    private boolean isShown(String text) {
        try {
            font.encode(text);
            return true;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }
}

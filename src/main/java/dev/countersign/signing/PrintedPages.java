package dev.countersign.signing;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import dev.countersign.signing.PdfArchive.Enclosed;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * Printed pages as a PDF that is kept and sealed (A4, PDF/A-3u, PAdES): headings, paragraphs, labelled values, tables, pictures, files that
 * go along. What an inspector reads without us (11.10(b), CPY-01, CPY-04).
 */
public final class PrintedPages implements AutoCloseable {

    private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
    private static final float BODY = 9.5f;
    private static final float SMALL = 7.5f;
    private static final float TITLE = 17;
    private static final float HEADING = 12;
    private static final float ABOVE = 10;
    private static final float LABEL = 118;
    private static final float GAP = 6;
    private static final float CODE = 92;
    /** What a camera needs free around it: four squares. */
    private static final float QUIET = 12;

    private static final float QUOTE = 12;
    /** A longer row runs over the end of its page. */
    private static final float MOST_KEPT_TOGETHER = 400;

    private final PDDocument document = new PDDocument();
    private final PrintedSheets sheets;
    private final PrintedText text;
    private final Frame frame;
    private final List<Enclosed> enclosed = new ArrayList<>();

    /**
     * What stands on every page.
     *
     * @param header at its top
     * @param footer at its foot, one line each; the last has the page's number behind it
     * @param across faintly over it; empty for nothing
     */
    public record Frame(String header, List<String> footer, String across) {

        public Frame {
            footer = List.copyOf(footer);
            if (footer.isEmpty()) {
                throw new IllegalArgumentException("a page is numbered on a line of its foot");
            }
        }
    }

    /** Closes a document: CMS SignedData over exactly these bytes. */
    public interface Seal {
        byte[] over(InputStream document) throws IOException;
    }

    /** Begins the first page. */
    public PrintedPages(Frame frame) {
        this.frame = frame;
        try (InputStream stream = PDDocument.class.getResourceAsStream(FONT)) {
            if (stream == null) {
                throw new IllegalStateException("the PDF library lacks " + FONT);
            }
            PDFont font = PDType0Font.load(document, stream, true);
            this.text = new PrintedText(font);
            this.sheets = new PrintedSheets(document, font, frame.footer().size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void title(String title) {
        write(title, TITLE, true);
        sheets.skip(4);
    }

    public void heading(String heading) {
        sheets.skip(ABOVE);
        sheets.room(BODY * 4);
        write(heading, HEADING, true);
        sheets.skip(2);
    }

    /** Begins one of many things that are alike. */
    public void item(String name) {
        sheets.skip(GAP);
        sheets.room(BODY * 4);
        write(name, BODY, true);
    }

    public void paragraph(String paragraph) {
        write(paragraph, BODY, false);
        sheets.skip(2);
    }

    /** A label, and the value beside it. */
    public void fact(String label, String value) {
        List<String> labels = text.lines(label, SMALL, LABEL - GAP);
        List<String> values = text.lines(value.isEmpty() ? "–" : value, BODY, sheets.width() - LABEL);
        for (int line = 0; line < Math.max(labels.size(), values.size()); line++) {
            sheets.down(BODY);
            if (line < labels.size()) {
                sheets.show(labels.get(line), SMALL, 0, false);
            }
            if (line < values.size()) {
                sheets.show(values.get(line), BODY, LABEL, false);
            }
        }
        sheets.skip(2);
    }

    /** A table with what it is called, which never stands alone at the foot of a page. */
    public void table(String heading, List<String> columns, List<List<String>> rows) {
        float width = sheets.width() / columns.size();
        float lines = text.lines(heading, HEADING, sheets.width()).size() * PrintedSheets.leading(HEADING);
        float first = rows.isEmpty() ? 0 : new Row(rows.get(0), width, BODY).height();
        float head = new Row(columns, width, SMALL).height();
        sheets.room(ABOVE + lines + 2 + Math.min(head + first, MOST_KEPT_TOGETHER));
        heading(heading);
        table(columns, rows);
    }

    /** Rows under columns of one width; each begins where the longest cell of the one before ends. Where a page begins with a row, so do the columns' names. */
    public void table(List<String> columns, List<List<String>> rows) {
        float width = sheets.width() / columns.size();
        Row head = new Row(columns, width, SMALL);
        boolean headed = false;
        for (List<String> cells : rows) {
            Row row = new Row(cells, width, BODY);
            boolean begun = sheets.begins(Math.min(row.height() + (headed ? 0 : head.height()), MOST_KEPT_TOGETHER));
            if (begun || !headed) {
                head.print(true);
                headed = true;
            }
            row.print(false);
        }
        sheets.skip(2);
    }

    private final class Row {

        private final List<List<String>> cells;
        private final float width;
        private final float size;
        private final int lines;

        Row(List<String> cells, float width, float size) {
            this.cells = cells.stream()
                    .map(cell -> text.lines(cell.isEmpty() ? "–" : cell, size, width - GAP))
                    .toList();
            this.width = width;
            this.size = size;
            this.lines = this.cells.stream().mapToInt(List::size).max().orElse(1);
        }

        float height() {
            return lines * PrintedSheets.leading(size) + 4;
        }

        void print(boolean bold) {
            for (int line = 0; line < lines; line++) {
                sheets.down(size);
                for (int column = 0; column < cells.size(); column++) {
                    if (line < cells.get(column).size()) {
                        sheets.show(cells.get(column).get(line), size, column * width, bold);
                    }
                }
            }
            sheets.rule();
        }
    }

    /**
     * Somebody else's text, told apart from what this document says by a sign before each line.
     *
     * @return how many lines were printed, at most so many
     */
    public int quote(String caption, String quoted, int most) {
        write(caption, SMALL, false);
        int printed = 0;
        for (String line : text.lines(quoted, SMALL, sheets.width() - QUOTE)) {
            if (printed == most) {
                return printed;
            }
            sheets.down(SMALL);
            sheets.show(">", SMALL, 0, false);
            sheets.show(line, SMALL, QUOTE, false);
            printed++;
        }
        sheets.skip(2);
        return printed;
    }

    /** What follows stands on a page of its own. */
    public void nextPage() {
        sheets.next();
    }

    /** Somebody else's picture, framed, as wide as the page at most, with what it is above it. */
    public void picture(String caption, BufferedImage image) {
        sheets.picture(text.cut(caption, SMALL, sheets.width()), SMALL, image);
    }

    /** An address for a camera (a QR code), and beside it in letters with what is to be found there. */
    public void code(String address, String said) {
        sheets.room(CODE + 2 * QUIET);
        sheets.skip(QUIET);
        sheets.squares(squares(address), CODE);
        float written = 0;
        for (String line : Stream.concat(
                        text.lines(said, BODY, sheets.width() - LABEL).stream(),
                        text.lines(address, BODY, sheets.width() - LABEL).stream())
                .toList()) {
            sheets.down(BODY);
            sheets.show(line, BODY, LABEL, false);
            written += PrintedSheets.leading(BODY);
        }
        sheets.skip(Math.max(CODE - written, 0) + QUIET);
    }

    private static BitMatrix squares(String address) {
        try {
            return new QRCodeWriter()
                    .encode(
                            address,
                            BarcodeFormat.QR_CODE,
                            0,
                            0,
                            Map.of(EncodeHintType.ERROR_CORRECTION, ErrorCorrectionLevel.M, EncodeHintType.MARGIN, 0));
        } catch (WriterException e) {
            throw new IllegalStateException("an address fits into a QR code: " + address, e);
        }
    }

    /** A file that goes along byte for byte: readers offer it beside the pages. The first of a name keeps it. */
    public void enclose(String name, String mediaType, byte[] bytes) {
        try {
            enclosed.add(PdfArchive.take(document, name, mediaType, bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The finished document, sealed. Nothing can be printed afterwards.
     *
     * @param by whom the seal is of
     * @param at when it is printed
     */
    public byte[] finish(String title, String by, Instant at, Seal seal) {
        try {
            sheets.end();
            for (int number = 0; number < sheets.count(); number++) {
                frame(number);
            }
            PdfArchive.describe(document, title, at);
            PdfArchive.enclose(document, enclosed, at);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.save(bytes);
            document.close();
            return PdfArchive.sealed(bytes.toByteArray(), by, at, seal);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void frame(int number) throws IOException {
        List<String> footer = new ArrayList<>(frame.footer());
        String ofAll = "  ·  page " + (number + 1) + " of " + sheets.count();
        int last = footer.size() - 1;
        footer.replaceAll(line -> text.cut(line, SMALL, sheets.width()));
        footer.set(last, text.cut(frame.footer().get(last) + ofAll, SMALL, sheets.width()));
        sheets.frame(number, text.cut(frame.header(), SMALL, sheets.width()), footer, SMALL, frame.across());
    }

    @Override
    public void close() {
        try {
            document.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String what, float size, boolean bold) {
        for (String line : text.lines(what, size, sheets.width())) {
            sheets.down(size);
            sheets.show(line, size, 0, bold);
        }
    }
}

package dev.countersign.signing;

import com.google.zxing.common.BitMatrix;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.graphics.image.JPEGFactory;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.util.Matrix;

/** The sheets of a document, filled from top to bottom: where the next line stands, and a new sheet where none has room. */
final class PrintedSheets {

    private static final PDRectangle SHEET = PDRectangle.A4;
    private static final float MARGIN = 56;
    private static final float TOP = SHEET.getHeight() - MARGIN - 10;
    private static final float LEADING = 1.35f;
    private static final float FOOT = 9.5f;
    private static final float STROKE = 0.25f;
    private static final float FRAME = 1.5f;
    private static final float OUTLINE = 0.025f;
    private static final float FAINT = 0.9f;
    private static final float ACROSS = 64;
    private static final float QUALITY = 0.85f;

    private final PDDocument document;
    private final PDFont font;
    private final float bottom;
    private final List<PDPage> pages = new ArrayList<>();
    private PDPageContentStream content;
    private float y;

    /** @param footer how many lines every foot has */
    PrintedSheets(PDDocument document, PDFont font, int footer) throws IOException {
        this.document = document;
        this.font = font;
        this.bottom = MARGIN + (footer - 1) * FOOT;
        this.content = begin();
    }

    float width() {
        return SHEET.getWidth() - 2 * MARGIN;
    }

    int count() {
        return pages.size();
    }

    static float leading(float size) {
        return size * LEADING;
    }

    void skip(float height) {
        y -= height;
    }

    /** Begins a sheet unless this one has so much room. */
    void room(float height) {
        begins(height);
    }

    /** @return whether one was begun */
    boolean begins(float height) {
        if (y - height >= bottom || y == TOP) {
            return false;
        }
        next();
        return true;
    }

    void next() {
        try {
            content.close();
            content = begin();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** To the next line. */
    void down(float size) {
        room(leading(size));
        y -= leading(size);
    }

    void show(String line, float size, float indent, boolean bold) {
        try {
            line(content, line, size, MARGIN + indent, y, bold);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A fine line below what stands there. */
    void rule() {
        try {
            y -= 3;
            content.setLineWidth(STROKE);
            content.moveTo(MARGIN, y);
            content.lineTo(MARGIN + width(), y);
            content.stroke();
            y -= 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void picture(String caption, float size, BufferedImage image) {
        try {
            float most = TOP - bottom - leading(size) - 4;
            float scale = Math.min(Math.min(width() / image.getWidth(), most / image.getHeight()), 1);
            room(image.getHeight() * scale + leading(size) + 4);
            down(size);
            show(caption, size, 0, false);
            y -= image.getHeight() * scale + 4;
            PDImageXObject picture = JPEGFactory.createFromImage(document, image, QUALITY);
            content.drawImage(picture, MARGIN, y, image.getWidth() * scale, image.getHeight() * scale);
            content.setLineWidth(FRAME);
            content.addRect(MARGIN, y, image.getWidth() * scale, image.getHeight() * scale);
            content.stroke();
            y -= 4;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Dark squares on white, at the left; what is written after it begins below. */
    void squares(BitMatrix squares, float side) {
        try {
            float unit = side / squares.getWidth();
            float top = y;
            for (int row = 0; row < squares.getHeight(); row++) {
                for (int column = 0; column < squares.getWidth(); column++) {
                    if (squares.get(column, row)) {
                        content.addRect(MARGIN + column * unit, top - (row + 1) * unit, unit, unit);
                    }
                }
            }
            content.fill();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void end() throws IOException {
        content.close();
    }

    /** Around what stands on a sheet that was filled. */
    void frame(int number, String header, List<String> footer, float size, String across) throws IOException {
        PDPage page = pages.get(number);
        if (!across.isEmpty()) {
            try (PDPageContentStream below = new PDPageContentStream(document, page, AppendMode.PREPEND, true, true)) {
                across(below, across);
            }
        }
        try (PDPageContentStream around = new PDPageContentStream(document, page, AppendMode.APPEND, true, true)) {
            line(around, header, size, MARGIN, SHEET.getHeight() - MARGIN + 12, false);
            around.setLineWidth(STROKE);
            around.moveTo(MARGIN, bottom - 12);
            around.lineTo(MARGIN + width(), bottom - 12);
            around.stroke();
            float at = bottom - 22;
            for (String foot : footer) {
                line(around, foot, size, MARGIN, at, false);
                at -= FOOT;
            }
        }
    }

    private void across(PDPageContentStream below, String text) throws IOException {
        float length = font.getStringWidth(text) / 1_000 * ACROSS;
        double angle = Math.atan2(SHEET.getHeight(), SHEET.getWidth());
        below.saveGraphicsState();
        below.beginText();
        below.setFont(font, ACROSS);
        below.setNonStrokingColor(FAINT);
        below.setTextMatrix(
                Matrix.getRotateInstance(angle, (float) (SHEET.getWidth() / 2 - Math.cos(angle) * length / 2), (float)
                        (SHEET.getHeight() / 2 - Math.sin(angle) * length / 2)));
        below.showText(text);
        below.endText();
        below.restoreGraphicsState();
    }

    private PDPageContentStream begin() throws IOException {
        PDPage page = new PDPage(SHEET);
        document.addPage(page);
        pages.add(page);
        y = TOP;
        return new PDPageContentStream(document, page);
    }

    private void line(PDPageContentStream stream, String text, float size, float x, float at, boolean bold)
            throws IOException {
        stream.beginText();
        stream.setFont(font, size);
        // the library has no bold face: its outlines are drawn with the letters
        stream.setRenderingMode(bold ? RenderingMode.FILL_STROKE : RenderingMode.FILL);
        stream.setLineWidth(size * OUTLINE);
        stream.newLineAtOffset(x, at);
        stream.showText(text);
        stream.endText();
    }
}

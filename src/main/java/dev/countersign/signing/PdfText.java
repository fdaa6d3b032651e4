package dev.countersign.signing;

import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/** Takes the text out of pages within a budget; what it took before that was spent counts. */
final class PdfText extends PDFTextStripper {

    /** The library keeps each of a page until the page ends, and one operator can show millions. */
    private static final int MOST_GLYPHS_OF_A_PAGE = 50_000;

    private static final int GLYPHS_OF_A_STEP = 1_024;

    private final DrawingBudget budget;
    private final int most;
    private final StringWriter text = new StringWriter();
    private long glyphs;
    private int ofThisPage;

    private PdfText(DrawingBudget budget, int most) {
        this.budget = budget;
        this.most = most;
    }

    /** @param most characters */
    static String of(PDDocument document, DrawingBudget budget, int most) throws IOException {
        PdfText reading = new PdfText(budget, most);
        try {
            reading.writeText(document, reading.text);
        } catch (DrawingStoppedException e) {
            // what was read until then is found
        }
        String text = reading.text.toString();
        return text.substring(0, Math.min(text.length(), most));
    }

    @Override
    protected void startPage(PDPage page) throws IOException {
        ofThisPage = 0;
        super.startPage(page);
    }

    @Override
    protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
        budget.operator();
        if (text.getBuffer().length() >= most) {
            throw new DrawingStoppedException("it says more than " + most + " characters");
        }
        super.processOperator(operator, operands);
    }

    @Override
    protected void processTextPosition(TextPosition glyph) {
        if (++glyphs % GLYPHS_OF_A_STEP == 0) {
            budget.step();
        }
        if (++ofThisPage <= MOST_GLYPHS_OF_A_PAGE) {
            super.processTextPosition(glyph);
        }
    }
}

package dev.countersign.signing;

import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;

/** Takes the text out of pages within a budget; what it took before that was spent counts. */
final class PdfText extends PDFTextStripper {

    private final DrawingBudget budget;
    private final int most;
    private final StringWriter text = new StringWriter();

    private PdfText(DrawingBudget budget, int most) {
        this.budget = budget;
        this.most = most;
    }

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
    protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
        budget.operator();
        if (text.getBuffer().length() >= most) {
            throw new DrawingStoppedException("it says more than " + most + " characters");
        }
        super.processOperator(operator, operands);
    }
}

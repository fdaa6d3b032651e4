package dev.countersign.signing;

import java.awt.Paint;
import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.graphics.color.PDColor;
import org.apache.pdfbox.pdmodel.graphics.color.PDPattern;
import org.apache.pdfbox.pdmodel.graphics.form.PDTransparencyGroup;
import org.apache.pdfbox.pdmodel.graphics.image.PDImage;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.pdmodel.graphics.pattern.PDShadingPattern;
import org.apache.pdfbox.pdmodel.graphics.shading.PDShading;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.rendering.PageDrawer;
import org.apache.pdfbox.rendering.PageDrawerParameters;
import org.jspecify.annotations.Nullable;

/** Draws pages within a budget. Interrupting a thread does not stop the PDF library; asking the budget at every operator does. */
final class BoundedRenderer extends PDFRenderer {

    private final DrawingBudget budget;

    BoundedRenderer(PDDocument document, DrawingBudget budget) {
        super(document);
        this.budget = budget;
    }

    @Override
    protected PageDrawer createPageDrawer(PageDrawerParameters parameters) throws IOException {
        return new BoundedDrawer(parameters, budget);
    }

    private static final class BoundedDrawer extends PageDrawer {

        /** Each has a picture of its own, as large as the page. */
        private static final int DEEPEST_GROUPS = 12;

        private final DrawingBudget budget;
        private int groups;

        BoundedDrawer(PageDrawerParameters parameters, DrawingBudget budget) throws IOException {
            super(parameters);
            this.budget = budget;
        }

        @Override
        protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
            budget.operator();
            super.processOperator(operator, operands);
        }

        @Override
        public void drawImage(PDImage image) throws IOException {
            budget.image(image.getWidth(), image.getHeight());
            if (image instanceof PDImageXObject object) {
                mask(object.getMask());
                mask(object.getSoftMask());
            }
            super.drawImage(image);
        }

        private void mask(@Nullable PDImageXObject mask) {
            if (mask != null) {
                budget.image(mask.getWidth(), mask.getHeight());
            }
        }

        @Override
        public void showTransparencyGroup(PDTransparencyGroup form) throws IOException {
            if (++groups > DEEPEST_GROUPS) {
                throw new DrawingStoppedException("more than " + DEEPEST_GROUPS + " transparency groups are nested");
            }
            try {
                super.showTransparencyGroup(form);
            } finally {
                groups--;
            }
        }

        @Override
        public void shadingFill(COSName name) throws IOException {
            shading(getResources().getShading(name));
            super.shadingFill(name);
        }

        @Override
        protected Paint getPaint(PDColor color) throws IOException {
            if (color.getColorSpace() instanceof PDPattern pattern
                    && pattern.getPattern(color) instanceof PDShadingPattern shaded) {
                shading(shaded.getShading());
            }
            return super.getPaint(color);
        }

        // Runs a program of the file for each pixel, within one operator.
        private static void shading(@Nullable PDShading shading) {
            if (shading != null && shading.getShadingType() == PDShading.SHADING_TYPE1) {
                throw new DrawingStoppedException("a shading is computed by the file itself");
            }
        }
    }
}

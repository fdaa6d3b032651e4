package dev.countersign.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import dev.countersign.signing.PrintedPages.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Paper in the order in which it is read: also from the right, and never a heading without what it is above. */
@Requirement("CPY-01")
class PrintedPagesTest {

    private static final String HEBREW = "שלום (עולם)";

    @TempDir
    private Path folder;

    @Test
    void hebrewIsDrawnFromTheRightAndReadBackAsItWasWritten() throws Exception {
        byte[] printed = printed(pages -> {
            pages.paragraph(HEBREW);
            pages.paragraph("Batch " + HEBREW + " 12 kg");
        });
        assertThat(drawn(printed)).contains("(םלוע) םולש", "Batch 12 (םלוע) םולש kg");
        Path copy = folder.resolve("copy.pdf");
        Files.write(copy, printed);
        Process read = new ProcessBuilder("pdftotext", copy.toString(), "-").start();
        assertThat(new String(read.getInputStream().readAllBytes(), UTF_8))
                .containsSubsequence("שלום", "עולם", "Batch", "שלום", "עולם", "kg");
    }

    @Test
    void whatCombinesStaysBehindItsLetterAndLatinStaysAsItIs() {
        assertThat(line("שָׁלוֹם")).isEqualTo("םוֹלשָׁ");
        assertThat(line("a [אב] 12")).isEqualTo("a [בא] 12");
        assertThat(line("אב 12.5 [גד]")).isEqualTo("[דג] 12.5 בא");
        assertThat(line("Größe e\u0301 ≤ 5 (x)")).isEqualTo("Größe e\u0301 ≤ 5 (x)");
    }

    @Test
    void aLineOfALongParagraphIsInTheOrderOfItsParagraph() {
        String paragraph = "אבג abc דהו";
        assertThat(PrintedOrder.line(paragraph, 4, 11)).isEqualTo("והד abc");
        assertThat(PrintedOrder.line(paragraph, 0, 0)).isEmpty();
    }

    @Test
    void aHeadingIsOnThePageOnWhichItsTableBegins() throws IOException {
        for (int lines = 35; lines < 55; lines++) {
            int above = lines;
            byte[] printed = printed(pages -> {
                for (int line = 0; line < above; line++) {
                    pages.paragraph("line");
                }
                pages.table("Steps", List.of("Action"), List.of(List.of("Weigh\nit\ntwice"), List.of("End")));
            });
            try (PDDocument document = Loader.loadPDF(printed)) {
                PDFTextStripper text = new PDFTextStripper();
                for (int page = 1; page <= document.getNumberOfPages(); page++) {
                    text.setStartPage(page);
                    text.setEndPage(page);
                    String said = text.getText(document);
                    assertThat(said.contains("Steps")).as(lines + " lines").isEqualTo(said.contains("Weigh"));
                }
            }
        }
    }

    private static String line(String paragraph) {
        return PrintedOrder.line(paragraph, 0, paragraph.length());
    }

    private static byte[] printed(Consumer<PrintedPages> what) {
        try (PrintedPages pages = new PrintedPages(new Frame("", List.of("foot"), ""))) {
            what.accept(pages);
            return pages.finish("Paper", "Nobody", Instant.EPOCH, document -> new byte[] {0x30, 0});
        }
    }

    /** What the glyphs stand for, in the order in which they are drawn. */
    private static String drawn(byte[] printed) throws IOException {
        StringBuilder drawn = new StringBuilder();
        try (PDDocument document = Loader.loadPDF(printed)) {
            new PDFTextStripper() {
                @Override
                protected void processTextPosition(TextPosition glyph) {
                    drawn.append(glyph.getUnicode());
                }
            }.getText(document);
        }
        return drawn.toString();
    }
}

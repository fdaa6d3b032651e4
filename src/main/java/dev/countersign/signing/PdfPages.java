package dev.countersign.signing;

import dev.countersign.crypto.Digest;
import dev.countersign.records.PdfReading;
import jakarta.annotation.PreDestroy;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.MemoryUsageSetting;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.rendering.ImageType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Pages of PDF as pictures. A hostile file costs a thread of a small pool for a while, then ends by itself, is not tried again
 * for some minutes, and is a file to keep for its signers; no other file notices (T26).
 */
@Component
class PdfPages implements PdfReading {

    static final int MOST_PAGES = 300;
    private static final int WIDTH = 1_240;
    private static final int WIDTH_OF_A_LOOK = 620;
    private static final int MOST_PIXELS = 6_000_000;
    private static final float POINTS_PER_INCH = 72f;
    private static final long MEMORY = 64L * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(PdfPages.class);

    private final Clock clock;
    private final PdfWorkers workers;
    private final PdfWorkers texts = new PdfWorkers();
    private final SeenFiles seen;

    PdfPages(Clock clock, PdfWorkers workers) {
        this.clock = clock;
        this.workers = workers;
        this.seen = new SeenFiles(clock);
    }

    private interface Work<T> {
        T with(PDDocument document, DrawingBudget budget) throws IOException;
    }

    int count(byte[] pdf) {
        return within(pdf, (document, budget) -> Math.min(document.getNumberOfPages(), MOST_PAGES))
                .orElse(0);
    }

    Optional<byte[]> picture(byte[] pdf, int number) {
        return drawing(pdf, number, WIDTH, PdfPages::png);
    }

    /** As a picture to compute with. */
    Optional<BufferedImage> image(byte[] pdf, int number) {
        return drawing(pdf, number, WIDTH, image -> image);
    }

    /** What a page looks like: pages of equal digests look the same, whatever they are made of. */
    Optional<Digest> look(byte[] pdf, int number) {
        return drawing(pdf, number, WIDTH_OF_A_LOOK, PdfPages::digest);
    }

    private static Digest digest(BufferedImage image) {
        ByteBuffer pixels = ByteBuffer.allocate(4 * (2 + image.getWidth() * image.getHeight()));
        pixels.putInt(image.getWidth()).putInt(image.getHeight());
        for (int pixel : image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth())) {
            pixels.putInt(pixel);
        }
        return Digest.of(pixels.array());
    }

    // On the caller's own thread: whether a file may come in must not depend on who else looks at pages.
    @Override
    public Found read(byte[] pdf) {
        try {
            PackedStreams.check(pdf, new DrawingBudget(clock));
            try (PDDocument document = open(pdf)) {
                boolean opens = !document.isEncrypted()
                        && document.getNumberOfPages() > 0
                        && document.getPage(0).getCropBox().getWidth() > 0;
                return !opens ? Found.UNREADABLE : PdfActions.areIn(document) ? Found.ACTIVE : Found.READABLE;
            }
        } catch (IOException | RuntimeException | StackOverflowError e) {
            LOG.debug("a PDF is not readable: {}", e.toString());
            return Found.UNREADABLE;
        }
    }

    /** By threads of its own: nobody who looks at pages waits for it, nor is denied a file because its text cannot be read. */
    @Override
    public Optional<String> text(byte[] pdf, int most) {
        return texts.within(
                () -> {
                    DrawingBudget budget = new DrawingBudget(clock);
                    PackedStreams.check(pdf, budget);
                    try (PDDocument document = open(pdf)) {
                        return PdfText.of(document, budget, most);
                    }
                },
                () -> LOG.warn("text of a PDF was not read within its time"));
    }

    @PreDestroy
    void stop() {
        texts.stop();
    }

    private <T> Optional<T> within(byte[] pdf, Work<T> work) {
        Digest file = Digest.of(pdf);
        if (seen.failedLately(file)) {
            return Optional.empty();
        }
        return workers.within(() -> attempt(pdf, file, work), () -> seen.fail(file));
    }

    // Whatever a file made fail, errors for want of memory included, it would make fail again.
    private <T> T attempt(byte[] pdf, Digest file, Work<T> work) throws IOException {
        DrawingBudget budget = new DrawingBudget(clock);
        boolean done = false;
        try {
            if (!seen.isUnpacked(file)) {
                PackedStreams.check(pdf, budget);
                seen.unpack(file);
            }
            try (PDDocument document = open(pdf)) {
                T result = work.with(document, budget);
                done = true;
                return result;
            }
        } finally {
            if (!done) {
                seen.fail(file);
            }
        }
    }

    private static PDDocument open(byte[] pdf) throws IOException {
        return Loader.loadPDF(pdf, "", null, null, MemoryUsageSetting.setupMainMemoryOnly(MEMORY).streamCache);
    }

    /** What is done with a page that was drawn, on the thread that drew it. */
    private interface Use<T> {
        T of(BufferedImage image) throws IOException;
    }

    private <T> Optional<T> drawing(byte[] pdf, int number, int width, Use<T> use) {
        if (number < 1 || number > MOST_PAGES) {
            return Optional.empty();
        }
        return within(
                        pdf,
                        (document, budget) -> number > document.getNumberOfPages()
                                ? Optional.<T>empty()
                                : Optional.of(use.of(draw(document, number - 1, width, budget))))
                .flatMap(drawn -> drawn);
    }

    private static BufferedImage draw(PDDocument document, int index, int width, DrawingBudget budget)
            throws IOException {
        PDRectangle box = document.getPage(index).getCropBox();
        float scale = width / Math.max(box.getWidth(), 1);
        float pixels = box.getWidth() * box.getHeight() * scale * scale;
        if (pixels > MOST_PIXELS) {
            scale *= (float) Math.sqrt(MOST_PIXELS / pixels);
        }
        return new BoundedRenderer(document, budget).renderImageWithDPI(index, scale * POINTS_PER_INCH, ImageType.RGB);
    }

    static byte[] png(BufferedImage image) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return png.toByteArray();
    }
}

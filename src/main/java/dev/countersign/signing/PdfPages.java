package dev.countersign.signing;

import jakarta.annotation.PreDestroy;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.MemoryUsageSetting;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Pages of PDF as pictures. A hostile file can cost a thread of this small pool for a while, never the server (T26). */
@Component
class PdfPages {

    static final int MOST_PAGES = 300;
    private static final int WIDTH = 1_240;
    private static final int MOST_PIXELS = 6_000_000;
    private static final int SECONDS = 20;
    private static final float POINTS_PER_INCH = 72f;
    private static final int THREADS = 2;
    private static final int WAITING = 64;
    private static final long MEMORY = 64L * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(PdfPages.class);

    private final ThreadPoolExecutor workers =
            new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(WAITING), work -> {
                Thread thread = new Thread(work, "pdf-pages");
                thread.setDaemon(true);
                return thread;
            });

    int count(byte[] pdf) {
        return within(() -> {
                    try (PDDocument document = open(pdf)) {
                        return Math.min(document.getNumberOfPages(), MOST_PAGES);
                    }
                })
                .orElse(0);
    }

    Optional<byte[]> picture(byte[] pdf, int number) {
        if (number < 1 || number > MOST_PAGES) {
            return Optional.empty();
        }
        return within(() -> {
                    try (PDDocument document = open(pdf)) {
                        return number > document.getNumberOfPages() ? new byte[0] : draw(document, number - 1);
                    }
                })
                .filter(png -> png.length > 0);
    }

    private static PDDocument open(byte[] pdf) throws IOException {
        return Loader.loadPDF(pdf, "", null, null, MemoryUsageSetting.setupMainMemoryOnly(MEMORY).streamCache);
    }

    private static byte[] draw(PDDocument document, int index) throws IOException {
        PDRectangle box = document.getPage(index).getCropBox();
        float scale = WIDTH / Math.max(box.getWidth(), 1);
        float pixels = box.getWidth() * box.getHeight() * scale * scale;
        if (pixels > MOST_PIXELS) {
            scale *= (float) Math.sqrt(MOST_PIXELS / pixels);
        }
        BufferedImage image =
                new PDFRenderer(document).renderImageWithDPI(index, scale * POINTS_PER_INCH, ImageType.RGB);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return png.toByteArray();
    }

    private <T> Optional<T> within(Callable<T> work) {
        try {
            Future<T> running = workers.submit(work);
            try {
                return Optional.of(running.get(SECONDS, TimeUnit.SECONDS));
            } catch (TimeoutException e) {
                running.cancel(true);
                LOG.warn("a PDF attachment took longer than {} s and is offered as a file only", SECONDS);
            }
        } catch (ExecutionException | RejectedExecutionException e) {
            LOG.warn("a PDF attachment cannot be shown and is offered as a file only: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    @PreDestroy
    void stop() {
        workers.shutdownNow();
    }
}

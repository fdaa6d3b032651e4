package dev.countersign.signing;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.springframework.stereotype.Component;

/**
 * Reads pictures for paper, within limits: those of attachments are somebody else's files, and unpacking one can take more memory and time
 * than a server has (T26).
 */
@Component
class PrintedPictures {

    private static final int WIDEST = 1_600;
    private static final int LONGEST_SIDE = 10_000;
    private static final long MOST_PIXELS = 12_000_000;
    /** A picture in many passes is unpacked as often. */
    private static final int MOST_SCANS = 40;

    private static final int MARKER = 0xFF;
    private static final int START_OF_SCAN = 0xDA;

    private final PdfWorkers workers;

    PrintedPictures(PdfWorkers workers) {
        this.workers = workers;
    }

    /** On white, and no larger than paper shows; empty for what cannot be read, is too large, or found nobody free to read it. */
    Optional<BufferedImage> read(byte[] picture) {
        return scans(picture) > MOST_SCANS
                ? Optional.empty()
                : workers.within(() -> unpacked(picture), () -> {}).flatMap(found -> found);
    }

    /** Of a JPEG; of anything else a number that says nothing and is as low as chance. */
    private static int scans(byte[] picture) {
        if (picture.length < 2 || (picture[0] & MARKER) != MARKER) {
            return 0;
        }
        int scans = 0;
        for (int at = 0; at + 1 < picture.length; at++) {
            if ((picture[at] & MARKER) == MARKER && (picture[at + 1] & MARKER) == START_OF_SCAN) {
                scans++;
            }
        }
        return scans;
    }

    private static Optional<BufferedImage> unpacked(byte[] picture) {
        try (ImageInputStream stream = ImageIO.createImageInputStream(new ByteArrayInputStream(picture))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                return Optional.empty();
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(stream, true, true);
                return isSmall(reader) ? Optional.of(printed(reader.read(0))) : Optional.empty();
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            // whatever a picture made fail is a picture that its readers open themselves
            return Optional.empty();
        }
    }

    private static boolean isSmall(ImageReader reader) throws IOException {
        long width = reader.getWidth(0);
        long height = reader.getHeight(0);
        return Math.max(width, height) <= LONGEST_SIDE && width * height <= MOST_PIXELS;
    }

    private static BufferedImage printed(BufferedImage read) {
        double scale = Math.min(1, (double) WIDEST / Math.max(read.getWidth(), read.getHeight()));
        int width = Math.max(1, (int) (read.getWidth() * scale));
        int height = Math.max(1, (int) (read.getHeight() * scale));
        BufferedImage paper = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = paper.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        pen.drawImage(read, 0, 0, width, height, Color.WHITE, null);
        pen.dispose();
        return paper;
    }
}

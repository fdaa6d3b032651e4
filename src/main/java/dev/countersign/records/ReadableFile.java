package dev.countersign.records;

import dev.countersign.records.PdfReading.Found;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.springframework.stereotype.Component;

/** Whether a file opens as what it is: a few right bytes at its start do not make a PDF or a picture. */
@Component
final class ReadableFile {

    /** As much as a browser can show: an A3 page at 600 dpi. */
    static final long MOST_PIXELS = 80_000_000;

    private final PdfReading pdf;

    ReadableFile(PdfReading pdf) {
        this.pdf = pdf;
    }

    Found read(MediaKind kind, byte[] bytes) {
        return switch (kind) {
            case PDF -> pdf.read(bytes);
            case PNG, JPEG -> hasPlausibleSize(kind, bytes) ? Found.READABLE : Found.UNREADABLE;
            case CSV, TEXT, JSON, DOCX, XLSX -> Found.READABLE;
        };
    }

    // Reads the head of the file alone: no pixel is unpacked.
    private static boolean hasPlausibleSize(MediaKind kind, byte[] bytes) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByMIMEType(kind.mediaType());
        if (!readers.hasNext()) {
            throw new IllegalStateException("this Java cannot read " + kind.mediaType());
        }
        ImageReader reader = readers.next();
        try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(in, true, true);
            long width = reader.getWidth(0);
            long height = reader.getHeight(0);
            return width > 0 && height > 0 && width * height <= MOST_PIXELS;
        } catch (IOException | RuntimeException e) {
            return false;
        } finally {
            reader.dispose();
        }
    }
}

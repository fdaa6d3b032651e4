package dev.countersign.records;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What attached files say, for the search (REC-07), within limits of time and memory. Nobody reads it: it is cut into words. */
@Component
class FileTexts {

    /** Characters of one file; the rest is not found. */
    private static final int MOST = 4_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(FileTexts.class);

    private final PdfReading pdf;

    FileTexts(PdfReading pdf) {
        this.pdf = pdf;
    }

    /** Empty for what has no text, or none that can be read. */
    String of(String mediaType, byte[] bytes) {
        try {
            return MediaKind.declared(mediaType).map(kind -> of(kind, bytes)).orElse("");
        } catch (RuntimeException e) {
            LOG.warn("An attachment of {} bytes is not found by what it says: {}", bytes.length, e.toString());
            return "";
        }
    }

    private String of(MediaKind kind, byte[] bytes) {
        try {
            return switch (kind) {
                case PDF -> pdf.text(bytes, MOST);
                case DOCX -> OfficeText.ofDocument(bytes, MOST);
                case XLSX -> OfficeText.ofWorkbook(bytes, MOST);
                case CSV, JSON, TEXT -> new String(bytes, 0, Math.min(bytes.length, MOST), StandardCharsets.UTF_8);
                case PNG, JPEG -> "";
            };
        } catch (IOException e) {
            LOG.info("An attachment is not found by what it says: {}", e.getMessage());
            return "";
        }
    }
}

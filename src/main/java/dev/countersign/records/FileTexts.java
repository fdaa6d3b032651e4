package dev.countersign.records;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What attached files say, for the search (REC-07), within limits of time and memory. Nobody reads it: it is cut into words. */
@Component
class FileTexts {

    /** Characters of one file; the rest is not found. */
    private static final int MOST = 1_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(FileTexts.class);

    private final PdfReading pdf;

    FileTexts(PdfReading pdf) {
        this.pdf = pdf;
    }

    /** What it says, which may be nothing; empty if it could not be read, now or ever. */
    Optional<String> of(String mediaType, byte[] bytes) {
        try {
            Optional<MediaKind> kind = MediaKind.declared(mediaType);
            return kind.isEmpty() ? Optional.of("") : of(kind.get(), bytes);
        } catch (IOException | RuntimeException e) {
            LOG.info("An attachment of {} bytes could not be read: {}", bytes.length, e.toString());
            return Optional.empty();
        }
    }

    private Optional<String> of(MediaKind kind, byte[] bytes) throws IOException {
        return switch (kind) {
            case PDF -> pdf.text(bytes, MOST);
            case DOCX -> Optional.of(OfficeText.ofDocument(bytes, MOST));
            case XLSX -> Optional.of(OfficeText.ofWorkbook(bytes, MOST));
            case CSV, JSON, TEXT ->
                Optional.of(new String(bytes, 0, Math.min(bytes.length, MOST), StandardCharsets.UTF_8));
            case PNG, JPEG -> Optional.of("");
        };
    }
}

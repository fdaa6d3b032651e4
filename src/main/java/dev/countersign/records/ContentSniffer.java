package dev.countersign.records;

import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.JsonRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.apache.tika.Tika;
import org.springframework.stereotype.Component;

/**
 * Says whether bytes are what they claim to be, from signatures and tables of contents; of Office files also from what they say of their
 * own parts. Nothing else is unpacked, and nothing interpreted, so that no upload can make us work for long or run anything.
 */
@Component
final class ContentSniffer {

    private static final int MAX_PACKED_FILES = 10_000;
    private static final long MAX_UNPACKED_BYTES = 1L << 30;
    private static final String CONTENT_TYPES = "[Content_Types].xml";
    private static final int MOST_OF_A_LIST = 1 << 20;
    /** A template that a program of another server can be in; one of the author's own disk is fetched by nobody else. */
    private static final Pattern FETCHED = Pattern.compile(
            "<relationship(?=[^>]*attachedtemplate)[^>]*\\btarget\\s*=\\s*[\"'](?:https?:|ftp:|\\\\\\\\|file:/{4,}|file://[^/])");

    private static final byte[] ZIP_START = {'P', 'K', 3, 4};
    private static final byte[] ZIP_END = {'P', 'K', 5, 6};
    private static final byte[] PDF_START = {'%', 'P', 'D', 'F', '-'};
    private static final byte[] PNG_END = {'I', 'E', 'N', 'D', (byte) 0xAE, 0x42, 0x60, (byte) 0x82};
    private static final byte[] JPEG_START = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};

    private final Tika tika = new Tika();

    /** The media type the bytes show, by Tika's signatures. */
    String detect(byte[] bytes) {
        return tika.detect(bytes);
    }

    /** Whether the bytes are of that kind and of no other kind at the same time. */
    boolean is(MediaKind kind, byte[] bytes) {
        return switch (kind) {
            case PDF -> startsWith(bytes, PDF_START) && detects(bytes, kind) && !endsAsZip(bytes);
            case PNG -> detects(bytes, kind) && endsWith(bytes, PNG_END);
            case JPEG -> detects(bytes, kind) && startsWith(bytes, JPEG_START) && !endsAsZip(bytes);
            case CSV, TEXT -> isText(bytes) && !endsAsZip(bytes);
            case JSON -> isJson(bytes);
            case DOCX -> isOffice(bytes, "word/document.xml");
            case XLSX -> isOffice(bytes, "xl/workbook.xml");
        };
    }

    private boolean detects(byte[] bytes, MediaKind kind) {
        return detect(bytes).equals(kind.mediaType());
    }

    private boolean isText(byte[] bytes) {
        for (byte b : bytes) {
            if (b >= 0 && b < 0x20 && b != '\t' && b != '\n' && b != '\r' && b != '\f') {
                return false;
            }
        }
        String detected = detect(bytes);
        return bytes.length > 0 && detected.startsWith("text/") && !detected.equals("text/html");
    }

    private static boolean isJson(byte[] bytes) {
        try {
            CanonicalJson.parse(bytes);
            return true;
        } catch (JsonRefusedException e) {
            return false;
        }
    }

    // Of the archive's table of contents: sizes are those it claims. What has a program, or fetches one, is none.
    private static boolean isOffice(byte[] bytes, String mainPart) {
        if (!startsWith(bytes, ZIP_START)) {
            return false;
        }
        try (ZipFile zip = ZipFile.builder()
                .setSeekableByteChannel(new SeekableInMemoryByteChannel(bytes))
                .get()) {
            Set<String> names = new HashSet<>();
            long unpacked = 0;
            for (var entries = zip.getEntries(); entries.hasMoreElements(); ) {
                ZipArchiveEntry entry = entries.nextElement();
                unpacked += Math.max(0, entry.getSize());
                if (!names.add(entry.getName())
                        || isProgram(entry.getName())
                        || namesProgram(zip, entry)
                        || names.size() > MAX_PACKED_FILES
                        || unpacked > MAX_UNPACKED_BYTES) {
                    return false;
                }
            }
            return names.contains(CONTENT_TYPES) && names.contains(mainPart);
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** Macros of Visual Basic and of Excel 4, and controls. */
    private static boolean isProgram(String name) {
        String part = name.toLowerCase(Locale.ROOT);
        return part.endsWith("vbaproject.bin")
                || part.endsWith("vbadata.xml")
                || part.contains("macrosheets/")
                || part.contains("activex/");
    }

    /** Whether the list of parts, or of what they point at, names a macro under whatever name, or a template that is fetched from elsewhere. */
    private static boolean namesProgram(ZipFile zip, ZipArchiveEntry entry) throws IOException {
        String name = entry.getName();
        if (!name.equals(CONTENT_TYPES) && !name.endsWith(".rels")) {
            return false;
        }
        try (InputStream stream = zip.getInputStream(entry)) {
            byte[] list = stream.readNBytes(MOST_OF_A_LIST + 1);
            String said = new String(list, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
            return list.length > MOST_OF_A_LIST
                    || said.contains("macroenabled")
                    || said.contains("vbaproject")
                    || said.contains("macrosheet")
                    || said.contains("activex")
                    || FETCHED.matcher(said).find();
        }
    }

    // An archive can hang at the end of any file; readers of archives look for its table of contents in the last 64
    // KiB.
    private static boolean endsAsZip(byte[] bytes) {
        for (int at = bytes.length - 22; at >= Math.max(0, bytes.length - 22 - 0xFFFF); at--) {
            if (matches(bytes, at, ZIP_END)) {
                int comment = (bytes[at + 20] & 0xFF) | (bytes[at + 21] & 0xFF) << 8;
                if (at + 22 + comment == bytes.length) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return matches(bytes, 0, start);
    }

    private static boolean endsWith(byte[] bytes, byte[] end) {
        return matches(bytes, bytes.length - end.length, end);
    }

    private static boolean matches(byte[] bytes, int at, byte[] wanted) {
        if (at < 0 || at + wanted.length > bytes.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (bytes[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}

package dev.countersign.signing;

import org.apache.pdfbox.util.Version;

/** How an attachment is shown to a signer; name and version of what shows it are part of the presentation (SIG-01). */
enum AttachmentRenderer {
    /** Pages as pictures: no browser's PDF viewer runs inside a sandboxed frame. */
    PDF_PAGES("pdf-pages-pdfbox", Version.getVersion()),
    /** The browser shows the exact bytes. */
    IMAGE("image", "1"),
    TEXT("text", "1"),
    /** Not shown, only offered: the signer opens it with a program of their own. */
    DOWNLOAD("download", "1");

    private final String code;
    private final String version;

    AttachmentRenderer(String code, String version) {
        this.code = code;
        this.version = version;
    }

    static AttachmentRenderer of(String mediaType) {
        return switch (mediaType) {
            case "application/pdf" -> PDF_PAGES;
            case "image/png", "image/jpeg", "image/gif", "image/webp" -> IMAGE;
            case "text/plain", "text/csv" -> TEXT;
            default -> DOWNLOAD;
        };
    }

    String code() {
        return code;
    }

    String version() {
        return version;
    }
}

package dev.countersign.records;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The media types an attachment may have (REC-02, REC-08), and the ends of names that go with them. */
enum MediaKind {
    PDF("application/pdf", "pdf"),
    DOCX("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    CSV("text/csv", "csv"),
    JSON("application/json", "json"),
    TEXT("text/plain", "txt", "log"),
    PNG("image/png", "png"),
    JPEG("image/jpeg", "jpg", "jpeg");

    private final String mediaType;
    private final List<String> extensions;

    MediaKind(String mediaType, String... extensions) {
        this.mediaType = mediaType;
        this.extensions = List.of(extensions);
    }

    String mediaType() {
        return mediaType;
    }

    /** The ends of names that go with it, without the dot. */
    List<String> extensions() {
        return extensions;
    }

    /** By a declared media type; parameters such as {@code charset} say nothing about the kind. */
    static Optional<MediaKind> declared(String mediaType) {
        String bare = mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(kind -> kind.mediaType.equals(bare))
                .findFirst();
    }

    /** By the end of a name. */
    static Optional<MediaKind> named(String name) {
        return Arrays.stream(values()).filter(kind -> kind.fitsName(name)).findFirst();
    }

    boolean fitsName(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 && extensions.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    static String allowed() {
        return Arrays.stream(values())
                .map(MediaKind::mediaType)
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
    }
}

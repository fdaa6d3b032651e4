package dev.countersign.workflow.web;

import dev.countersign.records.RecordVersion.Attachment;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An attachment on the signing page: as pages, as a picture, as text, or as a file to open.
 *
 * @param pages numbers of the pages that are shown; empty if it is not shown so
 * @param text its text; null if it is not shown so
 */
record AttachmentItem(
        String name,
        String mediaType,
        String size,
        String sha256,
        List<Integer> pages,
        boolean image,
        @Nullable String text) {

    private static final int KIB = 1024;

    static String size(Attachment attachment) {
        long length = attachment.length();
        if (length < KIB) {
            return length + " bytes";
        }
        return length < (long) KIB * KIB
                ? String.format(Locale.ROOT, "%.0f KiB", length / (double) KIB)
                : String.format(Locale.ROOT, "%.1f MiB", length / (double) KIB / KIB);
    }
}

package dev.countersign.workspace.web;

import dev.countersign.records.PlainText;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.RecordVersion.Attachment;
import dev.countersign.records.Records;
import dev.countersign.signing.AttachmentView;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Attachments of a version as a page shows them: in place where a browser can, otherwise by name (REC-07). */
@Component
class ShownFiles {

    /** Opened for one page, in bytes; whatever comes after them is a file to save. */
    private static final long MOST_BYTES = 16L * 1024 * 1024;

    private final Records records;
    private final AttachmentView view;

    ShownFiles(Records records, AttachmentView view) {
        this.records = records;
        this.view = view;
    }

    /**
     * @param pages numbers of the pages that can be shown; empty for what has none
     * @param text what a text says; null for other files
     */
    record File(
            String name,
            String mediaType,
            long length,
            String sha256,
            List<Integer> pages,
            boolean image,
            @Nullable String text) {

        public boolean isShown() {
            return image || !pages.isEmpty() || text != null;
        }
    }

    /** @throws dev.countersign.records.RecordAlteredException if what is stored of one is not what was hashed */
    List<File> of(RecordVersion version) {
        List<File> files = new ArrayList<>();
        long room = MOST_BYTES;
        for (Attachment one : version.attachments()) {
            boolean opened = one.length() <= room;
            room -= opened ? one.length() : 0;
            files.add(opened ? opened(version, one) : file(one, List.of(), false, null));
        }
        return List.copyOf(files);
    }

    private File opened(RecordVersion version, Attachment one) {
        byte[] bytes = records.part(version, one.sha256()).orElseThrow();
        int pages = view.isPdf(one) ? view.pageCount(bytes) : 0;
        return file(
                one,
                IntStream.rangeClosed(1, pages).boxed().toList(),
                view.isImage(one),
                view.text(one, bytes).orElse(null));
    }

    private static File file(Attachment one, List<Integer> pages, boolean image, @Nullable String text) {
        return new File(
                PlainText.visible(one.name()),
                one.mediaType(),
                one.length(),
                one.sha256().hex(),
                pages,
                image,
                text);
    }
}

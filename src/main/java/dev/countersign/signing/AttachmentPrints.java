package dev.countersign.signing;

import dev.countersign.crypto.Digest;
import dev.countersign.records.PlainText;
import dev.countersign.records.RecordVersion.Attachment;
import java.awt.image.BufferedImage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Prints attachments behind a record, as far as they are pages, pictures or text; every one goes along byte for byte (CPY-01). */
@Component
public class AttachmentPrints {

    /** Of one copy, pictures and text included: more are read in the files themselves. */
    static final int MOST_PAGES = 60;
    /** Of files that go along with one copy, in bytes: an evidence bundle has all. */
    static final long MOST_BYTES = 64L * 1024 * 1024;

    /** Drawing them takes no longer for one copy, however many files it has. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private static final int LINES_OF_A_PAGE = 50;

    private final AttachmentView view;
    private final PrintedPictures pictures;
    private final Clock clock;

    AttachmentPrints(AttachmentView view, PrintedPictures pictures, Clock clock) {
        this.view = view;
        this.pictures = pictures;
        this.clock = clock;
    }

    /** Begins the attachments of one copy. */
    public Printing onto(PrintedPages pages) {
        return new Printing(pages);
    }

    /** The attachments of one copy, with what is left of its bounds. */
    public final class Printing {

        private final PrintedPages pages;
        private final Instant end = clock.instant().plus(LONGEST);
        private int left = MOST_PAGES;
        private long room = MOST_BYTES;

        private Printing(PrintedPages pages) {
            this.pages = pages;
        }

        /** Its name and digest, then what can be printed of it. */
        public void print(String named, String mediaType, byte[] bytes) {
            Attachment attachment = new Attachment(named, mediaType, bytes.length, Digest.of(bytes));
            String name = PlainText.visible(named);
            pages.fact(
                    name,
                    attachment.mediaType() + ", " + attachment.length() + " bytes, SHA-256 "
                            + attachment.sha256().hex());
            if (bytes.length <= room) {
                room -= bytes.length;
                pages.enclose(name, attachment.mediaType(), bytes);
            } else {
                pages.paragraph("Not enclosed: with it, the files that go along would have more than "
                        + MOST_BYTES / (1024 * 1024) + " MiB. The evidence bundle has it.");
            }
            if (view.isPdf(attachment)) {
                pdf(name, bytes);
            } else if (view.isImage(attachment)) {
                picture(name, bytes);
            } else {
                view.text(attachment, bytes)
                        .ifPresentOrElse(
                                text -> text(name, text), () -> pages.paragraph("Not printed: it is a file to open."));
            }
        }

        private boolean isOver() {
            return left <= 0 || clock.instant().isAfter(end);
        }

        private void pdf(String name, byte[] bytes) {
            int count = view.pageCount(bytes);
            String all = count == PdfPages.MOST_PAGES ? "at least " + count : Integer.toString(count);
            int printed = 0;
            while (printed < count && !isOver()) {
                Optional<BufferedImage> page = view.page(bytes, printed + 1).flatMap(pictures::read);
                if (page.isEmpty()) {
                    break;
                }
                printed++;
                left--;
                pages.picture("Attachment " + name + ", page " + printed + " of " + all, page.get());
            }
            if (printed < count || count == 0) {
                pages.paragraph((printed == 0 ? "Not printed here" : "Printed here up to page " + printed)
                        + ": the file itself has all of its pages.");
            }
        }

        private void picture(String name, byte[] bytes) {
            Optional<BufferedImage> image = isOver() ? Optional.empty() : pictures.read(bytes);
            if (image.isEmpty()) {
                pages.paragraph("Not printed here: the file itself has the picture.");
                return;
            }
            left--;
            pages.picture("Attachment " + name, image.get());
        }

        private void text(String name, String text) {
            int lines = left * LINES_OF_A_PAGE;
            int printed = pages.quote("Attachment " + name, text, Math.max(lines, 0));
            left -= printed / LINES_OF_A_PAGE + 1;
            if (printed == lines) {
                pages.paragraph("Printed here up to this line: the file itself has all of its text.");
            }
        }
    }
}

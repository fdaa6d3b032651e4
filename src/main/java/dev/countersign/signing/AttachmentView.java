package dev.countersign.signing;

import dev.countersign.records.RecordVersion.Attachment;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Shows attachments to signers: PDF as pictures of its pages, text as text. Works on exact stored bytes, within limits. */
@Component
public class AttachmentView {

    /** Longer text is offered as a file instead. */
    private static final int LONGEST_TEXT = 200_000;

    private final PdfPages pages;

    AttachmentView(PdfPages pages) {
        this.pages = pages;
    }

    /** Whether a browser may show these bytes as a picture. */
    public boolean isImage(Attachment attachment) {
        return AttachmentRenderer.of(attachment.mediaType()) == AttachmentRenderer.IMAGE;
    }

    public boolean isPdf(Attachment attachment) {
        return AttachmentRenderer.of(attachment.mediaType()) == AttachmentRenderer.PDF_PAGES;
    }

    /** How many pages can be shown: 0 if it is no PDF that can be read; at most the limit. */
    public int pageCount(byte[] pdf) {
        return pages.count(pdf);
    }

    /** One page as PNG, counted from 1; empty if there is none, or it breaks a limit of size or time. */
    public Optional<byte[]> page(byte[] pdf, int number) {
        return pages.picture(pdf, number);
    }

    /** The text of a text attachment; empty if it is too long or no UTF-8. */
    public Optional<String> text(Attachment attachment, byte[] bytes) {
        if (AttachmentRenderer.of(attachment.mediaType()) != AttachmentRenderer.TEXT || bytes.length > LONGEST_TEXT) {
            return Optional.empty();
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}

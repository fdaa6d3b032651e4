package dev.countersign.signing;

import dev.countersign.records.PlainText;
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

    private static final String BYTE_ORDER_MARK = "\uFEFF";

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

    /** The text of a text attachment, what does not show named in its place; empty if it is too long or no UTF-8. */
    public Optional<String> text(Attachment attachment, byte[] bytes) {
        if (AttachmentRenderer.of(attachment.mediaType()) != AttachmentRenderer.TEXT || bytes.length > LONGEST_TEXT) {
            return Optional.empty();
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Optional.of(PlainText.visible(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text));
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}

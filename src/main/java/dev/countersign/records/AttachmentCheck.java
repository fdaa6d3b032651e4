package dev.countersign.records;

import dev.countersign.crypto.Digest;
import dev.countersign.records.Intake.CheckedAttachment;
import dev.countersign.records.NewVersion.NewAttachment;
import dev.countersign.records.PdfReading.Found;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Whether attachments may come in (REC-08): name, size, declared media type against name and bytes. */
@Component
final class AttachmentCheck {

    private static final int MAX_NAME = 255;
    private static final Logger LOG = LoggerFactory.getLogger(AttachmentCheck.class);

    private final RecordsSettings settings;
    private final ContentSniffer sniffer;
    private final ReadableFile readable;

    AttachmentCheck(RecordsSettings settings, ContentSniffer sniffer, ReadableFile readable) {
        this.settings = settings;
        this.sniffer = sniffer;
        this.readable = readable;
    }

    List<CheckedAttachment> check(List<NewAttachment> attachments, long contentLength) {
        if (attachments.size() > settings.maxAttachments()) {
            throw RecordsRefusal.TOO_LARGE.at(
                    "/attachments",
                    "A version holds at most %d attachments; these are %d."
                            .formatted(settings.maxAttachments(), attachments.size()));
        }
        checkSizes(attachments, contentLength);
        List<CheckedAttachment> checked = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < attachments.size(); i++) {
            NewAttachment attachment = attachments.get(i);
            String pointer = "/attachments/" + i;
            checkName(attachment.name(), pointer, names);
            MediaKind kind = checkKind(attachment, pointer);
            if (kind == MediaKind.TEXT || kind == MediaKind.CSV || kind == MediaKind.JSON) {
                checkShows(attachment, pointer);
            }
            checked.add(new CheckedAttachment(
                    attachment.name(), kind.mediaType(), attachment.bytes(), Digest.of(attachment.bytes())));
        }
        return checked;
    }

    private void checkSizes(List<NewAttachment> attachments, long contentLength) {
        long total = contentLength;
        for (int i = 0; i < attachments.size(); i++) {
            int length = attachments.get(i).bytes().length;
            total += length;
            if (length > settings.maxAttachment().toBytes()) {
                throw RecordsRefusal.TOO_LARGE.at(
                        "/attachments/" + i,
                        "The attachment has %d bytes; at most %d are accepted."
                                .formatted(length, settings.maxAttachment().toBytes()));
            }
        }
        if (total > settings.maxTotal().toBytes()) {
            throw RecordsRefusal.TOO_LARGE.at(
                    "/attachments",
                    "Content and attachments have %d bytes; at most %d are accepted."
                            .formatted(total, settings.maxTotal().toBytes()));
        }
    }

    // A name is data: it is stored and shown as it came, and never becomes a path.
    private static void checkName(String name, String pointer, Set<String> names) {
        boolean fine = PlainText.isLine(name, MAX_NAME)
                && name.indexOf('/') < 0
                && name.indexOf('\\') < 0
                && !name.startsWith(".")
                && name.equals(name.strip());
        if (!fine) {
            throw RecordsRefusal.ATTACHMENT_NAME.at(
                    pointer + "/name",
                    "%s cannot be the name of an attachment: 1 to %d characters without path separators, control characters, or a dot or space at its start."
                            .formatted(PlainText.quote(name), MAX_NAME));
        }
        if (!names.add(name.toLowerCase(Locale.ROOT))) {
            throw RecordsRefusal.ATTACHMENT_NAME.at(
                    pointer + "/name",
                    "%s is the name of another attachment of this version; each needs its own."
                            .formatted(PlainText.quote(name)));
        }
    }

    private MediaKind checkKind(NewAttachment attachment, String pointer) {
        MediaKind kind = kind(attachment)
                .orElseThrow(() -> RecordsRefusal.TYPE_NOT_ALLOWED.at(
                        pointer + "/mediaType",
                        "Attachments of type %s are not accepted (accepted: %s)."
                                .formatted(PlainText.quote(attachment.mediaType()), MediaKind.allowed())));
        if (!kind.fitsName(attachment.name())) {
            throw RecordsRefusal.TYPE_MISMATCH.at(
                    pointer + "/name",
                    "The name %s does not go with the declared type %s."
                            .formatted(PlainText.quote(attachment.name()), kind.mediaType()));
        }
        if (!sniffer.is(kind, attachment.bytes())) {
            throw RecordsRefusal.TYPE_MISMATCH.at(
                    pointer,
                    "The bytes of %s are not plainly %s (they look like %s). Attach the file in the format its name says."
                            .formatted(
                                    PlainText.quote(attachment.name()),
                                    kind.mediaType(),
                                    sniffer.detect(attachment.bytes())));
        }
        Found found = readable.read(kind, attachment.bytes());
        if (found == Found.ACTIVE) {
            throw RecordsRefusal.TYPE_NOT_ALLOWED.at(
                    pointer,
                    "%s does something by itself: it has a program, or an action that starts, sends or fetches something. Print it into a new PDF and attach that."
                            .formatted(PlainText.quote(attachment.name())));
        }
        if (found == Found.UNREADABLE) {
            throw RecordsRefusal.TYPE_MISMATCH.at(
                    pointer,
                    "%s does not open as %s. A PDF needs a first page and no password or encryption, a picture a size of at most %d million pixels."
                            .formatted(
                                    PlainText.quote(attachment.name()),
                                    kind.mediaType(),
                                    ReadableFile.MOST_PIXELS / 1_000_000));
        }
        return kind;
    }

    // Text that is no UTF-8 is shown to nobody and stays a file. A mark of byte order at the very start is how some
    // programs
    // say that it is UTF-8.
    private static void checkShows(NewAttachment attachment, String pointer) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(attachment.bytes()))
                    .toString();
            PlainText.hidden(text.startsWith("\uFEFF") ? text.substring(1) : text)
                    .ifPresent(point -> {
                        throw RecordsRefusal.INVALID_MEMBER.at(
                                pointer,
                                "The text of %s %s."
                                        .formatted(PlainText.quote(attachment.name()), PlainText.complaint(point)));
                    });
        } catch (CharacterCodingException e) {
            LOG.debug("{} is no UTF-8 and will not be shown as text", pointer);
        }
    }

    // Programs that do not know a file's type call it a stream of bytes; its name then says what it is meant to be.
    private static Optional<MediaKind> kind(NewAttachment attachment) {
        return attachment.mediaType().startsWith("application/octet-stream")
                ? MediaKind.named(attachment.name())
                : MediaKind.declared(attachment.mediaType());
    }
}

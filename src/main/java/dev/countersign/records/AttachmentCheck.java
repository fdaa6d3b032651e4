package dev.countersign.records;

import dev.countersign.crypto.Digest;
import dev.countersign.records.Intake.CheckedAttachment;
import dev.countersign.records.NewVersion.NewAttachment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Whether attachments may come in (REC-08): name, size, declared media type against name and bytes. */
@Component
final class AttachmentCheck {

    private static final int MAX_NAME = 255;
    private final RecordsSettings settings;
    private final ContentSniffer sniffer;

    AttachmentCheck(RecordsSettings settings, ContentSniffer sniffer) {
        this.settings = settings;
        this.sniffer = sniffer;
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
        return kind;
    }

    // Programs that do not know a file's type call it a stream of bytes; its name then says what it is meant to be.
    private static Optional<MediaKind> kind(NewAttachment attachment) {
        return attachment.mediaType().startsWith("application/octet-stream")
                ? MediaKind.named(attachment.name())
                : MediaKind.declared(attachment.mediaType());
    }
}

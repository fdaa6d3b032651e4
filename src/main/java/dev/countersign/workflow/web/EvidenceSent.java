package dev.countersign.workflow.web;

import dev.countersign.records.NewVersion.NewAttachment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.springframework.web.multipart.MultipartFile;

/** A file that came with a form, as something that could be attached. */
final class EvidenceSent {

    private EvidenceSent() {}

    static NewAttachment read(MultipartFile file) {
        try {
            return new NewAttachment(
                    Objects.requireNonNullElse(file.getOriginalFilename(), ""),
                    Objects.requireNonNullElse(file.getContentType(), "application/octet-stream"),
                    file.getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

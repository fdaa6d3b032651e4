package dev.countersign.records;

import dev.countersign.crypto.Digest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One immutable version, read from its manifest (REC-01).
 *
 * @param sha256 SHA-256 of the manifest's bytes: the version's hash everywhere
 */
public record RecordVersion(
        UUID recordId,
        int version,
        Digest sha256,
        String type,
        String title,
        Digest contentSha256,
        List<Attachment> attachments,
        Author author,
        Instant createdAt,
        @Nullable String reason,
        @Nullable String businessKey) {

    /** @param kind {@code person} or {@code service-account} */
    public record Author(String id, String kind, String printedName) {
        public boolean isPerson() {
            return "person".equals(kind);
        }
    }

    public record Attachment(String name, String mediaType, long length, Digest sha256) {}
}

package dev.countersign.records;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A validated, canonicalised version that is not stored yet. Only {@link Records#validate} makes one. */
public final class Intake {

    private final String type;
    private final String title;
    private final byte[] content;
    private final List<CheckedAttachment> attachments;
    private final @Nullable String reason;
    private final @Nullable String businessKey;

    Intake(
            String type,
            String title,
            byte[] content,
            List<CheckedAttachment> attachments,
            @Nullable String reason,
            @Nullable String businessKey) {
        this.type = type;
        this.title = title;
        this.content = content;
        this.attachments = List.copyOf(attachments);
        this.reason = reason;
        this.businessKey = businessKey;
    }

    record CheckedAttachment(String name, String mediaType, byte[] bytes, Digest sha256) {}

    /** Digest of type, title, content, attachments and reason: equal intakes have equal digests, whatever the time. */
    public Digest digest() {
        return IntakeDigest.of(this);
    }

    public String type() {
        return type;
    }

    public String title() {
        return title;
    }

    /** What the version says. */
    public JsonNode said() {
        return CanonicalJson.parse(content);
    }

    /** Canonical bytes. */
    byte[] content() {
        return content;
    }

    List<CheckedAttachment> attachments() {
        return attachments;
    }

    @Nullable
    String reason() {
        return reason;
    }

    @Nullable
    String businessKey() {
        return businessKey;
    }
}

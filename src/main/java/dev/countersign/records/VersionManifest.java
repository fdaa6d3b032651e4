package dev.countersign.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.UtcTime;
import dev.countersign.records.Intake.CheckedAttachment;
import dev.countersign.records.RecordVersion.Attachment;
import dev.countersign.records.RecordVersion.Author;
import dev.countersign.worm.Installation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes and reads {@code countersign/version/v1} (docs/formats.md). The SHA-256 of its bytes is the version's hash. */
final class VersionManifest {

    private static final String FORMAT = "countersign/version/v1";
    private static final String CONTENT_TYPE = "application/json";

    private VersionManifest() {}

    /** Everything of a version but its place and time. */
    record Draft(Intake intake, Author author, @Nullable String integration) {}

    static byte[] write(
            Installation home, UUID recordId, int version, Draft draft, @Nullable Digest previous, Instant createdAt) {
        Intake intake = draft.intake();
        ObjectNode manifest = JsonNodeFactory.instance.objectNode();
        manifest.put("format", FORMAT);
        manifest.put("organisation", home.organisation());
        manifest.put("installation", home.installationId().toString());
        manifest.put("environment", home.environment());
        manifest.put("recordId", recordId.toString());
        manifest.put("version", version);
        manifest.put("type", intake.type());
        manifest.put("title", intake.title());
        part(manifest.putObject("content"), CONTENT_TYPE, intake.content().length, Digest.of(intake.content()));
        ArrayNode attachments = manifest.putArray("attachments");
        for (CheckedAttachment attachment : intake.attachments()) {
            ObjectNode item = attachments.addObject().put("name", attachment.name());
            part(item, attachment.mediaType(), attachment.bytes().length, attachment.sha256());
        }
        Author author = draft.author();
        manifest.putObject("author")
                .put("id", author.id())
                .put("kind", author.kind())
                .put("printedName", author.printedName());
        manifest.putObject("source").put("integration", draft.integration()).put("businessKey", intake.businessKey());
        manifest.put("createdAt", UtcTime.write(createdAt));
        manifest.put("reason", intake.reason());
        manifest.put("previousSha256", previous == null ? null : previous.hex());
        return CanonicalJson.write(manifest);
    }

    static RecordVersion read(byte[] bytes) {
        JsonNode manifest = CanonicalJson.parse(bytes);
        if (!FORMAT.equals(manifest.path("format").asText())) {
            throw new IllegalArgumentException("not a " + FORMAT);
        }
        List<Attachment> attachments = new ArrayList<>();
        for (JsonNode item : manifest.path("attachments")) {
            attachments.add(new Attachment(
                    item.path("name").asText(),
                    item.path("mediaType").asText(),
                    item.path("length").asLong(),
                    Digest.parse(item.path("sha256").asText())));
        }
        JsonNode author = manifest.path("author");
        return new RecordVersion(
                UUID.fromString(manifest.path("recordId").asText()),
                manifest.path("version").asInt(),
                Digest.of(bytes),
                manifest.path("type").asText(),
                manifest.path("title").asText(),
                Digest.parse(manifest.path("content").path("sha256").asText()),
                List.copyOf(attachments),
                new Author(
                        author.path("id").asText(),
                        author.path("kind").asText(),
                        author.path("printedName").asText()),
                UtcTime.read(manifest.path("createdAt").asText()),
                manifest.path("reason").textValue(),
                manifest.path("source").path("businessKey").textValue());
    }

    private static void part(ObjectNode part, String mediaType, int length, Digest sha256) {
        part.put("mediaType", mediaType).put("length", length).put("sha256", sha256.hex());
    }
}

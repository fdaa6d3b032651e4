package dev.countersign.signing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.UtcTime;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.RecordVersion.Attachment;
import dev.countersign.signing.Meanings.Meaning;
import dev.countersign.signing.VersionChanges.Side;
import dev.countersign.worm.Installation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a presentation, {@code countersign/presentation/v1} in docs/formats.md: what a signer is shown. It has no time: the
 * same state gives the same bytes.
 */
final class PresentationFormat {

    static final String FORMAT = "countersign/presentation/v1";

    private PresentationFormat() {}

    /**
     * Everything that is shown.
     *
     * @param baseline the last version before this one that bears a signature; null if there is none
     * @param earlier signatures on this version, in their order
     * @param models what a set of process models changes, which is shown instead of its texts; null for other records
     */
    record Shown(
            RecordVersion version,
            SignaturePlan plan,
            SignaturePlan.Step step,
            String typeName,
            JsonNode schema,
            JsonNode content,
            @Nullable Baseline baseline,
            List<Signature> earlier,
            @Nullable ShownModels models) {}

    record Baseline(RecordVersion version, JsonNode content) {}

    /** @param language one of {@link Meanings#LANGUAGES} */
    static byte[] write(Installation installation, Shown shown, String language) {
        RecordVersion version = shown.version();
        ObjectNode node = FormatHead.of(FORMAT, installation)
                .put("recordId", version.recordId().toString())
                .put("version", version.version())
                .put("versionSha256", version.sha256().hex())
                .put("planSha256", shown.plan().sha256().hex())
                .put("planStep", shown.step().code())
                .put("language", language)
                .put("type", version.type())
                .put("title", version.title())
                .put("reasonForChange", version.reason());
        node.putObject("author")
                .put("id", version.author().id())
                .put("kind", version.author().kind())
                .put("printedName", version.author().printedName());
        ObjectNode meanings = node.putObject("meanings");
        meaning(meanings.putObject("approve"), Meanings.of(shown.step().meaning(), version.version(), language));
        meaning(meanings.putObject("reject"), Meanings.of(Meanings.REJECTION, version.version(), language));
        ShownModels models = shown.models();
        node.set(
                "sections",
                models == null
                        ? ContentSections.of(shown.typeName(), shown.schema(), shown.content())
                        : models.sections());
        node.set("differences", differences(shown));
        ArrayNode earlier = node.putArray("earlierSignatures");
        shown.earlier().forEach(signature -> earlier(earlier.addObject(), signature));
        ArrayNode attachments = node.putArray("attachments");
        version.attachments().forEach(attachment -> attachment(attachments.addObject(), attachment));
        return CanonicalJson.write(node);
    }

    private static void meaning(ObjectNode node, Meaning meaning) {
        node.put("code", meaning.code()).put("sentence", meaning.sentence());
    }

    private static @Nullable ObjectNode differences(Shown shown) {
        Baseline baseline = shown.baseline();
        if (baseline == null) {
            return null;
        }
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("version", baseline.version().version())
                .put("versionSha256", baseline.version().sha256().hex());
        VersionChanges.addTo(
                node.putArray("changes"),
                shown.schema(),
                new Side(baseline.version(), baseline.content()),
                new Side(shown.version(), shown.content()),
                shown.models());
        return node;
    }

    private static void earlier(ObjectNode node, Signature signature) {
        node.put("signatureId", signature.signatureId().toString())
                .put("statementSha256", signature.statementSha256().hex())
                .put("printedName", signature.printedName())
                .put("title", signature.title())
                .put("meaning", signature.meaning())
                .put("sentence", signature.sentence())
                .put("decision", signature.approve() ? "approve" : "reject")
                .put("signedAt", UtcTime.write(signature.signedAt()));
    }

    private static void attachment(ObjectNode node, Attachment attachment) {
        AttachmentRenderer renderer = AttachmentRenderer.of(attachment.mediaType());
        node.put("name", attachment.name())
                .put("mediaType", attachment.mediaType())
                .put("length", attachment.length())
                .put("sha256", attachment.sha256().hex());
        node.putObject("renderer").put("name", renderer.code()).put("version", renderer.version());
    }
}

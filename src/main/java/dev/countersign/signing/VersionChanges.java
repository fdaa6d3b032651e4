package dev.countersign.signing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.countersign.records.RecordVersion;
import org.jspecify.annotations.Nullable;

/** What changed from one version to another: title, content and attachments. */
final class VersionChanges {

    private VersionChanges() {}

    /** A version with its content's tree. */
    record Side(RecordVersion version, JsonNode content) {}

    /** @param models what a set of process models changes, instead of its content; null for any other content */
    static void addTo(ArrayNode changes, JsonNode schema, Side before, Side after, @Nullable ShownModels models) {
        String was = before.version().title();
        String is = after.version().title();
        if (!was.equals(is)) {
            ContentChanges.add(
                    changes,
                    "title",
                    "Title",
                    "changed",
                    JsonNodeFactory.instance.textNode(was),
                    JsonNodeFactory.instance.textNode(is));
        }
        if (models == null) {
            ContentChanges.addTo(changes, schema, before.content(), after.content());
        } else {
            models.addTo(changes);
        }
        AttachmentChanges.addTo(changes, before.version(), after.version());
    }
}

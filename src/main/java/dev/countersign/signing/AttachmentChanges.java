package dev.countersign.signing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.RecordVersion.Attachment;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What changed in the attachments of two versions, by name. */
final class AttachmentChanges {

    private AttachmentChanges() {}

    static void addTo(ArrayNode changes, RecordVersion before, RecordVersion after) {
        Map<String, Attachment> old = byName(before);
        Map<String, Attachment> now = byName(after);
        Set<String> names = new LinkedHashSet<>(now.keySet());
        names.addAll(old.keySet());
        for (String name : names) {
            Attachment was = old.get(name);
            Attachment is = now.get(name);
            if (was == null || is == null || !was.equals(is)) {
                String kind = was == null ? "added" : is == null ? "removed" : "changed";
                ContentChanges.add(changes, "attachments/" + name, "Attachment " + name, kind, words(was), words(is));
            }
        }
    }

    private static Map<String, Attachment> byName(RecordVersion version) {
        Map<String, Attachment> attachments = new LinkedHashMap<>();
        version.attachments().forEach(attachment -> attachments.put(attachment.name(), attachment));
        return attachments;
    }

    private static @Nullable TextNode words(@Nullable Attachment attachment) {
        if (attachment == null) {
            return null;
        }
        return JsonNodeFactory.instance.textNode(
                attachment.mediaType() + ", " + attachment.length() + " bytes, SHA-256 " + attachment.sha256());
    }
}

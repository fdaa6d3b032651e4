package dev.countersign.records;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.records.NewVersion.NewAttachment;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the body {@code {type, title, content, reason?, attachments?: [{name, mediaType, base64}]}}, strictly. */
public final class RecordBody {

    private static final Set<String> MEMBERS = Set.of("type", "title", "content", "reason", "attachments");
    private static final Set<String> ATTACHMENT_MEMBERS = Set.of("name", "mediaType", "base64");

    private RecordBody() {}

    /**
     * @param files attachments that came beside the document, after those inside it
     * @throws dev.countersign.ledger.RefusedException {@code invalid-member} with its pointer
     * @throws dev.countersign.crypto.JsonRefusedException for JSON without a single meaning
     */
    public static NewVersion read(byte[] utf8, List<NewAttachment> files) {
        JsonNode body = CanonicalJson.parse(utf8);
        demandObject(body, "", MEMBERS);
        JsonNode content = body.get("content");
        if (content == null) {
            throw RecordsRefusal.INVALID_MEMBER.at("/content", "The member content is required: the record as JSON.");
        }
        List<NewAttachment> attachments = new ArrayList<>(attachments(body.path("attachments")));
        attachments.addAll(files);
        return new NewVersion(
                text(body, "type", ""), text(body, "title", ""), content, attachments, optional(body, "reason"), null);
    }

    private static List<NewAttachment> attachments(JsonNode items) {
        if (items.isMissingNode() || items.isNull()) {
            return List.of();
        }
        if (!items.isArray()) {
            throw RecordsRefusal.INVALID_MEMBER.at("/attachments", "The attachments are a list of objects.");
        }
        List<NewAttachment> attachments = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            String pointer = "/attachments/" + i;
            JsonNode item = items.get(i);
            demandObject(item, pointer, ATTACHMENT_MEMBERS);
            attachments.add(new NewAttachment(
                    text(item, "name", pointer), text(item, "mediaType", pointer), base64(item, pointer)));
        }
        return attachments;
    }

    private static byte[] base64(JsonNode item, String pointer) {
        try {
            return Base64.getDecoder().decode(text(item, "base64", pointer));
        } catch (IllegalArgumentException e) {
            throw RecordsRefusal.INVALID_MEMBER.at(
                    pointer + "/base64", "The bytes of an attachment are written in base64 (RFC 4648 section 4).");
        }
    }

    private static void demandObject(JsonNode node, String pointer, Set<String> members) {
        if (!node.isObject()) {
            throw RecordsRefusal.INVALID_MEMBER.at(
                    pointer, "An object with these members is expected: " + sorted(members));
        }
        for (var member : node.properties()) {
            if (!members.contains(member.getKey())) {
                throw RecordsRefusal.INVALID_MEMBER.at(
                        pointer + "/" + Pointers.escape(member.getKey()),
                        "There is no such member (there are: " + sorted(members) + ").");
            }
        }
    }

    private static String text(JsonNode object, String member, String pointer) {
        JsonNode value = object.get(member);
        if (value == null || !value.isTextual()) {
            throw RecordsRefusal.INVALID_MEMBER.at(
                    pointer + "/" + member, "The member " + member + " is required, as a string.");
        }
        return value.textValue();
    }

    private static @Nullable String optional(JsonNode object, String member) {
        JsonNode value = object.get(member);
        return value == null || value.isNull() ? null : text(object, member, "");
    }

    private static String sorted(Set<String> members) {
        return String.join(", ", members.stream().sorted().toList());
    }
}

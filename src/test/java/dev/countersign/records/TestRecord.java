package dev.countersign.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.records.NewVersion.NewAttachment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A record somebody is about to hand in; every {@code with…} makes another one. */
public record TestRecord(
        String type,
        String title,
        ObjectNode content,
        List<NewAttachment> attachments,
        @Nullable String reason,
        @Nullable String businessKey) {

    public TestRecord titled(String title) {
        return new TestRecord(type, title, content, attachments, reason, businessKey);
    }

    public TestRecord because(String reason) {
        return new TestRecord(type, title, content, attachments, reason, businessKey);
    }

    public TestRecord withBusinessKey(String businessKey) {
        return new TestRecord(type, title, content, attachments, reason, businessKey);
    }

    /** The same with a change of the content. */
    public TestRecord changing(Consumer<ObjectNode> change) {
        ObjectNode changed = content.deepCopy();
        change.accept(changed);
        return new TestRecord(type, title, changed, attachments, reason, businessKey);
    }

    public TestRecord with(String name, String mediaType, byte[] bytes) {
        List<NewAttachment> more = new ArrayList<>(attachments);
        more.add(new NewAttachment(name, mediaType, bytes));
        return new TestRecord(type, title, content, more, reason, businessKey);
    }

    /** As {@link Records#validate} takes it. */
    public NewVersion newVersion() {
        return new NewVersion(type, title, content, attachments, reason, businessKey);
    }

    /** As {@code POST /api/records} takes it, in UTF-8. */
    public byte[] body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("type", type).put("title", title).set("content", content);
        if (reason != null) {
            body.put("reason", reason);
        }
        if (!attachments.isEmpty()) {
            ArrayNode items = body.putArray("attachments");
            attachments.forEach(attachment -> items.addObject()
                    .put("name", attachment.name())
                    .put("mediaType", attachment.mediaType())
                    .put("base64", Base64.getEncoder().encodeToString(attachment.bytes())));
        }
        return CanonicalJson.write(body);
    }

    /** The content as text, as a process start takes it. */
    public String contentText() {
        return new String(CanonicalJson.write(content), StandardCharsets.UTF_8);
    }

    static TestRecord of(String type, String title, JsonNode content) {
        return new TestRecord(type, title, (ObjectNode) content, List.of(), null, null);
    }
}

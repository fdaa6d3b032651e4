package dev.countersign.workflow.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.records.NewVersion.NewAttachment;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the attachments of a start: {@code [{name, mediaType, base64}]}, strictly. */
final class StartAttachments {

    private static final Set<String> MEMBERS = Set.of("name", "mediaType", "base64");

    private StartAttachments() {}

    /**
     * @param list missing for none
     * @param pointer of the list
     * @param errors where each item that is none is told
     */
    static List<NewAttachment> read(JsonNode list, String pointer, InputErrors errors) {
        List<NewAttachment> attachments = new ArrayList<>();
        if (!list.isMissingNode() && !list.isArray()) {
            errors.add(pointer, "a list of {name, mediaType, base64} is expected");
        }
        for (int i = 0; list.isArray() && i < list.size() && !errors.isFull(); i++) {
            Optional<NewAttachment> attachment = read(list.path(i));
            attachment.ifPresent(attachments::add);
            if (attachment.isEmpty()) {
                errors.add(
                        pointer + "/" + i,
                        "{name, mediaType, base64} is expected, texts all of them, and nothing else");
            }
        }
        return attachments;
    }

    private static Optional<NewAttachment> read(JsonNode item) {
        boolean complete = item.size() == MEMBERS.size()
                && MEMBERS.stream().allMatch(member -> item.path(member).isTextual());
        byte[] bytes = decoded(item.path("base64"));
        return complete && bytes != null
                ? Optional.of(new NewAttachment(
                        item.path("name").textValue(), item.path("mediaType").textValue(), bytes))
                : Optional.empty();
    }

    private static byte @Nullable [] decoded(JsonNode base64) {
        try {
            return base64.isTextual() ? Base64.getDecoder().decode(base64.textValue()) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}

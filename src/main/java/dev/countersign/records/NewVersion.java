package dev.countersign.records;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody hands in, not yet validated.
 *
 * @param content the tree {@code CanonicalJson.parse} made
 * @param reason reason for change; required from version 2 on
 * @param businessKey key of the source system, if an integration started the record
 */
public record NewVersion(
        String type,
        String title,
        JsonNode content,
        List<NewAttachment> attachments,
        @Nullable String reason,
        @Nullable String businessKey) {

    public record NewAttachment(String name, String mediaType, byte[] bytes) {}
}

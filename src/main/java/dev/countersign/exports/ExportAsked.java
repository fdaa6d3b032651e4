package dev.countersign.exports;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which records are to be exported, as {@code GET /api/records} takes it, and what of each.
 *
 * @param type code of a record type; null for any
 * @param status code of a status; null for any
 * @param words to search for; null for none
 * @param contents not empty
 */
public record ExportAsked(
        @Nullable String type,
        @Nullable String status,
        @Nullable String words,
        Set<ExportPart> contents) {

    public ExportAsked {
        type = type == null || type.isBlank() ? null : type;
        status = status == null || status.isBlank() ? null : status;
        words = words == null || words.isBlank() ? null : words.strip();
        contents = Set.copyOf(contents);
    }

    /** By the names that the parameters of a search have. */
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (type != null) {
            parameters.put("type", type);
        }
        if (status != null) {
            parameters.put("status", status);
        }
        if (words != null) {
            parameters.put("q", words);
        }
        return parameters;
    }
}

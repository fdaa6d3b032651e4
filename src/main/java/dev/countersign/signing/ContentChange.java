package dev.countersign.signing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What is different in one place of two versions, in the words of the schema, cut to what a template can print (REC-05).
 *
 * @param kind {@code added}, {@code removed} or {@code changed}
 * @param before empty where it was added; a list has its elements
 * @param after empty where it was removed
 */
public record ContentChange(String label, String kind, List<String> before, List<String> after) {

    /** Those of a stored presentation, or of two versions that are compared without being signed. */
    public static List<ContentChange> of(JsonNode changes) {
        List<ContentChange> all = new ArrayList<>();
        for (JsonNode change : changes) {
            all.add(new ContentChange(
                    ContentSection.text(change.path("label")),
                    change.path("kind").asText(),
                    ContentSection.values(change.path("before")),
                    ContentSection.values(change.path("after"))));
        }
        return List.copyOf(all);
    }
}

package dev.countersign.workflow.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.signing.ContentChange;
import dev.countersign.signing.ContentSection;
import dev.countersign.signing.Presentation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stored presentation, cut to what a template can print. Nothing is added: the page shows what is signed. */
record PresentationView(
        String sha256,
        String recordId,
        int version,
        String versionSha256,
        String title,
        String authorName,
        @Nullable String reasonForChange,
        String approveSentence,
        String rejectSentence,
        List<ContentSection> sections,
        @Nullable Differences differences) {

    record Differences(int version, String versionSha256, List<ContentChange> changes) {}

    static PresentationView of(Presentation presentation) {
        JsonNode tree = presentation.tree();
        return new PresentationView(
                presentation.sha256().hex(),
                tree.path("recordId").asText(),
                tree.path("version").asInt(),
                tree.path("versionSha256").asText(),
                ContentSection.text(tree.path("title")),
                ContentSection.text(tree.path("author").path("printedName")),
                tree.path("reasonForChange").isNull() ? null : ContentSection.text(tree.path("reasonForChange")),
                tree.path("meanings").path("approve").path("sentence").asText(),
                tree.path("meanings").path("reject").path("sentence").asText(),
                ContentSection.of(tree.path("sections")),
                differences(tree.path("differences")));
    }

    private static @Nullable Differences differences(JsonNode differences) {
        return differences.isNull()
                ? null
                : new Differences(
                        differences.path("version").asInt(),
                        differences.path("versionSha256").asText(),
                        ContentChange.of(differences.path("changes")));
    }
}

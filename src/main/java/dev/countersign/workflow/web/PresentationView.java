package dev.countersign.workflow.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.records.PlainText;
import dev.countersign.signing.Presentation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
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
        List<Section> sections,
        @Nullable Differences differences) {

    record Section(
            String kind,
            String heading,
            List<Fact> facts,
            List<String> columns,
            List<List<List<String>>> rows,
            List<String> paragraphs) {}

    /** @param values one, or the elements of a list */
    record Fact(String label, List<String> values) {}

    record Differences(int version, String versionSha256, List<Change> changes) {}

    /** @param kind {@code added}, {@code removed} or {@code changed} */
    record Change(String label, String kind, List<String> before, List<String> after) {}

    static PresentationView of(Presentation presentation) {
        JsonNode tree = presentation.tree();
        return new PresentationView(
                presentation.sha256().hex(),
                tree.path("recordId").asText(),
                tree.path("version").asInt(),
                tree.path("versionSha256").asText(),
                text(tree.path("title")),
                text(tree.path("author").path("printedName")),
                tree.path("reasonForChange").isNull() ? null : text(tree.path("reasonForChange")),
                tree.path("meanings").path("approve").path("sentence").asText(),
                tree.path("meanings").path("reject").path("sentence").asText(),
                list(tree.path("sections"), PresentationView::section),
                differences(tree.path("differences")));
    }

    private static Section section(JsonNode section) {
        return new Section(
                section.path("kind").asText(),
                text(section.path("heading")),
                list(section.path("items"), item -> new Fact(text(item.path("label")), values(item.path("value")))),
                list(section.path("columns"), PresentationView::text),
                list(section.path("rows"), row -> list(row, PresentationView::values)),
                list(section.path("paragraphs"), PresentationView::text));
    }

    private static @Nullable Differences differences(JsonNode differences) {
        return differences.isNull()
                ? null
                : new Differences(
                        differences.path("version").asInt(),
                        differences.path("versionSha256").asText(),
                        list(
                                differences.path("changes"),
                                change -> new Change(
                                        text(change.path("label")),
                                        change.path("kind").asText(),
                                        values(change.path("before")),
                                        values(change.path("after")))));
    }

    /** Empty for what is absent; a list shows its elements. */
    private static List<String> values(JsonNode value) {
        if (value.isContainerNode()) {
            return value.isEmpty() ? List.of("(empty)") : list(value, PresentationView::text);
        }
        return value.isNull() || value.isMissingNode() ? List.of() : List.of(text(value));
    }

    // Intake refuses what does not show; what came in before, or past it, is shown by its name (T2).
    private static String text(JsonNode value) {
        return PlainText.visible(value.asText());
    }

    private static <T> List<T> list(JsonNode array, Function<JsonNode, T> each) {
        List<T> list = new ArrayList<>();
        array.forEach(element -> list.add(each.apply(element)));
        return List.copyOf(list);
    }
}

package dev.countersign.signing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.records.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A part of a record's content as people read it, cut to what a template can print: facts, a table, or paragraphs.
 *
 * @param kind {@code facts}, {@code table} or {@code text}
 * @param rows of a table; each cell has one value, or the elements of a list
 */
public record ContentSection(
        String kind,
        String heading,
        List<Fact> facts,
        List<String> columns,
        List<List<List<String>>> rows,
        List<String> paragraphs) {

    /** @param values one, or the elements of a list */
    public record Fact(String label, List<String> values) {}

    /** Those of a stored presentation, or of content that is shown without being signed. */
    public static List<ContentSection> of(JsonNode sections) {
        return list(sections, ContentSection::section);
    }

    private static ContentSection section(JsonNode section) {
        return new ContentSection(
                section.path("kind").asText(),
                text(section.path("heading")),
                list(section.path("items"), item -> new Fact(text(item.path("label")), values(item.path("value")))),
                list(section.path("columns"), ContentSection::text),
                list(section.path("rows"), row -> list(row, ContentSection::values)),
                list(section.path("paragraphs"), ContentSection::text));
    }

    /** Empty for what is absent; a list shows its elements. */
    public static List<String> values(JsonNode value) {
        if (value.isContainerNode()) {
            return value.isEmpty() ? List.of("(empty)") : list(value, ContentSection::text);
        }
        return value.isNull() || value.isMissingNode() ? List.of() : List.of(text(value));
    }

    // Intake refuses what does not show; what came in before, or past it, is shown by its name (T2).
    public static String text(JsonNode value) {
        return PlainText.visible(value.asText());
    }

    private static <T> List<T> list(JsonNode array, Function<JsonNode, T> each) {
        List<T> list = new ArrayList<>();
        array.forEach(element -> list.add(each.apply(element)));
        return List.copyOf(list);
    }
}

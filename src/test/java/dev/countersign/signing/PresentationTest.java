package dev.countersign.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.Requirement;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.records.TestRecords;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is signed unseen (SIG-01). */
@Requirement("SIG-01")
class PresentationTest {

    private static final int ROUNDS = 3_000;

    @ParameterizedTest
    @ValueSource(strings = {"test-suite", "batch-record", "sop"})
    void showsEveryValueOfTheSamples(String type) {
        JsonNode content = TestRecords.sample(type).content();
        assertThat(values(sections(type, content))).containsAll(leaves(content));
    }

    @Test
    void showsEveryValueOfAnyContent() {
        contents().forEach(content -> assertThat(values(sections("test-suite", content)))
                .as(content.toString())
                .containsAll(leaves(content)));
    }

    @Test
    void showsDifferentContentsDifferently() {
        Map<String, JsonNode> shown = new HashMap<>();
        contents().forEach(content -> {
            JsonNode other = shown.put(text(sections("test-suite", content)), content);
            assertThat(other == null || text(other).equals(text(content)))
                    .as("%s is shown like %s", content, other)
                    .isTrue();
        });
    }

    @Test
    void showsTheSameContentTheSameWay() {
        JsonNode content = TestRecords.sample("sop").content();
        assertThat(text(sections("sop", content.deepCopy()))).isEqualTo(text(sections("sop", content)));
    }

    @Test
    void tellsEveryDifferenceAndNoOther() {
        List<ObjectNode> contents = contents().toList();
        for (int index = 1; index < contents.size(); index++) {
            ObjectNode before = contents.get(index - 1);
            ObjectNode after = contents.get(index);
            boolean same = text(before).equals(text(after));
            assertThat(changes("test-suite", before, after).isEmpty())
                    .as("%s to %s", before, after)
                    .isEqualTo(same);
        }
    }

    @Test
    void namesDifferencesInTheWordsOfTheSchema() {
        JsonNode before = TestRecords.testSuite("VP-1").content();
        JsonNode after = TestRecords.testSuite("VP-1")
                .changing(content -> {
                    ((ObjectNode) content.at("/testScripts/0/steps/0")).put("expectedResult", "100.00 g ± 0.02 g");
                    ((ArrayNode) content.get("testScripts"))
                            .addObject()
                            .put("id", "TS-02")
                            .put("title", "Wrong checksum");
                })
                .content();

        ArrayNode changes = changes("test-suite", before, after);

        assertThat(changes).hasSize(2);
        assertThat(changes.get(0).get("label").textValue())
                .isEqualTo("Test scripts › TS-01 › Steps › 1 › Expected result");
        assertThat(changes.get(0).get("pointer").textValue()).isEqualTo("/testScripts/0/steps/0/expectedResult");
        assertThat(changes.get(0).get("before").textValue()).isEqualTo("100.00 g ± 0.05 g");
        assertThat(changes.get(0).get("after").textValue()).isEqualTo("100.00 g ± 0.02 g");
        assertThat(changes.get(1).get("kind").textValue()).isEqualTo("added");
        assertThat(changes.get(1).get("after").textValue()).contains("TS-02", "Wrong checksum");
    }

    @Test
    void givesEachTestScriptASectionWithItsStepsAsATable() {
        JsonNode sections = sections("test-suite", TestRecords.testSuite("VP-1").content());
        List<String> headings = new ArrayList<>();
        sections.forEach(section -> headings.add(
                section.get("kind").textValue() + " " + section.get("heading").textValue()));
        assertThat(headings)
                .contains("facts Test scripts › TS-01 Accuracy", "table Test scripts › TS-01 Accuracy › Steps");
    }

    private static Stream<ObjectNode> contents() {
        return LongStream.range(0, ROUNDS).mapToObj(seed -> new RandomContent(seed).object(4));
    }

    private static ArrayNode sections(String type, JsonNode content) {
        return ContentSections.of("Record", TestSchemas.of(type), content);
    }

    private static ArrayNode changes(String type, JsonNode before, JsonNode after) {
        ArrayNode changes = JsonNodeFactory.instance.arrayNode();
        ContentChanges.addTo(changes, TestSchemas.of(type), before, after);
        return changes;
    }

    private static String text(JsonNode tree) {
        return new String(CanonicalJson.write(tree), java.nio.charset.StandardCharsets.UTF_8);
    }

    /** Every scalar and every empty structure. */
    private static List<JsonNode> leaves(JsonNode node) {
        List<JsonNode> leaves = new ArrayList<>();
        if (node.isValueNode()) {
            leaves.add(node);
        }
        node.forEach(child -> leaves.addAll(leaves(child)));
        return leaves;
    }

    /** Every value the sections show; paragraphs are one text again. */
    private static List<JsonNode> values(JsonNode sections) {
        List<JsonNode> values = new ArrayList<>();
        for (JsonNode section : sections) {
            section.path("items").forEach(item -> values.addAll(leaves(item.get("value"))));
            section.path("rows").forEach(row -> values.addAll(leaves(row)));
            List<String> paragraphs = new ArrayList<>();
            section.path("paragraphs").forEach(paragraph -> paragraphs.add(paragraph.textValue()));
            values.add(JsonNodeFactory.instance.textNode(String.join("\n", paragraphs)));
        }
        return values;
    }
}

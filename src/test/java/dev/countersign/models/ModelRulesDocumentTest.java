package dev.countersign.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page for process administrators lists the rules and delegates that there are; a stale table fails with the text to paste. */
class ModelRulesDocumentTest {

    private static final Path DOCUMENT = Path.of("docs/process-administration.md");

    /** What belongs to an element's drawing, and what the next section of the page tells. */
    private static final List<String> ANYWHERE =
            List.of("bpmn:documentation", "bpmn:incoming", "bpmn:outgoing", "bpmn:extensionElements");

    @Test
    void everyRuleIsListedWithAnExampleAndARemedy() throws IOException {
        String rows = Arrays.stream(ModelRule.values())
                .map(rule -> "| " + rule.number() + " | " + rule.demand() + " | " + example(rule) + " | "
                        + rule.remedy() + " |")
                .collect(Collectors.joining(
                        "\n", "| rule | demands | is broken by, for example | mend it |\n|---|---|---|---|\n", "\n"));

        assertThat(Files.readString(DOCUMENT)).contains(section("rules", rows));
    }

    @Test
    void everyDelegateIsListedWithWhatItMeansToTheProof() throws IOException {
        String rows = Arrays.stream(Delegate.values())
                .map(delegate -> "| `" + delegate.expressionName() + "` | " + delegate.does() + " | "
                        + delegate.meaning().words() + " |")
                .collect(Collectors.joining("\n", "| delegate | does | to the proof |\n|---|---|---|\n", "\n"));

        assertThat(Files.readString(DOCUMENT)).contains(section("delegates", rows));
    }

    @Test
    void everyElementOfAProcessIsListedWithWhatItMayHold() throws IOException {
        Map<String, List<String>> held = held();
        List<String> elements = held.get("bpmn:process");
        String rows = elements.stream()
                .filter(element -> !ANYWHERE.contains(element))
                .map(element -> "| " + words(element) + " | " + holds(held.get(element), elements) + " |")
                .collect(Collectors.joining("\n", "| element | may hold |\n|---|---|\n", "\n"));

        assertThat(Files.readString(DOCUMENT)).contains(section("elements", rows));
    }

    /** What may be in which element, from the gate's own table. */
    private static Map<String, List<String>> held() throws IOException {
        return Files.readAllLines(Path.of("src/main/resources/models/bpmn.txt")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("\\|", -1))
                .collect(Collectors.toMap(
                        cells -> cells[0].strip(),
                        cells -> List.of(cells[2].strip().split("\\s+"))));
    }

    private static String holds(List<String> children, List<String> elements) {
        String own = children.stream()
                .filter(child -> !child.isEmpty() && !ANYWHERE.contains(child) && !elements.contains(child))
                .map(ModelRulesDocumentTest::words)
                .collect(Collectors.joining(", "));
        return children.stream().anyMatch(child -> !ANYWHERE.contains(child) && elements.contains(child))
                ? "elements of this list, " + own
                : own;
    }

    private static String words(String element) {
        return element.substring(element.indexOf(':') + 1)
                .replace("EventDefinition", "")
                .replace("multiInstanceLoopCharacteristics", "repetition")
                .replace("conditionExpression", "condition")
                .replace("flowNodeRef", "element")
                .replaceAll("([A-Z])", " $1")
                .toLowerCase(Locale.ROOT);
    }

    private static String section(String name, String rows) {
        return "<!-- " + name + ": generated, held by ModelRulesDocumentTest -->\n" + rows + "<!-- /" + name + " -->";
    }

    private static String example(ModelRule rule) {
        String what = RuleSamples.all().stream()
                .filter(sample -> sample.rule() == rule)
                .map(RuleSamples.Sample::what)
                .findFirst()
                .orElseThrow();
        return what.startsWith("<") ? "`" + what + "`" : what;
    }
}

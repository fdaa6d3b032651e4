package dev.countersign.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page for process administrators lists the rules and delegates that there are; a stale table fails with the text to paste. */
class ModelRulesDocumentTest {

    private static final Path DOCUMENT = Path.of("docs/process-administration.md");

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

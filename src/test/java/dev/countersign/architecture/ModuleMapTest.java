package dev.countersign.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The module maps of the documents say what each {@code package-info.java} says; a stale one fails with the text to paste. */
class ModuleMapTest {

    /** From the top down, as calls go. */
    private static final List<String> ORDER = List.of(
            "web",
            "demo",
            "reviews",
            "accounts",
            "custody",
            "recovery",
            "studio",
            "exports",
            "workspace",
            "workflow",
            "notices",
            "alerts",
            "evidence",
            "models",
            "signing",
            "changes",
            "authority",
            "training",
            "records",
            "identity",
            "passkeys",
            "risk",
            "protection",
            "copies",
            "malware",
            "ledger",
            "witness",
            "worm",
            "bucket",
            "crypto",
            "database",
            "operations");

    private static final Pattern FIRST_SENTENCE = Pattern.compile("/\\*\\*\\s*\\*?\\s*(.*?\\.)(?=\\s)", Pattern.DOTALL);

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/architecture.md"})
    void theDocumentShowsTheModulesAsTheyDescribeThemselves(String document) {
        assertThat(CodeBase.modules()).containsExactlyInAnyOrderElementsOf(ORDER);
        assertThat(CodeBase.read(CodeBase.PROJECT.resolve(document)))
                .as(document)
                .contains("<!-- modules: first sentences of package-info.java, held by ModuleMapTest -->\n" + map()
                        + "\n<!-- /modules -->");
    }

    private static String map() {
        return ORDER.stream()
                .map(module -> "| `" + module + "` | " + describe(module) + " |")
                .collect(Collectors.joining("\n", "| module | is |\n|---|---|\n", ""));
    }

    private static String describe(String module) {
        Path file = CodeBase.SOURCES.resolve(module).resolve("package-info.java");
        Matcher sentence = FIRST_SENTENCE.matcher(CodeBase.read(file));
        assertThat(sentence.find()).as("a first sentence in " + file).isTrue();
        return sentence.group(1).replaceAll("\\s*\\n\\s*\\*\\s*", " ").replaceAll("\\{@\\w+\\s+([^}]*)}", "`$1`");
    }
}

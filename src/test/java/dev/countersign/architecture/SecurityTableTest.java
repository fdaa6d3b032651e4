package dev.countersign.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of security requirements says of each what state it is in; a requirement that is met names tests, and those exist. */
class SecurityTableTest {

    private static final Path TABLE = CodeBase.PROJECT.resolve("docs/security/asvs.md");
    private static final Pattern ROW =
            Pattern.compile("^\\| (\\d+\\.\\d+\\.\\d+|63B [^|]+?) \\| .*$", Pattern.MULTILINE);
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+Test)(?:\\.(\\w+))?`");
    private static final Set<String> STATES = Set.of("met", "partly", "not met", "not applicable");

    @Test
    void everyRequirementHasAStateAndWhatIsMetHasATest() {
        List<String[]> rows = rows();

        assertThat(rows).hasSizeGreaterThan(80).allSatisfy(cells -> {
            assertThat(cells).as(cells[1]).hasSize(6);
            assertThat(STATES).as(cells[1]).contains(cells[3].strip());
            if (!cells[3].strip().equals("met")) {
                assertThat(cells[4].strip()).as(cells[1] + " says why").isNotEmpty();
            }
            if (cells[3].strip().equals("met")) {
                assertThat(TEST.matcher(cells[5]).find() || cells[5].contains("docs/"))
                        .as(cells[1] + " names a test, or the document that is asked for")
                        .isTrue();
            }
        });
        assertThat(rows.stream().map(cells -> cells[1].strip())).doesNotHaveDuplicates();
    }

    @Test
    void everyTestItNamesExists() {
        Matcher named = TEST.matcher(CodeBase.read(TABLE));
        while (named.find()) {
            String name = named.group(2) == null ? named.group(1) : named.group(1) + "." + named.group(2);
            assertThat(CodeBase.testNames()).contains(name);
        }
    }

    private static List<String[]> rows() {
        return ROW.matcher(CodeBase.read(TABLE))
                .results()
                .map(row -> row.group().split("\\|"))
                .toList();
    }
}

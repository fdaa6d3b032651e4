package dev.countersign.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import dev.countersign.workflow.CommandList.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The documentation has the list of commands as the code has it. */
@Requirement("PRC-02")
class CommandListDocumentTest {

    @Test
    void theDocumentIsTheTable() {
        GeneratedSection section = new GeneratedSection("docs/security/engine-operations.md", "commands");
        List<String> lines = new ArrayList<>(List.of("| for | effect | who | commands |", "|---|---|---|---|"));
        CommandList.ROWS.forEach(row -> lines.add(line(row)));
        assertThat(section.asItIs()).isEqualTo(section.with(lines));
    }

    private static String line(Row row) {
        String parties = row.parties().size() == Party.values().length
                ? "all of them"
                : row.parties().stream().map(Party::shown).collect(Collectors.joining(", "));
        String commands = row.commands().stream()
                .map(command -> "`" + command.replaceFirst(".*\\.", "") + "`")
                .collect(Collectors.joining(", "));
        return "| %s | %s | %s | %s |".formatted(row.purpose(), row.effect().shown(), parties, commands);
    }
}

package dev.countersign.workflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import dev.countersign.authority.Role;
import dev.countersign.ledger.Caller;
import dev.countersign.workflow.GeneratedSection;
import dev.countersign.workflow.web.EngineOperation.Done;
import dev.countersign.workflow.web.EngineOperation.Mount;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of what is open over the engine's own interface. */
@Requirement({"PRC-02", "AUT-01"})
class EngineOperationsTest {

    @Test
    void theDocumentIsTheTable() {
        GeneratedSection section = new GeneratedSection("docs/security/engine-operations.md", "operations");
        List<String> lines =
                new ArrayList<>(List.of("| for | calls | where | who | answered by |", "|---|---|---|---|---|"));
        EngineOperations.ALL.forEach(operation -> lines.add(line(operation)));
        assertThat(section.asItIs()).isEqualTo(section.with(lines));
    }

    @Test
    void everyLineOpensItsOwnCallsAndNoneIsNamedTwice() {
        Set<String> named = new TreeSet<>();
        for (EngineOperation operation : EngineOperations.ALL) {
            for (String method : operation.methods()) {
                for (EngineOperation.Path path : operation.paths()) {
                    boolean tasklist = operation.mount() == Mount.TASKLIST;
                    String prefix = path.shown().startsWith("/camunda/") ? "!" : "";
                    String shown = prefix + path.shown().replace("**", "a/b.js").replace("*", "x:1:y");
                    EngineCall call = new EngineCall(method, shown, tasklist);
                    assertThat(EngineOperations.naming(call))
                            .as(call.toString())
                            .hasValue(operation);
                    assertThat(named.add(method + " " + path.shown())).isTrue();
                }
            }
        }
    }

    @Test
    void onlyOurDoorsChangeAnything() {
        Set<String> posted = EngineOperations.ALL.stream()
                .filter(operation -> operation.done() == Done.BY_OUR_DOOR)
                .flatMap(operation -> operation.paths().stream())
                .map(EngineOperation.Path::shown)
                .collect(Collectors.toSet());
        assertThat(posted)
                .containsExactlyInAnyOrder("/process-definition/key/*/start", "/task/*/claim", "/task/*/unclaim");
        assertThat(EngineOperations.ALL)
                .flatExtracting(EngineOperation::methods)
                .containsOnly("GET", "POST", "OPTIONS");
    }

    @Test
    @Requirement("AUT-03")
    void whoKeepsAccountsOrModelsSeesNoApproval() {
        for (Role role : EnumSet.of(Role.IT_ADMINISTRATOR, Role.PROCESS_ADMINISTRATOR)) {
            for (String path : List.of("/process-instance", "/variable-instance", "/history/task")) {
                EngineOperation operation = EngineOperations.naming(new EngineCall("GET", path, false))
                        .orElseThrow();
                assertThat(operation.isFor(Caller.person("somebody", null, null), () -> EnumSet.of(role)))
                        .as(role + " " + path)
                        .isFalse();
            }
        }
    }

    @Test
    @Requirement("IDN-01")
    void aProgramStartsAndNothingElse() {
        assertThat(EngineOperations.ALL.stream()
                        .filter(operation ->
                                operation.isFor(Caller.serviceAccount("lims", null), () -> EnumSet.allOf(Role.class))))
                .extracting(EngineOperation::purpose)
                .containsExactly("start an approval");
    }

    private static String line(EngineOperation operation) {
        String methods = operation.methods().stream().sorted().collect(Collectors.joining(", "));
        String paths =
                operation.paths().stream().map(path -> "`" + path.shown() + "`").collect(Collectors.joining(", "));
        return "| %s | %s %s | %s | %s | %s |"
                .formatted(
                        operation.purpose(),
                        methods,
                        paths,
                        switch (operation.mount()) {
                            case BOTH -> "both";
                            case PROGRAMS -> "`/engine-rest`";
                            case TASKLIST -> "Tasklist";
                        },
                        operation.shownParties(),
                        operation.done() == Done.BY_OUR_DOOR ? "our own door" : "the engine");
    }
}

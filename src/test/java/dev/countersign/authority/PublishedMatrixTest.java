package dev.countersign.authority;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.Requirement;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The matrix that is published is the one that is enforced, has a version, and is the one in the documents (AUT-01). */
@Requirement({"AUT-01", "AUT-03"})
class PublishedMatrixTest {

    /** Another matrix is another version: its digest is added here, and none is taken away. */
    private static final Map<Integer, String> DIGESTS =
            Map.of(1, "48ff4abdd702aadc06c1c78659812a5714962bf2b488e12aea80db3c61565c7b");

    private static final Path DOCUMENT = Path.of("docs", "security", "permission-matrix.md");
    private final PublishedMatrix matrix = PublishedMatrix.inForce();

    @Test
    void anotherMatrixIsAnotherVersion() {
        assertThat(DIGESTS).containsEntry(matrix.version(), matrix.digest().hex());
    }

    @Test
    void theDigestIsThatOfTheRest() {
        ObjectNode tree = (ObjectNode) CanonicalJson.parse(matrix.json());
        tree.remove("digest");

        assertThat(Digest.of(CanonicalJson.write(tree))).isEqualTo(matrix.digest());
    }

    @Test
    void everyRoleAndPermissionIsInItOnceAndNoCellIsAFormula() {
        List<String> lines = matrix.csv().lines().toList();

        assertThat(lines).hasSize(3 + Permission.values().length + NamedPermission.values().length);
        assertThat(lines.get(0))
                .contains(Arrays.stream(Role.values()).map(Role::code).toArray(String[]::new));
        assertThat(lines)
                .flatMap(line -> List.of(line.split(",")))
                .allMatch(cell -> cell.matches("\"?[ a-zA-Z0-9][ a-zA-Z0-9_-]*\"?"));
    }

    @Test
    void administratorsOfAccountsSignNothingAndReadNoRecord() {
        List<Role> keepAccounts = Arrays.stream(Role.values())
                .filter(role -> PermissionMatrix.of(role).contains(Permission.MANAGE_ACCOUNTS))
                .toList();

        assertThat(keepAccounts).containsExactly(Role.IT_ADMINISTRATOR).allSatisfy(role -> {
            assertThat(PermissionMatrix.signing(role).preset()).isEqualTo(Preset.NONE);
            assertThat(PermissionMatrix.of(role))
                    .doesNotContain(
                            Permission.READ_RECORDS,
                            Permission.DRAFT_RECORDS,
                            Permission.READ_AUDIT_TRAIL,
                            Permission.GRANT_SIGNATURE_AUTHORITY,
                            Permission.APPROVE_ROLES);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "approve_results,qa-manager",
        "sign_records,qa-manager qa-analyst production-manager process-administrator",
        "sign_analysis,qa-manager qa-analyst production-manager process-administrator",
        "review_data,qa-manager qa-analyst production-manager process-administrator",
        "generate_reports,qa-manager regulatory-auditor",
        "view_reports,qa-manager it-administrator regulatory-auditor",
        "configure_system,qa-manager it-administrator",
        "manage_workflows,process-administrator",
        "system_maintenance,qa-manager it-administrator",
        "user_management,it-administrator",
        "audit_access,qa-manager regulatory-auditor",
        "read_all_records,qa-manager qa-analyst production-manager regulatory-auditor",
        "export_audit_trails,qa-manager regulatory-auditor",
        "verify_compliance,qa-manager regulatory-auditor"
    })
    void theUsualNamesStandForWhatIsEnforced(String name, String roles) {
        assertThat(matrix.named())
                .filteredOn(one -> one.permission().code().equals(name))
                .singleElement()
                .satisfies(one ->
                        assertThat(one.roles().stream().map(Role::code)).containsExactlyInAnyOrder(roles.split(" ")));
        assertThat(NamedPermission.values()).hasSize(14);
    }

    @Test
    void theDocumentIsTheMatrix() throws IOException {
        String made = document();
        if (!Files.exists(DOCUMENT) || !Files.readString(DOCUMENT).equals(made)) {
            Files.writeString(Path.of("target", "permission-matrix.md"), made, UTF_8);
        }
        assertThat(DOCUMENT)
                .as("copy target/permission-matrix.md over it")
                .content(UTF_8)
                .isEqualTo(made);
    }

    private String document() {
        List<String> lines = new ArrayList<>(List.of(
                "# Permission matrix",
                "",
                "Which role may do and sign what (21 CFR 11.10(d), (g)). Made from the program that enforces it, and held"
                        + " equal by `PublishedMatrixTest`; `PermissionDoorsTest` knocks at a door for each permission with each role."
                        + " A running installation shows its own at `/authority/matrix`, `GET /api/authority/matrix` and"
                        + " `/api/authority/matrix.csv`.",
                "",
                "Version " + matrix.version() + ", SHA-256 of its canonical JSON without the digest `"
                        + matrix.digest().hex() + "`.",
                "",
                "## What roles let somebody sign",
                "",
                "As long as nobody decided over a person ([authority](../operations/authority.md)).",
                "",
                "| role | authority | record types |",
                "|---|---|---|"));
        matrix.signing()
                .forEach(one -> lines.add("| " + one.role().printedName() + " | `"
                        + one.extent().preset().code() + "` | "
                        + (one.extent().preset() == Preset.NONE
                                ? ""
                                : one.extent().types().isEmpty()
                                        ? "all"
                                        : one.extent().typesText().replace(",", ", "))
                        + " |"));
        lines.addAll(List.of("", "## Permissions by their usual names", "", head("permission, what it stands for")));
        lines.add(rule(2));
        matrix.named()
                .forEach(one -> lines.add("| `" + one.permission().code() + "` | "
                        + Stream.concat(
                                        one.permission().permissions().stream().map(Permission::name),
                                        one.permission().meanings().stream())
                                .map(word -> "`" + word.toLowerCase(Locale.ROOT) + "`")
                                .collect(Collectors.joining(", "))
                        + cells(one.roles(), Set.of())));
        lines.addAll(List.of("", "## What is asked for at each door", "", head("permission")));
        lines.add(rule(1));
        matrix.permissions()
                .forEach(one -> lines.add("| `" + one.code() + "`" + cells(one.roles(), one.someRecords())));
        lines.addAll(List.of("", "*some*: also where the role was given over some records alone, for those.", ""));
        return String.join("\n", lines);
    }

    private static String head(String first) {
        return "| " + String.join(" | ", first.split(", ")) + " | "
                + Arrays.stream(Role.values()).map(Role::printedName).collect(Collectors.joining(" | ")) + " |";
    }

    private static String rule(int first) {
        return "|" + "---|".repeat(first + Role.values().length);
    }

    private static String cells(Set<Role> roles, Set<Role> some) {
        return Arrays.stream(Role.values())
                .map(role -> roles.contains(role) ? some.contains(role) ? "yes, *some*" : "yes" : "")
                .collect(Collectors.joining(" | ", " | ", " |"));
    }
}

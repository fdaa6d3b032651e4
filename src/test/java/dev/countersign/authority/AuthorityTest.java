package dev.countersign.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.authority.Authority.Demanded;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Ledger.Filter;
import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;

@CountersignTest
class AuthorityTest {

    private static final Lineage EMPTY = new Lineage(Set.of(), Map.of());

    @Autowired
    Authority authority;

    @Autowired
    TestPeople people;

    @Autowired
    Ledger ledger;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "QA_MANAGER | READ_RECORDS DRAFT_RECORDS START_APPROVALS WITHDRAW_ANY_RECORD REASSIGN_TASKS READ_AUDIT_TRAIL PROOF_IDENTITY APPROVE_ROLES CERTIFY_ORGANISATION RECOVER_LOG READ_ALERTS HANDLE_ALERTS OPEN_ROTATION READ_MODELS REQUEST_ACCOUNTS REQUEST_SIGNATURE_AUTHORITY GRANT_SIGNATURE_AUTHORITY EXPORT_AUDIT_TRAIL VERIFY_COMPLIANCE DECLARE READ_TRAINING MANAGE_TRAINING",
                "QA_ANALYST | READ_RECORDS DRAFT_RECORDS START_APPROVALS READ_MODELS REQUEST_ACCOUNTS DECLARE",
                "PRODUCTION_MANAGER | READ_RECORDS DRAFT_RECORDS START_APPROVALS REQUEST_ACCOUNTS DECLARE",
                "REGULATORY_AUDITOR | READ_RECORDS READ_AUDIT_TRAIL EXPORT_AUDIT_TRAIL VERIFY_COMPLIANCE READ_ALERTS READ_MODELS READ_TRAINING",
                "IT_ADMINISTRATOR | MANAGE_ACCOUNTS READ_ALERTS HANDLE_ALERTS PROPOSE_ROTATION REQUEST_SIGNATURE_AUTHORITY",
                "PROCESS_ADMINISTRATOR | READ_MODELS CHANGE_MODELS BREAK_GLASS REQUEST_ACCOUNTS DECLARE"
            })
    @Requirement({"AUT-01", "AUT-03"})
    void eachRoleMayWhatTheMatrixSaysAndNothingElse(Role role, String permissions) {
        String person = people.somebody(role);
        EnumSet<Permission> held = EnumSet.allOf(Permission.class);
        held.removeIf(permission -> !authority.may(person, permission));

        assertThat(held)
                .extracting(Permission::name)
                .containsExactlyInAnyOrder(permissions == null ? new String[0] : permissions.split(" "));
    }

    @ParameterizedTest
    @EnumSource(Permission.class)
    void whoeverIsNotAPersonWithARoleMayNothing(Permission permission) {
        for (Caller caller : List.of(
                Caller.person(people.somebody(), "s", null),
                Caller.person("nobody", "s", null),
                Caller.serviceAccount("approver", null),
                Caller.system("x"),
                Caller.anonymous(null))) {
            assertThatThrownBy(() -> authority.require(caller, permission))
                    .isInstanceOfSatisfying(RefusedException.class, e -> {
                        assertThat(e.refusal().code()).isEqualTo("not-authorized");
                        assertThat(e.refusal().number()).isEqualTo("AUT-001");
                    });
        }
    }

    @Test
    @Requirement("AUT-04")
    void aRevokedRoleEndsAtOnceAndBothAreOnRecord() {
        String person = people.somebody(Role.QA_MANAGER);
        assertThat(authority.may(person, Permission.WITHDRAW_ANY_RECORD)).isTrue();

        authority.revoke(Caller.person("itadmin", "s", null), person, Role.QA_MANAGER, "left the department");

        assertThat(authority.may(person, Permission.WITHDRAW_ANY_RECORD)).isFalse();
        assertThat(authority.roles(person)).isEmpty();
        assertThat(authority.refusalToSign(person, demanded("approval", "qa-manager", List.of()), EMPTY))
                .isPresent();
        List<String> entries =
                ledger.search(new Filter(null, null, "itadmin", "role.revoked", null), 0, 5).items().stream()
                        .map(entry -> new String(entry.bytes(), StandardCharsets.UTF_8))
                        .toList();
        assertThat(entries).anyMatch(entry -> entry.contains(person) && entry.contains("left the department"));
        assertThatThrownBy(() -> authority.revoke(Caller.system("x"), person, Role.QA_MANAGER, "again"))
                .hasMessageContaining("AUT-008");
    }

    @Test
    void aGrantNeedsAPersonAndAReason() {
        assertThatThrownBy(() -> authority.grant(Caller.system("x"), "nobody", Role.QA_ANALYST, "why"))
                .hasMessageContaining("AUT-006");
        assertThatThrownBy(() -> authority.grant(Caller.system("x"), people.somebody(), Role.QA_ANALYST, " "))
                .hasMessageContaining("AUT-007");
    }

    @Test
    @Requirement({"AUT-03", "SIG-10"})
    void authorReviewerAndApproverMustDiffer() {
        String analyst = people.signer(Role.QA_ANALYST);
        String manager = people.signer(Role.QA_MANAGER);
        Lineage wroteAndReviewed = new Lineage(Set.of(manager), Map.of("review", Set.of(analyst)));

        assertThat(authority.refusalToSign(
                        analyst, demanded("review", "qa-analyst", List.of("author")), wroteAndReviewed))
                .isEmpty();
        assertThat(refusal(manager, "approval", "qa-manager", List.of("author", "review"), wroteAndReviewed))
                .satisfies(refusal -> assertThat(refusal.number()).isEqualTo("AUT-003"))
                .satisfies(refusal -> assertThat(refusal.detail())
                        .contains(manager, "wrote a version of this record", "Ask another QA Manager"));
        Lineage reviewedOnly = new Lineage(Set.of(), Map.of("review", Set.of(manager)));
        assertThat(refusal(manager, "approval", "qa-manager", List.of("author", "review"), reviewedOnly)
                        .detail())
                .contains("signed step review");
        assertThat(authority.refusalToSign(
                        manager, demanded("approval", "qa-manager", List.of("author")), reviewedOnly))
                .isEmpty();
    }

    @Test
    @Requirement("AUT-03")
    void theRoleOfTheStepIsDemanded() {
        String itAdministrator = people.somebody(Role.IT_ADMINISTRATOR);

        assertThat(refusal(itAdministrator, "review", "qa-analyst", List.of(), EMPTY)
                        .number())
                .isEqualTo("AUT-002");
        assertThat(refusal("nobody", "review", "qa-analyst", List.of(), EMPTY).number())
                .isEqualTo("AUT-005");
    }

    @Test
    void onlyAnAuthorSignsAsAuthor() {
        String author = people.signer(Role.QA_ANALYST);
        Lineage lineage = new Lineage(Set.of(author), Map.of());

        assertThat(authority.refusalToSign(author, demanded("author", "", List.of()), lineage))
                .isEmpty();
        assertThat(refusal(people.somebody(Role.QA_ANALYST), "author", "", List.of(), lineage)
                        .number())
                .isEqualTo("AUT-004");
    }

    private static Demanded demanded(String step, String role, List<String> independentOf) {
        return new Demanded(step, role, step, "batch-record", independentOf);
    }

    private Refusal refusal(String userId, String step, String role, List<String> independentOf, Lineage lineage) {
        Optional<Refusal> refusal = authority.refusalToSign(userId, demanded(step, role, independentOf), lineage);
        assertThat(refusal).isPresent();
        return refusal.orElseThrow();
    }
}

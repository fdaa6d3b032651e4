package dev.countersign.workflow;

import static dev.countersign.workflow.TestApprovals.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Ledger.Filter;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.Records;
import dev.countersign.signing.Presentation;
import dev.countersign.signing.Signatures;
import dev.countersign.signing.SigningRequest;
import dev.countersign.workflow.TestApprovals.Cast;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** A task goes to somebody else with a reason, and from whoever had it at once. */
@CountersignTest
@Requirement("WFL-07")
class ReassigningTest {

    @Autowired
    TestApprovals approvals;

    @Autowired
    Tasks tasks;

    @Autowired
    Signatures signatures;

    @Autowired
    Records records;

    @Autowired
    TestPeople people;

    @Autowired
    Ledger ledger;

    Cast cast;
    UUID recordId;
    String taskId;
    Caller manager;

    @BeforeEach
    void init() {
        cast = approvals.cast();
        recordId = approvals.startedByService().recordId();
        taskId = approvals.openTask(recordId).getId();
        manager = person(cast.manager());
    }

    @Test
    void theFormerAssigneesOpenPageSignsNothingAndTheNewOnesDoes() {
        tasks.claim(person(cast.analyst()), taskId);
        Presentation shown = tasks.presentation(person(cast.analyst()), taskId, Locale.ENGLISH);

        tasks.reassign(manager, taskId, cast.otherAnalyst(), "on leave from tomorrow on");

        refused("not-authorized", () -> sign(cast.analyst(), shown));
        assertThat(signatures.ofRecord(recordId)).isEmpty();
        assertThat(approvals.seenBy(cast.otherAnalyst(), recordId).canSign()).isTrue();
        sign(cast.otherAnalyst(), tasks.presentation(person(cast.otherAnalyst()), taskId, Locale.ENGLISH));
        assertThat(signatures.ofRecord(recordId)).singleElement().satisfies(signature -> assertThat(signature.userId())
                .isEqualTo(cast.otherAnalyst()));
    }

    @Test
    @Requirement({"AUD-01", "WFL-07"})
    void oldNewAndReasonAreOnRecord() {
        tasks.claim(person(cast.analyst()), taskId);
        tasks.reassign(manager, taskId, cast.otherAnalyst(), "on leave from tomorrow on");
        assertThat(
                        ledger
                                .search(new Filter(null, null, cast.manager(), "task.reassigned", null), 0, 50)
                                .items()
                                .stream()
                                .map(entry -> CanonicalJson.parse(new String(entry.bytes(), StandardCharsets.UTF_8)))
                                .filter(entry -> entry.path("subject").asText().equals("task:" + taskId)))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.at("/old/assignee").asText()).isEqualTo(cast.analyst());
                    assertThat(entry.at("/new/assignee").asText()).isEqualTo(cast.otherAnalyst());
                    assertThat(entry.path("reason").asText()).isEqualTo("on leave from tomorrow on");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   "})
    void withoutAReasonNothingIsReassigned(String reason) {
        tasks.claim(person(cast.analyst()), taskId);
        refused("reason-required", () -> tasks.reassign(manager, taskId, cast.otherAnalyst(), reason));
        assertThat(approvals.openTask(recordId).getAssignee()).isEqualTo(cast.analyst());
    }

    @Test
    @Requirement({"AUT-03", "WFL-07"})
    void whoeverGetsItCouldSignIt() {
        String production = people.somebody(Role.PRODUCTION_MANAGER);
        refused("not-authorized", () -> tasks.reassign(manager, taskId, production, "they are here"));
        refused("not-authorized", () -> tasks.reassign(manager, taskId, "nobody-at-all", "they are here"));
        // whoever wrote a version, or reviewed it, does not approve it
        UUID own = approvals.startedBy(cast.author()).recordId();
        approvals.approve(cast.author(), own);
        String review = approvals.openTask(own).getId();
        refused("not-authorized", () -> tasks.reassign(manager, review, cast.author(), "they know it best"));
        assertThat(approvals.openTask(own).getAssignee()).isNull();
    }

    @Test
    void theAuthorsOwnSignatureIsNobodyElses() {
        UUID own = approvals.startedBy(cast.author()).recordId();
        String authorship = approvals.openTask(own).getId();
        refused("not-authorized", () -> tasks.reassign(manager, authorship, cast.analyst(), "the author left"));
        assertThat(approvals.openTask(own).getAssignee()).isEqualTo(cast.author());
    }

    @Test
    @Requirement({"AUT-01", "WFL-07"})
    void onlyAQualityManagerReassigns() {
        for (Role role : Role.values()) {
            if (role != Role.QA_MANAGER) {
                Caller caller = person(people.somebody(role));
                refused("not-authorized", () -> tasks.reassign(caller, taskId, cast.otherAnalyst(), "because"));
            }
        }
        refused("not-authorized", () -> tasks.reassign(TestApprovals.LIMS, taskId, cast.otherAnalyst(), "because"));
        assertThat(approvals.openTask(recordId).getAssignee()).isNull();
    }

    @Test
    void aTaskIsNotGivenToWhoeverHasItNorAfterItEnded() {
        tasks.claim(person(cast.analyst()), taskId);
        refused("status-conflict", () -> tasks.reassign(manager, taskId, cast.analyst(), "once more"));
        approvals.approve(cast.analyst(), recordId);
        refused("task-completed", () -> tasks.reassign(manager, taskId, cast.otherAnalyst(), "too late"));
    }

    @Test
    @Requirement({"WFL-03", "WFL-07"})
    void reworkGoesToSomebodyWhoMayDraft() {
        UUID own = approvals.startedBy(cast.author()).recordId();
        approvals.reject(cast.author(), own, "seen a mistake");
        String rework = approvals.openTask(own).getId();
        String auditor = people.somebody(Role.REGULATORY_AUDITOR);
        refused("not-authorized", () -> tasks.reassign(manager, rework, auditor, "the author left"));
        tasks.reassign(manager, rework, cast.otherAnalyst(), "the author left");
        assertThatThrownBy(() -> approvals.revise(cast.author(), own)).isInstanceOf(RefusedException.class);
        approvals.revise(cast.otherAnalyst(), own);
    }

    private void sign(String userId, Presentation shown) {
        Digest version = records.latest(recordId).orElseThrow().sha256();
        tasks.sign(
                person(userId),
                taskId,
                new SigningRequest(true, null, version, shown.sha256(), null),
                Authenticator.PASSWORD.toCharArray(),
                Authenticator.freshCode(userId));
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(RefusedException.class, e -> assertThat(
                        e.refusal().code())
                .as(e.refusal().detail())
                .isEqualTo(code));
    }
}

package dev.countersign.signing;

import static dev.countersign.signing.TestCeremonies.caller;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestCaller;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.RecordStatus;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.records.TestRecords;
import dev.countersign.signing.SignaturePlan.Step;
import dev.countersign.signing.TestCeremonies.Team;
import dev.countersign.worm.WormStore;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * What is released when a model asks for signatures in another order, from other people or in another number than the record's plan
 * does: nothing. The signatures are true, each was allowed when it was made, and a model came to its end.
 */
@CountersignTest
@Requirement("WFL-11")
class ReleaseGateTest {

    private static final Step REVIEW = step("review", "qa-analyst", 1);
    private static final Step APPROVAL = step("approval", "qa-manager", 1);

    @Autowired
    private TestCeremonies ceremonies;

    @Autowired
    private TestPeople people;

    @Autowired
    private Signatures signatures;

    @Autowired
    private Records records;

    @Autowired
    private WormStore worm;

    @LocalServerPort
    private int port;

    private Team team;

    @BeforeEach
    void people() {
        team = ceremonies.team();
    }

    private static Step step(String code, String role, int count, String... independentOf) {
        return new Step(code, code, role, count, SignaturePolicy.ALWAYS, List.of(independentOf));
    }

    /** A version in review with a plan of its own. */
    private RecordVersion planned(Step... steps) {
        Caller author = caller(team.author());
        return ceremonies.in(() -> {
            RecordVersion version = records.append(
                    author,
                    records.validate(TestRecords.sop("SOP-" + UUID.randomUUID()).newVersion()));
            worm.appendSignaturePlan(SignaturePlanFormat.write(
                    worm.installation(),
                    version.recordId(),
                    SignaturePolicy.ofType("test"),
                    worm.now(),
                    List.of(steps)));
            records.moveTo(author, version.recordId(), 1, RecordStatus.IN_REVIEW, null);
            return version;
        });
    }

    @Test
    void refusesSignaturesInAnotherOrderThanThePlans() {
        RecordVersion version = planned(REVIEW, APPROVAL);
        ceremonies.approve(team.approver(), version, "approval");
        ceremonies.approve(team.reviewer(), version, "review");

        assertNotReleased(version, "is for step approval, not for review in this order");
    }

    @Test
    @Requirement("AUT-03")
    void refusesASignerWhoLaterHadTheHandTheStepMustNotHave() {
        String both = people.signer(Role.QA_ANALYST, Role.QA_MANAGER);
        RecordVersion version = planned(step("review", "qa-analyst", 1, "approval"), APPROVAL);
        ceremonies.approve(both, version, "review");
        ceremonies.approve(both, version, "approval");

        assertNotReleased(version, "is not independent of approval");
    }

    @Test
    void refusesMoreSignaturesThanThePlanNames() {
        String other = people.signer(Role.QA_MANAGER);
        RecordVersion version = planned(REVIEW, APPROVAL);
        ceremonies.approve(team.reviewer(), version, "review");
        ceremonies.approve(team.approver(), version, "approval");
        ceremonies.approve(other, version, "approval");

        assertNotReleased(version, "the plan names 2 signatures, the version bears 3");
    }

    @Test
    void demandsAsManyPeopleAsTheStepCounts() {
        String other = people.signer(Role.QA_ANALYST);
        RecordVersion version = planned(step("review", "qa-analyst", 2, "author"), APPROVAL);
        assertThat(signatures.planOf(version.recordId()).orElseThrow().steps())
                .extracting(Step::count)
                .containsExactly(2, 1);
        ceremonies.approve(team.reviewer(), version, "review");

        assertNotReleased(version, "step review has 1 of 2 signatures");
        assertThat(refused(() -> ceremonies.approve(team.reviewer(), version, "review"))
                        .number())
                .as("one person is one of the two")
                .isEqualTo("SIG-021");
        assertThat(verified(version).findValuesAsText("detail"))
                .anyMatch(detail -> detail.contains("step review of the plan is still to be signed"));

        ceremonies.approve(other, version, "review");
        ceremonies.approve(team.approver(), version, "approval");
        ceremonies.in(() -> {
            signatures.release(caller(team.approver()), version.recordId(), 1);
            return true;
        });
        assertThat(records.status(version.recordId())).isEqualTo(RecordStatus.EFFECTIVE);
        JsonNode verified = verified(version);
        assertThat(verified.path("state").asText()).as(verified.toString()).isEqualTo("VALID");
    }

    /** One of two, and the approval after it: an approval is not the second review. */
    @Test
    void countsNoSignatureOfAnotherStep() {
        RecordVersion version = planned(step("review", "qa-analyst", 2), APPROVAL);
        ceremonies.approve(team.reviewer(), version, "review");
        ceremonies.approve(team.approver(), version, "approval");

        assertNotReleased(version, "is for step approval, not for review in this order");
        assertThat(verified(version).findValuesAsText("detail"))
                .noneMatch(detail -> detail.contains("the version bears every signature of its plan"));
    }

    private JsonNode verified(RecordVersion version) {
        return TestCaller.person(port, team.author())
                .get("/api/records/" + version.recordId() + "/versions/1/verification")
                .json();
    }

    private void assertNotReleased(RecordVersion version, String why) {
        Refusal refused = refused(() -> ceremonies.in(() -> {
            signatures.release(caller(team.approver()), version.recordId(), 1);
            return true;
        }));
        assertThat(refused.code()).isEqualTo("signatures-missing");
        assertThat(refused.detail()).contains(why);
        assertThat(records.status(version.recordId())).isEqualTo(RecordStatus.IN_REVIEW);
    }

    private static Refusal refused(ThrowingCallable call) {
        return catchThrowableOfType(RefusedException.class, call).refusal();
    }
}

package dev.countersign.signing;

import static dev.countersign.signing.TestCeremonies.approval;
import static dev.countersign.signing.TestCeremonies.caller;
import static dev.countersign.signing.TestCeremonies.rejection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.identity.ProofOfPresence;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.RefusedException;
import dev.countersign.ledger.TestRecovery;
import dev.countersign.records.RecordStatus;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.records.TestRecords;
import dev.countersign.signing.TestCeremonies.Team;
import dev.countersign.worm.WormStore;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What is signed, by whom, and what is refused before anybody proves presence. */
@CountersignTest
class CeremonyTest {

    @Autowired
    private Signatures signatures;

    @Autowired
    private TestCeremonies ceremonies;

    @Autowired
    private Records records;

    @Autowired
    private WormStore worm;

    private Team team;

    @BeforeEach
    void people() {
        team = ceremonies.team();
    }

    @Test
    @Requirement({"SIG-03", "KEY-01"})
    void signsEverythingASignatureMustTell() {
        RecordVersion version = ceremonies.inReview(caller(team.author()));
        Signature authorship = ceremonies.approve(team.author(), version, "authorship");
        SigningTask task = ceremonies.task(version, "review", team.reviewer());
        Presentation shown = signatures.present(caller(team.reviewer()), task, Locale.ENGLISH);

        Signature signature = ceremonies.sign(team.reviewer(), task, approval(version));

        JsonNode statement = signature.statement();
        JsonNode intent = statement.get("intent");
        assertThat(intent.get("recordId").textValue())
                .isEqualTo(version.recordId().toString());
        assertThat(intent.get("version").intValue()).isEqualTo(1);
        assertThat(intent.get("versionSha256").textValue())
                .isEqualTo(version.sha256().hex());
        assertThat(intent.get("presentationSha256").textValue())
                .isEqualTo(shown.sha256().hex());
        assertThat(intent.get("taskId").textValue()).isEqualTo(task.taskId());
        assertThat(intent.at("/meaning/code").textValue()).isEqualTo("review");
        assertThat(intent.at("/meaning/sentence").textValue())
                .isEqualTo("I reviewed version 1 of this record and found it correct.");
        assertThat(statement.at("/signer/userId").textValue()).isEqualTo(team.reviewer());
        assertThat(statement.at("/signer/printedName").textValue()).startsWith("Person ");
        assertThat(statement.at("/signer/title").textValue()).isEqualTo("Tester");
        assertThat(statement.get("zone").textValue()).isEqualTo("Europe/Vienna");
        assertThat(statement.at("/authentication/components").toString()).isEqualTo("[\"password\",\"totp\"]");
        assertThat(statement.at("/process/0/definitionKey").textValue()).isEqualTo("record-approval");
        assertThat(statement.at("/earlierSignatures/0/signatureId").textValue())
                .isEqualTo(authorship.signatureId().toString());
        assertThat(statement.at("/earlierSignatures/0/statementSha256").textValue())
                .isEqualTo(authorship.statementSha256().hex());
        assertThat(worm.blob(shown.sha256()))
                .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(shown.bytes()));
    }

    @Test
    @Requirement("SIG-01")
    void showsWhatChangedSinceTheLastSignedVersion() {
        RecordVersion first = ceremonies.inReview(caller(team.author()), TestRecords.sop("SOP-7"));
        ceremonies.approve(team.author(), first, "authorship");
        ceremonies.sign(team.reviewer(), ceremonies.task(first, "review", team.reviewer()), rejection(first, "Scope."));
        RecordVersion second = ceremonies.revised(
                caller(team.author()),
                first,
                TestRecords.sop("SOP-7")
                        .because("Scope as reviewed.")
                        .changing(content -> content.put("scope", "All.")));

        JsonNode shown = signatures
                .present(caller(team.author()), ceremonies.task(second, "authorship", team.author()), Locale.ENGLISH)
                .tree();

        assertThat(shown.at("/differences/version").intValue()).isEqualTo(1);
        assertThat(shown.at("/differences/changes")).hasSize(1);
        assertThat(shown.at("/differences/changes/0/label").textValue()).isEqualTo("Scope");
        assertThat(shown.at("/differences/changes/0/after").textValue()).isEqualTo("All.");
        assertThat(shown.get("reasonForChange").textValue()).isEqualTo("Scope as reviewed.");
    }

    @Test
    @Requirement("SIG-01")
    void showsTheSameStateInTheSameBytes() {
        RecordVersion version = ceremonies.inReview(caller(team.author()));
        SigningTask task = ceremonies.task(version, "authorship", team.author());
        byte[] first =
                signatures.present(caller(team.author()), task, Locale.ENGLISH).bytes();
        assertThat(signatures
                        .present(caller(team.author()), task, Locale.ENGLISH)
                        .bytes())
                .isEqualTo(first);
        assertThat(CanonicalJson.write(CanonicalJson.parse(first))).isEqualTo(first);
    }

    @Test
    @Requirement("AUD-02")
    void refusesToSignIntoALogThatContradictsItsWitnesses(@Autowired TestRecovery recovery) {
        RecordVersion version = reviewable();
        SigningTask task = ceremonies.task(version, "review", team.reviewer());
        assertThat(signatures.refusalToSign(team.reviewer(), task)).isEmpty();
        recovery.during(() ->
                assertRefused("LED-007", "log-in-recovery", team.reviewer(), version, "review", approval(version)));
        assertThat(ceremonies.sign(team.reviewer(), task, approval(version)).approve())
                .isTrue();
    }

    @Test
    @Requirement("SIG-08")
    void refusesAnotherHashThanTheVersions() {
        RecordVersion version = reviewable();
        SigningRequest stale = new SigningRequest(true, null, Digest.of(new byte[] {1}), null, null);
        assertRefused("SIG-004", "record-changed", team.reviewer(), version, "review", stale);
    }

    @Test
    @Requirement("SIG-08")
    void refusesAVersionThatIsNoLongerTheNewest() {
        RecordVersion first = reviewable();
        SigningTask task = ceremonies.task(first, "review", team.reviewer());
        ceremonies.sign(team.reviewer(), task, rejection(first, "Wrong."));
        ceremonies.revised(
                caller(team.author()), first, TestRecords.testSuite("VP-2").because("Corrected."));
        assertRefused("SIG-003", "record-changed", team.reviewer(), first, "review", approval(first));
    }

    @Test
    @Requirement({"SIG-01", "SIG-08"})
    void refusesWhatWasShownBeforeSomebodyElseSigned() {
        RecordVersion version = ceremonies.inReview(caller(team.author()));
        SigningTask review = ceremonies.task(version, "review", team.reviewer());
        signatures.present(caller(team.reviewer()), review, Locale.ENGLISH);
        ceremonies.approve(team.author(), version, "authorship");
        assertThat(refusal(() -> signatures.intend(caller(team.reviewer()), review, approval(version))))
                .satisfies(refused -> {
                    assertThat(refused.number()).isEqualTo("SIG-005");
                    assertThat(refused.code()).isEqualTo("record-changed");
                });
    }

    @Test
    @Requirement("SIG-01")
    void refusesANamedPresentationThatIsNotTheCurrentOne() {
        RecordVersion version = reviewable();
        SigningRequest other = new SigningRequest(true, null, version.sha256(), Digest.of(new byte[] {2}), null);
        assertRefused("SIG-005", "record-changed", team.reviewer(), version, "review", other);
    }

    @Test
    @Requirement("SIG-04")
    void refusesAMeaningThatIsNotTheSteps() {
        RecordVersion version = reviewable();
        SigningRequest release = new SigningRequest(true, "release", version.sha256(), null, null);
        assertRefused("SIG-006", "meaning-not-allowed", team.reviewer(), version, "review", release);
        SigningRequest rejecting = new SigningRequest(false, "review", version.sha256(), null, "No.");
        assertRefused("SIG-006", "meaning-not-allowed", team.reviewer(), version, "review", rejecting);
    }

    @Test
    @Requirement("SIG-04")
    void refusesARejectionWithoutAReason() {
        RecordVersion version = reviewable();
        assertRefused("SIG-007", "reason-required", team.reviewer(), version, "review", rejection(version, "  "));
    }

    @Test
    @Requirement({"SIG-01", "SIG-04"})
    void refusesAReasonThatShowsAsSomethingElse() {
        RecordVersion version = reviewable();
        SigningRequest hiding = rejection(version, "ok \u202elortnoc\u202c");
        assertRefused("SIG-026", "reason-invalid", team.reviewer(), version, "review", hiding);
    }

    @Test
    void refusesATaskThatIsAssignedToSomebodyElse() {
        RecordVersion version = reviewable();
        SigningTask task = ceremonies.task(version, "review", team.reviewer());
        Refusal refused = refusal(() -> signatures.intend(caller(team.author()), task, approval(version)));
        assertThat(refused.number()).isEqualTo("SIG-008");
        assertThat(refused.detail()).contains(team.author(), team.reviewer());
    }

    @Test
    void letsOnlyTheAuthorSignAsAuthor() {
        RecordVersion version = ceremonies.inReview(caller(team.author()));
        assertRefused("SIG-009", "not-authorized", team.reviewer(), version, "authorship", approval(version));
    }

    @Test
    @Requirement("AUT-03")
    void refusesTheAuthorAsReviewerAndTheReviewerAsApprover(@Autowired TestPeople people) {
        RecordVersion version = ceremonies.inReview(caller(team.author()));
        assertNotIndependent(team.author(), version, "review", "wrote a version");
        ceremonies.approve(team.author(), version, "authorship");
        String both = people.signer(Role.QA_ANALYST, Role.QA_MANAGER);
        ceremonies.approve(both, version, "review");
        assertNotIndependent(both, version, "approval", "signed step review");
        assertThat(ceremonies.approve(team.approver(), version, "approval").approve())
                .isTrue();
    }

    private void assertNotIndependent(String person, RecordVersion version, String step, String because) {
        Refusal refused = refusal(() -> ceremonies.approve(person, version, step));
        assertThat(List.of(refused.number(), refused.code())).isEqualTo(List.of("AUT-003", "not-authorized"));
        assertThat(refused.detail()).contains(because);
    }

    @Test
    void letsNoProgramSign() {
        RecordVersion version = reviewable();
        SigningTask task = ceremonies.task(version, "review", null);
        Caller program = Caller.serviceAccount("lims", "127.0.0.1");
        assertThat(refusal(() -> signatures.intend(program, task, approval(version)))
                        .number())
                .isEqualTo("SIG-010");
    }

    @Test
    void asksNoAuthorToSignWhatAProgramWrote() {
        RecordVersion version = ceremonies.inReview(Caller.serviceAccount("lims", "127.0.0.1"));
        assertRefused("SIG-012", "not-authorized", team.author(), version, "authorship", approval(version));
    }

    @Test
    void letsNobodySignAStepTwice() {
        RecordVersion version = ceremonies.inReview(caller(team.author()));
        ceremonies.approve(team.author(), version, "authorship");
        assertRefused("SIG-021", "not-authorized", team.author(), version, "authorship", approval(version));
    }

    @Test
    @Requirement("WFL-11")
    void makesAFullySignedVersionEffective() {
        RecordVersion version = ceremonies.fullySigned();
        ceremonies.in(() -> {
            signatures.release(caller(team.approver()), version.recordId(), 1);
            return true;
        });
        assertThat(records.status(version.recordId())).isEqualTo(RecordStatus.EFFECTIVE);
    }

    @Test
    @Requirement("WFL-11")
    void releasesNothingThatLacksASignature() {
        RecordVersion version = ceremonies.inReview(caller(team.author()));
        ceremonies.approve(team.author(), version, "authorship");
        ceremonies.approve(team.reviewer(), version, "review");
        assertNotReleased(version, "step approval has 0 of 1");
    }

    @Test
    @Requirement("WFL-11")
    void releasesNothingThatWasRejected() {
        RecordVersion version = ceremonies.inReview(caller(team.author()));
        ceremonies.approve(team.author(), version, "authorship");
        ceremonies.sign(
                team.reviewer(), ceremonies.task(version, "review", team.reviewer()), rejection(version, "Wrong."));
        assertNotReleased(version, "rejects it");
    }

    /** The database cannot check Ed25519: a row the application role could make up must not release anything. */
    @Test
    @Requirement({"WFL-11", "SIG-06"})
    void releasesNothingOnASignatureThatTheKeyDidNotMake() {
        RecordVersion version = ceremonies.inReview(caller(team.author()));
        ceremonies.approve(team.author(), version, "authorship");
        ceremonies.approve(team.reviewer(), version, "review");
        Ceremony ceremony = signatures.intend(
                caller(team.approver()), ceremonies.task(version, "approval", team.approver()), approval(version));
        try (ProofOfPresence proof = ceremonies.prove(ceremony)) {
            ceremonies.in(() -> {
                signatures.open(ceremony, proof);
                signatures.authorise(ceremony.task());
                signatures.reauthenticate(ceremony.task());
                signatures.bind(ceremony.task());
                OpenCeremony.BoundSignature bound =
                        OpenCeremony.current().orElseThrow().bound();
                worm.appendSignature(ceremony.intent(), bound.statement(), new byte[64], bound.jws());
                return true;
            });
        }
        assertNotReleased(version, "does not verify with the key of " + team.approver());
    }

    private void assertNotReleased(RecordVersion version, String why) {
        Refusal refused = refusal(() -> ceremonies.in(() -> {
            signatures.release(caller(team.approver()), version.recordId(), version.version());
            return true;
        }));
        assertThat(refused.code()).isEqualTo("signatures-missing");
        assertThat(refused.detail()).contains(why);
        assertThat(records.status(version.recordId())).isEqualTo(RecordStatus.IN_REVIEW);
    }

    private RecordVersion reviewable() {
        RecordVersion version = ceremonies.inReview(caller(team.author()));
        ceremonies.approve(team.author(), version, "authorship");
        return version;
    }

    private void assertRefused(
            String number, String code, String person, RecordVersion version, String step, SigningRequest request) {
        SigningTask task = ceremonies.task(version, step, null);
        int before = signatures.ofRecord(version.recordId()).size();
        Refusal refused = refusal(() -> signatures.intend(caller(person), task, request));
        assertThat(List.of(refused.number(), refused.code())).isEqualTo(List.of(number, code));
        assertThat(signatures.ofRecord(version.recordId())).hasSize(before);
    }

    private static Refusal refusal(ThrowingCallable call) {
        @Nullable RefusedException refused = catchThrowableOfType(RefusedException.class, call);
        assertThat(refused).as("a refusal").isNotNull();
        return refused.refusal();
    }
}

package dev.countersign.signing;

import static dev.countersign.signing.TestCeremonies.approval;
import static dev.countersign.signing.TestCeremonies.caller;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.authority.Authority;
import dev.countersign.authority.Role;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.identity.ProofOfPresence;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.RecordVersion;
import dev.countersign.signing.TestCeremonies.Team;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** The transaction of a signature: its order, its single use, and what is left of it when it fails. */
@CountersignTest
@Requirement("SIG-08")
class OpenedCeremonyTest {

    @Autowired
    private Signatures signatures;

    @Autowired
    private TestCeremonies ceremonies;

    @Autowired
    private Abandonments abandonments;

    @Autowired
    private Ledger ledger;

    @Autowired
    private TestPeople people;

    @Autowired
    private Authority authority;

    @Autowired
    private JdbcTemplate database;

    private Team team;
    private RecordVersion version;
    private Ceremony ceremony;

    @BeforeEach
    void somebodyIsAboutToSign() {
        team = ceremonies.team();
        version = ceremonies.inReview(caller(team.author()));
        SigningTask task = ceremonies.task(version, "authorship", team.author());
        ceremony = signatures.intend(caller(team.author()), task, approval(version));
    }

    /** The steps in a wrong order, each as a model could call them. */
    enum WrongOrder {
        NO_AUTHORITY {
            @Override
            void run(Signatures signatures, SigningTask task) {
                signatures.reauthenticate(task);
            }
        },
        NO_REAUTHENTICATION {
            @Override
            void run(Signatures signatures, SigningTask task) {
                signatures.authorise(task);
                signatures.bind(task);
            }
        },
        NO_BINDING {
            @Override
            void run(Signatures signatures, SigningTask task) {
                signatures.authorise(task);
                signatures.reauthenticate(task);
                signatures.persist(task);
            }
        },
        TWICE_AUTHORISED {
            @Override
            void run(Signatures signatures, SigningTask task) {
                signatures.authorise(task);
                signatures.authorise(task);
            }
        },
        TWICE_BOUND {
            @Override
            void run(Signatures signatures, SigningTask task) {
                signatures.authorise(task);
                signatures.reauthenticate(task);
                signatures.bind(task);
                signatures.bind(task);
            }
        },
        TWICE_PERSISTED {
            @Override
            void run(Signatures signatures, SigningTask task) {
                signatures.authorise(task);
                signatures.reauthenticate(task);
                signatures.bind(task);
                signatures.persist(task);
                signatures.persist(task);
            }
        };

        abstract void run(Signatures signatures, SigningTask task);
    }

    @ParameterizedTest
    @EnumSource(WrongOrder.class)
    void refusesStepsOutOfOrder(WrongOrder order) {
        try (ProofOfPresence proof = ceremonies.prove(ceremony)) {
            assertRefused(
                    "SIG-016",
                    () -> ceremonies.in(() -> {
                        signatures.open(ceremony, proof);
                        order.run(signatures, ceremony.task());
                        return true;
                    }));
        }
        assertNothingSigned();
    }

    @Test
    void refusesEveryStepWithoutAnOpenedCeremony() {
        SigningTask task = ceremony.task();
        List<Runnable> steps = List.of(
                () -> signatures.authorise(task),
                () -> signatures.reauthenticate(task),
                () -> signatures.bind(task),
                () -> signatures.persist(task));
        for (Runnable step : steps) {
            assertRefused(
                    "SIG-014",
                    () -> ceremonies.in(() -> {
                        step.run();
                        return true;
                    }));
        }
    }

    @Test
    void refusesAnotherTaskStepOrVersionThanTheCeremonys() {
        SigningTask own = ceremony.task();
        List<SigningTask> others = List.of(
                new SigningTask("other", "x", own.recordId(), 1, own.planStep(), own.assignee(), own.path()),
                new SigningTask(own.taskId(), "x", own.recordId(), 1, "review", own.assignee(), own.path()),
                new SigningTask(own.taskId(), "x", own.recordId(), 2, own.planStep(), own.assignee(), own.path()),
                new SigningTask(own.taskId(), "x", UUID.randomUUID(), 1, own.planStep(), own.assignee(), own.path()));
        try (ProofOfPresence proof = ceremonies.prove(ceremony)) {
            for (SigningTask other : others) {
                assertRefused(
                        "SIG-015",
                        () -> ceremonies.in(() -> {
                            signatures.open(ceremony, proof);
                            signatures.authorise(other);
                            return true;
                        }));
            }
        }
        assertNothingSigned();
    }

    @Test
    void refusesATaskThatWasReassignedOrGivenBack() {
        SigningTask own = ceremony.task();
        try (ProofOfPresence proof = ceremonies.prove(ceremony)) {
            assertRefused("SIG-008", () -> authorised(proof, assigned(own, team.reviewer())));
            assertRefused("SIG-011", () -> authorised(proof, assigned(own, null)));
        }
        assertNothingSigned();
    }

    /** Authority is read in the signing transaction: what was taken away a moment ago is gone (T20). */
    @Test
    void refusesSomebodyWhoseRoleWasTakenAwayBetweenIntentAndSignature() {
        ceremonies.approve(team.author(), version, "authorship");
        String reviewer = people.signer(Role.QA_ANALYST);
        Ceremony review =
                signatures.intend(caller(reviewer), ceremonies.task(version, "review", reviewer), approval(version));
        try (ProofOfPresence proof = ceremonies.prove(review)) {
            authority.revoke(Caller.system("tests"), reviewer, Role.QA_ANALYST, "left the department");
            assertThatThrownBy(() -> ceremonies.complete(review, proof))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refused -> assertThat(refused.refusal().number()).startsWith("AUT-"));
        }
        assertThat(signatures.ofRecord(version.recordId())).hasSize(1);
    }

    @Test
    void refusesAProofForAnotherIntent() {
        Ceremony other = signatures.intend(caller(team.author()), ceremony.task(), approval(version));
        try (ProofOfPresence proof = ceremonies.prove(other)) {
            assertRefused("SIG-017", () -> ceremonies.complete(ceremony, proof));
        }
        assertNothingSigned();
    }

    @Test
    void opensNoCeremonyTwice() {
        try (ProofOfPresence proof = ceremonies.prove(ceremony)) {
            ceremonies.complete(ceremony, proof);
            assertRefused("SIG-013", () -> ceremonies.complete(ceremony, proof));
        }
        assertThat(signatures.ofRecord(version.recordId())).hasSize(1);
    }

    @Test
    void opensNoCeremonyThatIsTooOld() {
        expire();
        try (ProofOfPresence proof = ceremonies.prove(ceremony)) {
            assertRefused("SIG-013", () -> ceremonies.complete(ceremony, proof));
        }
        assertNothingSigned();
    }

    @Test
    @Requirement("SIG-05")
    void leavesNothingOfARolledBackSignatureAndSignsAtTheNextTryWithTheSameProof() {
        try (ProofOfPresence proof = ceremonies.prove(ceremony)) {
            assertThatThrownBy(() -> ceremonies.in(() -> {
                        signatures.open(ceremony, proof);
                        ceremonies.steps(ceremony.task());
                        assertThat(signatures.isPersistedFor(ceremony.task().taskId()))
                                .isTrue();
                        throw new IllegalStateException("the engine collided");
                    }))
                    .hasMessage("the engine collided");
            assertNothingSigned();
            assertThat(entries("record.signed")).isZero();
            assertThat(signatures.isOpenFor(ceremony.task().taskId())).isFalse();

            Signature signature = ceremonies.complete(ceremony, proof);

            assertThat(signatures.ofRecord(version.recordId()))
                    .extracting(Signature::signatureId)
                    .containsExactly(signature.signatureId());
            assertThat(entries("record.signed")).isOne();
        }
    }

    @Test
    @Requirement("SIG-05")
    void makesOneSignatureOfSixtyFourParallelUses() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(64);
        try (ProofOfPresence proof = ceremonies.prove(ceremony)) {
            Callable<Boolean> use = () -> {
                try {
                    ceremonies.complete(ceremony, proof);
                    return true;
                } catch (RefusedException e) {
                    assertThat(e.refusal().number()).isEqualTo("SIG-013");
                    return false;
                }
            };
            List<Callable<Boolean>> uses = new ArrayList<>();
            for (int number = 0; number < 64; number++) {
                uses.add(use);
            }
            int signed = 0;
            for (Future<Boolean> used : threads.invokeAll(uses)) {
                signed += used.get() ? 1 : 0;
            }
            assertThat(signed).isOne();
        } finally {
            threads.shutdownNow();
        }
        assertThat(signatures.ofRecord(version.recordId())).hasSize(1);
        assertThat(entries("record.signed")).isOne();
    }

    @Test
    @Requirement("SIG-07")
    void keepsABurntCeremonyOnRecordOnceAndForEver() {
        signatures.burn(ceremony, SigningRefusal.NOT_PRESENT.refusal());
        signatures.burn(ceremony, SigningRefusal.NOT_PRESENT.refusal());
        assertThat(entries("signing.ceremony-burnt")).isOne();
        try (ProofOfPresence proof = ceremonies.prove(ceremony)) {
            assertRefused("SIG-013", () -> ceremonies.complete(ceremony, proof));
        }
    }

    @Test
    @Requirement("SIG-07")
    void keepsAnAbandonedCeremonyOnRecordOnceHoweverManyNodesLook() throws Exception {
        expire();
        ExecutorService nodes = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Object>> sweeps = new ArrayList<>();
            for (int node = 0; node < 4; node++) {
                sweeps.add(Executors.callable(abandonments::sweep));
            }
            for (Future<Object> sweep : nodes.invokeAll(sweeps)) {
                sweep.get();
            }
        } finally {
            nodes.shutdownNow();
        }
        assertThat(entries("signing.ceremony-abandoned")).isOne();
    }

    @Test
    @Requirement("SIG-07")
    void keepsOnRecordThatSomebodyLookedAndDidNotSign() {
        signatures.present(caller(team.author()), ceremony.task(), Locale.ENGLISH);
        database.update(
                "UPDATE app.presentation_showing SET shown_at = shown_at - interval '1 day' WHERE task_id = ?",
                ceremony.task().taskId());
        abandonments.sweep();
        abandonments.sweep();
        assertThat(entries("signing.presentation-shown")).isOne();
        assertThat(entries("signing.presentation-abandoned")).isOne();
    }

    @Test
    @Requirement("SIG-07")
    void doesNotCallASignedPresentationAbandoned() {
        signatures.present(caller(team.author()), ceremony.task(), Locale.ENGLISH);
        ceremonies.sign(team.author(), ceremony.task(), approval(version));
        database.update(
                "UPDATE app.presentation_showing SET shown_at = shown_at - interval '1 day' WHERE task_id = ?",
                ceremony.task().taskId());
        abandonments.sweep();
        assertThat(entries("signing.presentation-abandoned")).isZero();
    }

    private void authorised(ProofOfPresence proof, SigningTask task) {
        ceremonies.in(() -> {
            signatures.open(ceremony, proof);
            signatures.authorise(task);
            return true;
        });
    }

    private static SigningTask assigned(SigningTask task, @Nullable String assignee) {
        return new SigningTask(
                task.taskId(),
                task.taskName(),
                task.recordId(),
                task.version(),
                task.planStep(),
                assignee,
                task.path());
    }

    private void expire() {
        database.update(
                "UPDATE app.ceremony SET expires_at = clock_timestamp() - interval '1 second' WHERE ceremony_id = ?",
                ceremony.ceremonyId());
    }

    private long entries(String type) {
        return ledger.ofRecord(version.recordId()).stream()
                .filter(entry -> type.equals(
                        CanonicalJson.parse(entry.bytes()).path("type").textValue()))
                .count();
    }

    private void assertNothingSigned() {
        assertThat(signatures.ofRecord(version.recordId())).isEmpty();
    }

    private static void assertRefused(String number, Runnable attempt) {
        assertThatThrownBy(attempt::run).isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(
                        refused.refusal().number())
                .isEqualTo(number));
    }
}

package dev.countersign.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClock;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.crypto.Digest;
import dev.countersign.identity.ProofOfPresence;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import dev.countersign.signing.SigningList.Outcome;
import dev.countersign.signing.SigningList.State;
import dev.countersign.signing.SigningLists.Chosen;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Places of a list attacked past every page: each is used once, for its own record, with its own list's proof, or not at all (WFL-08, SIG-08). */
@CountersignTest
@Requirement({"WFL-08", "SIG-08"})
class SigningListsTest {

    @Autowired
    private SigningLists lists;

    @Autowired
    private Signatures signatures;

    @Autowired
    private TestLists testLists;

    @Autowired
    private TestCeremonies ceremonies;

    @Autowired
    private Abandonments abandonments;

    @Autowired
    private TestPeople people;

    @Autowired
    private JdbcTemplate database;

    private Caller reviewer;
    private List<SigningTask> tasks;
    private SigningList list;

    @BeforeEach
    void aListWasShown() {
        reviewer = TestCeremonies.caller(people.signer(Role.QA_ANALYST));
        tasks = testLists.reviews(reviewer.actorId(), 3);
        list = testLists.opened(reviewer, tasks);
    }

    @Test
    void aPlaceIsUsedOnce() {
        try (ProofOfPresence proof = begun()) {
            Ceremony first = lists.intend(reviewer, tasks.get(0), list, 1, proof);
            assertThatThrownBy(() -> lists.intend(reviewer, tasks.get(0), list, 1, proof))
                    .isInstanceOf(DataIntegrityViolationException.class)
                    .hasMessageContaining("list_position");
            ceremonies.complete(first, proof);
            assertRefused("SIG-013", () -> ceremonies.complete(first, proof));
        }
        assertThat(signed()).isOne();
    }

    @Test
    void theDatabaseTakesNoCeremonyOfAPlaceForAnotherRecord() {
        try (ProofOfPresence proof = begun()) {
            lists.intend(reviewer, tasks.get(0), list, 1, proof);

            assertThatThrownBy(() -> database.update(
                            "UPDATE app.ceremony SET record_id = ? WHERE list_id = ?",
                            tasks.get(1).recordId(),
                            list.listId()))
                    .isInstanceOf(DataIntegrityViolationException.class);
            assertThatThrownBy(() -> database.update(
                            "UPDATE app.ceremony SET list_position = 2 WHERE list_id = ?", list.listId()))
                    .isInstanceOf(DataIntegrityViolationException.class);
        }
    }

    @Test
    void aPlaceIsOfItsOwnTaskRecordAndVersionAlone() {
        SigningTask foreign = testLists.reviews(reviewer.actorId(), 1).get(0);
        try (ProofOfPresence proof = begun()) {
            assertRefused("SIG-038", () -> lists.intend(reviewer, tasks.get(1), list, 1, proof));
            assertRefused("SIG-038", () -> lists.intend(reviewer, foreign, list, 1, proof));
            assertRefused("SIG-038", () -> lists.intend(reviewer, tasks.get(0), list, 0, proof));
            assertRefused("SIG-038", () -> lists.intend(reviewer, tasks.get(0), list, 4, proof));
        }
        assertThat(signed()).isZero();
    }

    @Test
    void theProofIsOfItsListAndOfOneIntentForEachPlace() {
        SigningList other = testLists.opened(reviewer, testLists.reviews(reviewer.actorId(), 1));
        try (ProofOfPresence proof = begun();
                ProofOfPresence others = testLists.prove(reviewer, other)) {
            Ceremony first = lists.intend(reviewer, tasks.get(0), list, 1, proof);
            assertRefused("SIG-017", () -> ceremonies.complete(first, others));
            ceremonies.complete(first, proof);
            Ceremony second = lists.intend(reviewer, tasks.get(1), list, 2, proof);
            Ceremony twisted = new Ceremony(
                    second.ceremonyId(),
                    second.caller(),
                    second.task(),
                    second.request(),
                    second.versionSha256(),
                    second.intent(),
                    second.intentSha256(),
                    second.risk(),
                    new ListPlace(list.listId(), list.sha256(), 3, 1));
            assertRefused("SIG-017", () -> ceremonies.complete(twisted, proof));
            assertThat(proof.isFor(
                            reviewer.actorId(),
                            "session-of-" + reviewer.actorId(),
                            "signing-list:" + list.listId(),
                            list.sha256(),
                            TestClock.now()))
                    .as("good for no signature alone")
                    .isFalse();
        }
        assertThat(signed()).isOne();
    }

    @Test
    void theProofOfOneSignatureSignsNoPlace() {
        SigningTask alone = testLists.reviews(reviewer.actorId(), 1).get(0);
        Ceremony single =
                signatures.intend(reviewer, alone, TestCeremonies.approval(ceremonies.version(alone.recordId())));
        try (ProofOfPresence proof = begun();
                ProofOfPresence one = ceremonies.prove(single)) {
            Ceremony first = lists.intend(reviewer, tasks.get(0), list, 1, proof);
            assertRefused("SIG-017", () -> ceremonies.complete(first, one));
        }
        assertThat(signed()).isZero();
    }

    @Test
    void aListIsProvedOnceAndNotBeforeItIs() {
        try (ProofOfPresence proof = testLists.prove(reviewer, list)) {
            assertRefused("SIG-039", () -> lists.intend(reviewer, tasks.get(0), list, 1, proof));
            assertThat(lists.begin(reviewer, list, proof)).isTrue();
            assertThat(lists.begin(reviewer, list, proof)).isFalse();
            lists.end(reviewer, list);
            assertRefused("SIG-039", () -> lists.intend(reviewer, tasks.get(0), list, 1, proof));
        }
    }

    @Test
    void aRecordThatChangedSinceTheListWasShownIsNotSignedWhateverIsOpenedAnew() {
        ceremonies.approve(
                people.signer(Role.QA_ANALYST), ceremonies.version(tasks.get(0).recordId()), "review");
        signatures.present(reviewer, tasks.get(0), Locale.ENGLISH);
        try (ProofOfPresence proof = begun()) {
            assertRefused("SIG-037", () -> lists.intend(reviewer, tasks.get(0), list, 1, proof));
            testLists.sign(reviewer, tasks.get(1), list, 2, proof);
        }
        assertThat(signed()).isOne();
    }

    @Test
    void theTimeOfAProofIsShortAndEndsTheList() {
        try (ProofOfPresence proof = begun()) {
            assertThat(Duration.between(proof.provedAt(), proof.validUntil()))
                    .isLessThanOrEqualTo(Duration.ofSeconds(30 + 3));
            database.update(
                    "UPDATE app.signing_list SET valid_until = clock_timestamp() - interval '1 second' WHERE list_id = ?",
                    list.listId());
            assertRefused("SIG-039", () -> lists.intend(reviewer, tasks.get(0), list, 1, proof));
        }
        assertThat(lists.find(reviewer, list.listId()).items())
                .allSatisfy(item -> assertThat(item.outcome()).isEqualTo(Outcome.NOT_REACHED));
    }

    /** The process is cut in the transaction of the second record: after its signature was appended, before anything was committed. */
    @Test
    void whatIsCutInBetweenLeavesWholeSignaturesAndNothingHalf() {
        try (ProofOfPresence proof = begun()) {
            testLists.sign(reviewer, tasks.get(0), list, 1, proof);
            Ceremony second = lists.intend(reviewer, tasks.get(1), list, 2, proof);
            assertThatThrownBy(() -> ceremonies.in(() -> {
                        signatures.open(second, proof);
                        ceremonies.steps(tasks.get(1));
                        throw new IllegalStateException("cut");
                    }))
                    .hasMessage("cut");
        }
        assertThat(signed()).isOne();
        assertThat(signatures.ofRecord(tasks.get(1).recordId())).hasSize(1);
        assertThat(lists.find(reviewer, list.listId()).state()).isEqualTo(State.SIGNING);

        database.update(
                "UPDATE app.signing_list SET valid_until = valid_until - interval '1 hour' WHERE list_id = ?",
                list.listId());
        abandonments.sweep();

        SigningList ended = lists.find(reviewer, list.listId());
        assertThat(ended.state()).isEqualTo(State.ENDED);
        assertThat(ended.items())
                .extracting(SigningList.Item::outcome)
                .containsExactly(Outcome.SIGNED, Outcome.NOT_REACHED, Outcome.NOT_REACHED);
        assertThat(told("signing.list-ended")).isOne();
        SigningList anew = testLists.opened(reviewer, tasks.subList(1, 3));
        assertThat(anew.isReady()).isTrue();
    }

    @Test
    void nobodyElseFindsIt() {
        Caller other = TestCeremonies.caller(people.signer(Role.QA_ANALYST));

        assertRefused("SIG-034", () -> lists.find(other, list.listId()));
        assertRefused("SIG-034", () -> lists.find(reviewer, UUID.randomUUID()));
        assertRefused("SIG-035", () -> lists.demandOpen(reviewer, list.listId(), tasksHash()));
    }

    @Test
    void oneListIsOfOneMeaningAndOfWhatTheCallerMaySign() {
        SigningTask own = ceremonies.task(
                ceremonies.inReview(TestCeremonies.caller(reviewer.actorId())), "authorship", reviewer.actorId());
        assertRefused("SIG-029", () -> show(own));
        SigningTask mine = ceremonies.task(
                ceremonies.inReview(TestCeremonies.caller(reviewer.actorId())), "review", reviewer.actorId());
        assertThatThrownBy(() -> show(mine)).isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(
                        refused.refusal().code())
                .isEqualTo("not-authorized"));
    }

    private SigningList show(SigningTask task) {
        return lists.show(reviewer, List.of(new Chosen(task, null)), Locale.ENGLISH);
    }

    private Digest tasksHash() {
        return Digest.of(new byte[] {1});
    }

    private ProofOfPresence begun() {
        ProofOfPresence proof = testLists.prove(reviewer, list);
        assertThat(lists.begin(reviewer, list, proof)).isTrue();
        return proof;
    }

    private static void assertRefused(String rule, ThrowingCallable attempt) {
        assertThatThrownBy(attempt).isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(
                        refused.refusal().number())
                .isEqualTo(rule));
    }

    private int signed() {
        return database.queryForObject(
                "SELECT count(*) FROM worm.signature WHERE signer_id = ?", Integer.class, reviewer.actorId());
    }

    private int told(String type) {
        return database.queryForObject(
                "SELECT count(*) FROM worm.audit_entry WHERE type = ? AND actor_id = ?",
                Integer.class,
                type,
                reviewer.actorId());
    }
}

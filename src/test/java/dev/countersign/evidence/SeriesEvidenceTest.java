package dev.countersign.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClock;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.evidence.verify.BundleVerifier;
import dev.countersign.evidence.verify.BundleVerifier.Verdict;
import dev.countersign.evidence.verify.Checks;
import dev.countersign.evidence.verify.Report;
import dev.countersign.identity.Presence;
import dev.countersign.identity.PresenceAttempt;
import dev.countersign.identity.ProofOfPresence;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.RecordVersion;
import dev.countersign.signing.Ceremony;
import dev.countersign.signing.Signature;
import dev.countersign.signing.Signatures;
import dev.countersign.signing.SigningTask;
import dev.countersign.signing.TestCeremonies;
import dev.countersign.worm.StoreReading;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** A later signature of a series, from the store to the inspector's desk: every verifier demands the series, and names what does not hold. */
@CountersignTest
@TestInstance(Lifecycle.PER_CLASS)
@Requirement({"SIG-02", "CPY-02", "CPY-03"})
class SeriesEvidenceTest {

    @Autowired
    private TestCeremonies ceremonies;

    @Autowired
    private TestPeople people;

    @Autowired
    private TestExports exports;

    @Autowired
    private Signatures signatures;

    @Autowired
    private Presence presence;

    @Autowired
    private Evidence evidence;

    @Autowired
    private DataSource dataSource;

    private final ShellVerifiers shell = new ShellVerifiers();
    private RecordVersion version;
    private Signature first;
    private Signature later;
    private TestBundle bundle;

    /** The series is ended afterwards: the signature stays valid. */
    @BeforeAll
    void somebodySignsInASeries() {
        Caller author = TestCeremonies.caller(people.signer(Role.QA_ANALYST));
        RecordVersion other = ceremonies.inReview(author);
        first = ceremonies.sign(
                author.actorId(),
                ceremonies.task(other, "authorship", author.actorId()),
                TestCeremonies.approval(other));
        version = ceremonies.inReview(author);
        later = signAlone(author, version);
        signatures.endSeries(author);
        bundle = TestBundle.of(exports.bundle(version, 1));
        broken().forEach((name, damage) -> shell.begin(name, () -> damage.apply(bundle), null));
        shell.begin("whole", () -> bundle, exports.trust());
    }

    private Signature signAlone(Caller author, RecordVersion what) {
        SigningTask task = ceremonies.task(what, "authorship", author.actorId());
        Ceremony ceremony = signatures.intend(author, task, TestCeremonies.approval(what));
        try (PresenceAttempt attempt = presence.attempt(author, task.taskId(), Authenticator.PASSWORD.toCharArray());
                ProofOfPresence proof = attempt.prove(ceremony.intentSha256(), signatures.place(ceremony))) {
            return ceremonies.complete(ceremony, proof);
        }
    }

    @Test
    void theProgramTheShellAndTheStoreCheckIt() {
        Verdict verdict = verify(bundle);
        assertThat(verdict.holds()).as(verdict.failure().toString()).isTrue();
        assertThat(verdict.report().checks())
                .extracting(Report.Check::name)
                .contains(check("components"), check("series"));
        assertThat(evidence.verify(version.recordId(), 1).checks())
                .filteredOn(one -> one.name().startsWith(check("")))
                .extracting(Report.Check::name)
                .contains(check("series"), check("first of the series"));
        assertThat(evidence.verify(version.recordId(), 1).checks())
                .filteredOn(one -> one.name().contains("series"))
                .allSatisfy(one -> assertThat(one.result()).isEqualTo(Report.Result.PASSED));
        assertThat(signatures.faultOf(later.signatureId())).isEmpty();
        assertThat(shell.answer("whole").text()).contains("ok      " + check("series"));
        assertThat(shell.answer("whole").code()).isZero();
    }

    @Test
    void theBundleTellsNothingOfTheRecordThatTheSeriesBeganWith() {
        assertThat(bundle.names(".*").stream()
                        .map(name -> new String(bundle.file(name), java.nio.charset.StandardCharsets.ISO_8859_1)))
                .noneMatch(text -> text.contains(first.recordId().toString()));
    }

    @Test
    @Requirement("WRM-03")
    void theVerificationOfTheWholeStoreChecksItToo() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            ScannedStore store = new ScannedStore(StoreReading.begin(connection));
            assertThat(Checks.ofVersion(store.versionsOf(version.recordId().toString())
                                    .get(0))
                            .checks())
                    .filteredOn(one -> one.name().contains("series"))
                    .hasSize(2)
                    .allSatisfy(one -> assertThat(one.result()).isEqualTo(Report.Result.PASSED));
            connection.rollback();
        }
    }

    @Test
    void theSeriesThatItsOwnerEndedTakesNoMore() {
        Caller author = TestCeremonies.caller(later.userId());
        RecordVersion next = ceremonies.inReview(author);

        assertThatThrownBy(() -> signAlone(author, next))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("all-components-required"));
    }

    /** The tests' settings ask for a fresh session in that network. */
    @Test
    @Requirement("IDN-07")
    void whereMoreIsAskedForOneComponentIsNeverEnough() {
        String person = people.signer(Role.QA_ANALYST);
        Caller there = Caller.person(person, "session-of-" + person, "198.18.3.7")
                .arrived(new Caller.Arrival(TestClock.now(), true));
        RecordVersion begun = ceremonies.inReview(there);
        Ceremony beginning =
                signatures.intend(there, ceremonies.task(begun, "authorship", person), TestCeremonies.approval(begun));
        try (ProofOfPresence proof = ceremonies.prove(beginning)) {
            ceremonies.complete(beginning, proof);
        }
        RecordVersion next = ceremonies.inReview(there);

        SigningTask task = ceremonies.task(next, "authorship", person);
        assertThat(signatures.series(there, task)).as("what the page shows").isEmpty();
        assertThatThrownBy(() -> signAlone(there, next))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("all-components-required"));
    }

    Map<String, Function<TestBundle, TestBundle>> broken() {
        Map<String, Function<TestBundle, TestBundle>> all = new LinkedHashMap<>();
        all.put("components: no series", stated(authentication -> authentication.remove("series")));
        all.put("components: the first of its series", series(series -> series.put("position", 1)));
        all.put("components: one too many", series(series -> series.put("position", 101)));
        all.put("components: a day later", series(series -> series.put("begunAt", "2020-01-01T00:00:00.000000Z")));
        all.put("components: for a release", one -> Forgery.of(one)
                .intents(intent -> ((ObjectNode) intent.get("meaning")).put("code", "release"))
                .make());
        all.put("series: of another beginning", series(series -> series.put("firstStatementSha256", "ab".repeat(32))));
        all.put("series: begun by somebody else", begun(entry -> ((ObjectNode) entry.get("actor"))
                .put("id", "another")));
        all.put("series: by another key", begun(entry -> told(entry)
                .put("keyId", UUID.randomUUID().toString())));
        all.put(
                "series: begun with one component",
                begun(entry -> told(entry).putArray("components").add("password")));
        all.put("series: begun later", begun(entry -> entry.put("time", "2099-01-01T00:00:00.000000Z")));
        all.put("series: ended before", one -> Forgery.of(one)
                .entries(entry -> {
                    if (entry.path("type").asText().equals("signing.series-ended")) {
                        entry.put("time", "2001-01-01T00:00:00.000000Z");
                    }
                })
                .make());
        all.put(
                "enrolled before use: logged last",
                one -> Forgery.of(one).certificatesLast().make());
        return all;
    }

    String[] names() {
        return broken().keySet().toArray(String[]::new);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void theProgramAndTheShellNameWhatDoesNotHold(String name) {
        String expected = name.substring(0, name.indexOf(':'));
        assertThat(verify(broken().get(name).apply(bundle)).failure())
                .hasValueSatisfying(check -> assertThat(check.name()).endsWith(expected));
        ShellVerifier.Answer answer = shell.answer(name);
        assertThat(answer.lastLine())
                .as(answer.text())
                .startsWith("NOT VERIFIED: ")
                .endsWith(expected);
    }

    private static Function<TestBundle, TestBundle> stated(Consumer<ObjectNode> change) {
        return one -> Forgery.of(one)
                .statements(statement -> change.accept((ObjectNode) statement.get("authentication")))
                .make();
    }

    private static Function<TestBundle, TestBundle> series(Consumer<ObjectNode> change) {
        return stated(authentication -> change.accept((ObjectNode) authentication.get("series")));
    }

    private static Function<TestBundle, TestBundle> begun(Consumer<ObjectNode> change) {
        return one -> Forgery.of(one)
                .entries(entry -> {
                    if (entry.path("type").asText().equals("signing.series-begun")) {
                        change.accept(entry);
                    }
                })
                .make();
    }

    private static ObjectNode told(ObjectNode entry) {
        return (ObjectNode) entry.get("new");
    }

    private String check(String name) {
        return "signature " + later.signatureId() + ": " + name;
    }

    private static Verdict verify(TestBundle bundle) {
        return BundleVerifier.verify(ByteBuffer.wrap(bundle.zip()), null);
    }
}

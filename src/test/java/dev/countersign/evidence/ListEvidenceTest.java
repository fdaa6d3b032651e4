package dev.countersign.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.SoftwareAuthenticator;
import dev.countersign.TestPasskeys;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.crypto.Digest;
import dev.countersign.evidence.verify.BundleVerifier;
import dev.countersign.evidence.verify.BundleVerifier.Verdict;
import dev.countersign.evidence.verify.Checks;
import dev.countersign.evidence.verify.Report;
import dev.countersign.passkeys.Site;
import dev.countersign.records.RecordVersion;
import dev.countersign.signing.Signature;
import dev.countersign.signing.Signatures;
import dev.countersign.signing.SigningTask;
import dev.countersign.signing.TestCeremonies;
import dev.countersign.signing.TestLists;
import dev.countersign.worm.StoreReading;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

/** A signature made over a list, from the store to the inspector's desk: every verifier demands list and place, and names what does not hold. */
@CountersignTest
@TestInstance(Lifecycle.PER_CLASS)
@Requirement({"WFL-08", "CPY-02", "CPY-03"})
class ListEvidenceTest {

    private static final String ORIGIN = "http://localhost:8081";

    @Autowired
    private TestCeremonies ceremonies;

    @Autowired
    private TestLists lists;

    @Autowired
    private TestPeople people;

    @Autowired
    private TestPasskeys testPasskeys;

    @Autowired
    private TestExports exports;

    @Autowired
    private Signatures signatures;

    @Autowired
    private Evidence evidence;

    @Autowired
    private DataSource dataSource;

    private final ShellVerifiers shell = new ShellVerifiers();
    private List<SigningTask> tasks;
    private RecordVersion version;
    private Signature authored;
    private Signature listed;
    private TestBundle bundle;
    private Signature byPasskey;
    private TestBundle passkeyBundle;

    @BeforeAll
    void somebodySignsAListOfThree() {
        String reviewer = people.signer(Role.QA_ANALYST);
        tasks = lists.reviews(reviewer, 3);
        listed = lists.signed(reviewer, tasks).get(1);
        version = ceremonies.version(listed.recordId());
        authored = signatures.ofRecord(version.recordId()).get(0);
        bundle = TestBundle.of(exports.bundle(version, 1));
        broken().forEach((name, damage) -> shell.begin(name, () -> damage.apply(bundle), null));
        shell.begin("whole", () -> bundle, exports.trust());
        String another = people.signer(Role.QA_ANALYST);
        SoftwareAuthenticator authenticator = testPasskeys.registered(another, ORIGIN);
        byPasskey = lists.signed(another, lists.reviews(another, 2), authenticator, Site.of(ORIGIN))
                .get(1);
        passkeyBundle = TestBundle.of(exports.bundle(ceremonies.version(byPasskey.recordId()), 1));
        shell.begin("passkey", () -> passkeyBundle, exports.trust());
        shell.begin("passkey: another list", () -> ofAnotherList(passkeyBundle), null);
    }

    /** The list and whatever names it made anew, but not what the passkey answered to. */
    private TestBundle ofAnotherList(TestBundle one) {
        TestBundle changed = one.changing(path(byPasskey, "list"), list -> list.put("reading", "summary"));
        String sha256 = Digest.of(changed.file(path(byPasskey, "list"))).hex();
        return Forgery.of(changed)
                .intents(intent -> {
                    if (intent.has("batch")) {
                        ((ObjectNode) intent.get("batch")).put("listSha256", sha256);
                    }
                })
                .make();
    }

    @Test
    void aPasskeyAnswersToTheHashOfTheList() {
        Verdict verdict = verify(passkeyBundle);
        assertThat(verdict.holds()).as(verdict.failure().toString()).isTrue();
        assertThat(verdict.report().checks())
                .extracting(Report.Check::name)
                .contains("signature " + byPasskey.signatureId() + ": passkey assertion");
        assertThat(shell.answer("passkey").code())
                .as(shell.answer("passkey").text())
                .isZero();
        assertThat(signatures.faultOf(byPasskey.signatureId())).isEmpty();
        assertThat(verify(ofAnotherList(passkeyBundle)).failure())
                .hasValueSatisfying(check -> assertThat(check.name()).endsWith(": passkey assertion"));
        assertThat(shell.answer("passkey: another list").lastLine()).endsWith(": passkey assertion");
    }

    @Test
    void theProgramTheShellAndTheStoreCheckIt() {
        Verdict verdict = verify(bundle);
        assertThat(verdict.holds()).as(verdict.failure().toString()).isTrue();
        assertThat(verdict.report().checks())
                .filteredOn(one -> one.name().equals(check("place in the list")))
                .singleElement()
                .satisfies(one -> assertThat(one.detail()).contains("signed as position 2 of 3 of list "));
        assertThat(evidence.verify(version.recordId(), 1).checks())
                .filteredOn(one -> one.name().contains("list"))
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.result()).isEqualTo(Report.Result.PASSED));
        assertThat(signatures.faultOf(listed.signatureId())).isEmpty();
        assertThat(shell.answer("whole").text())
                .contains("ok      " + check("list"))
                .contains(check("place in the list") + ": signed as position 2 of 3 of list ");
        assertThat(shell.answer("whole").code()).isZero();
    }

    @Test
    @Requirement("WRM-03")
    void theVerificationOfTheWholeStoreChecksItToo() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            ScannedStore store = new ScannedStore(StoreReading.begin(connection));
            assertThat(Checks.ofVersion(store.versionsOf(version.recordId().toString())
                                    .get(0))
                            .checks())
                    .filteredOn(one -> one.name().contains("list"))
                    .hasSize(2)
                    .allSatisfy(one -> assertThat(one.result()).isEqualTo(Report.Result.PASSED));
            connection.rollback();
        }
    }

    @Test
    void theBundleTellsNothingOfTheOtherRecordsOfTheList() {
        assertThat(bundle.names(".*").stream().map(name -> new String(bundle.file(name), StandardCharsets.ISO_8859_1)))
                .noneMatch(text -> text.contains(tasks.get(0).recordId().toString())
                        || text.contains(tasks.get(2).recordId().toString()));
    }

    Map<String, Function<TestBundle, TestBundle>> broken() {
        Map<String, Function<TestBundle, TestBundle>> all = new LinkedHashMap<>();
        all.put("list: of somebody else", file("list", list -> list.put("person", "another")));
        all.put("list: missing", one -> one.with(path(listed, "list"), null).listed());
        all.put("list: of another size", batch(batch -> batch.put("size", 4)));
        all.put("list: of another id", batch(batch -> batch.put("id", "0192f0c1-0000-7000-8000-000000000001")));
        all.put("list: of another hash", batch(batch -> batch.put("listSha256", "ab".repeat(32))));
        all.put("list: that the signature does not name", one -> one.with(
                        path(authored, "list"), one.file(path(listed, "list")))
                .listed());
        all.put(
                "place in the list: of another record",
                file("row", row -> row.put("recordId", "0192f0c1-0000-7000-8000-000000000001")));
        all.put("place in the list: missing", one -> one.with(path(listed, "row"), null)
                .listed());
        all.put("place in the list: another position", batch(batch -> batch.put("position", 3)));
        all.put("place in the list: no position", batch(batch -> batch.put("position", 0)));
        all.put("place in the list: beyond the list", batch(batch -> batch.put("position", 4)));
        all.put("place in the list: another title", file("row", row -> row.put("title", "Another")));
        all.put("time: proved after it was intended", one -> Forgery.of(one)
                .intents(intent -> {
                    if (intent.has("batch")) {
                        intent.put("createdAt", "2020-01-01T00:00:00.000000Z");
                    }
                })
                .make());
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
                .hasValueSatisfying(check -> assertThat(check.name()).endsWith(": " + expected));
        ShellVerifier.Answer answer = shell.answer(name);
        assertThat(answer.lastLine())
                .as(answer.text())
                .startsWith("NOT VERIFIED: ")
                .endsWith(": " + expected);
    }

    private Function<TestBundle, TestBundle> file(String which, Consumer<ObjectNode> change) {
        return one -> one.changing(path(listed, which), node -> {
                    change.accept(node);
                    return node;
                })
                .listed();
    }

    private static Function<TestBundle, TestBundle> batch(Consumer<ObjectNode> change) {
        return one -> Forgery.of(one)
                .intents(intent -> {
                    if (intent.has("batch")) {
                        change.accept((ObjectNode) intent.get("batch"));
                    }
                })
                .make();
    }

    private static String path(Signature signature, String which) {
        return "signatures/" + signature.signatureId() + "." + which + ".json";
    }

    private String check(String name) {
        return "signature " + listed.signatureId() + ": " + name;
    }

    private static Verdict verify(TestBundle bundle) {
        return BundleVerifier.verify(ByteBuffer.wrap(bundle.zip()), null);
    }
}

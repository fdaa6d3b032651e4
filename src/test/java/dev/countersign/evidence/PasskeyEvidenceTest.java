package dev.countersign.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.evidence.verify.BundleVerifier;
import dev.countersign.evidence.verify.BundleVerifier.Verdict;
import dev.countersign.evidence.verify.Checks;
import dev.countersign.evidence.verify.Report;
import dev.countersign.records.RecordVersion;
import dev.countersign.signing.Signature;
import dev.countersign.signing.Signatures;
import dev.countersign.worm.StoreReading;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HexFormat;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What a passkey answered at a signature, from the store to the inspector's desk: every verifier checks it, and names what does not hold. */
@CountersignTest
@TestInstance(Lifecycle.PER_CLASS)
@Requirement({"SIG-02", "CPY-02", "CPY-03"})
class PasskeyEvidenceTest {

    @Autowired
    private PasskeyBundles bundles;

    @Autowired
    private TestExports exports;

    @Autowired
    private Evidence evidence;

    @Autowired
    private Signatures signatures;

    @Autowired
    private DataSource dataSource;

    private final ShellVerifiers shell = new ShellVerifiers();
    private PasskeyBundles.Made made;
    private PasskeyBundles.Made series;
    private RecordVersion version;
    private Signature signature;
    private TestBundle bundle;

    @BeforeAll
    void somebodySignsByAPasskey() {
        made = bundles.made();
        version = made.version();
        signature = made.signature();
        bundle = made.bundle();
        made.broken().forEach((name, damage) -> shell.begin(name, () -> damage.apply(bundle), null));
        shell.begin("whole", () -> bundle, exports.trust());
        series = bundles.inSeries();
        series.brokenInSeries()
                .forEach((name, damage) -> shell.begin("series " + name, () -> damage.apply(series.bundle()), null));
        shell.begin("whole series", series::bundle, exports.trust());
    }

    @Test
    void theStatementNamesThePasskeyAndTheAnswerIsKept() {
        var authentication = signature.statement().path("authentication");

        assertThat(authentication.path("components").toString()).isEqualTo("[\"password\",\"passkey\"]");
        assertThat(authentication.at("/passkey/credentialIdSha256").asText())
                .isEqualTo(made.authenticator().credentialSha256());
        assertThat(Digest.of(bundle.file(made.path())).hex())
                .isEqualTo(authentication.at("/passkey/assertionSha256").asText());
        assertThat(new String(
                        Base64.getDecoder()
                                .decode(CanonicalJson.parse(bundle.file(made.path()))
                                        .path("clientData")
                                        .asText()),
                        java.nio.charset.StandardCharsets.UTF_8))
                .contains(Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(HexFormat.of()
                                .parseHex(signature
                                        .statement()
                                        .path("intentSha256")
                                        .asText())));
    }

    @Test
    void theProgramTheShellAndTheStoreCheckIt() {
        Verdict verdict = verify(bundle);
        assertThat(verdict.holds()).as(verdict.failure().toString()).isTrue();
        assertThat(verdict.report().checks())
                .extracting(Report.Check::name)
                .contains(check("passkey"), check("passkey assertion"), check("passkey registered"));
        assertThat(evidence.verify(version.recordId(), 1).checks())
                .filteredOn(one -> one.name().contains("passkey"))
                .hasSize(3)
                .allSatisfy(one -> assertThat(one.result()).isEqualTo(Report.Result.PASSED));
        assertThat(shell.answer("whole").text())
                .contains("ok      " + check("passkey assertion"), "ok      " + check("passkey registered"));
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
                    .filteredOn(one -> one.name().contains("passkey"))
                    .hasSize(3)
                    .allSatisfy(one -> assertThat(one.result()).isEqualTo(Report.Result.PASSED));
            connection.rollback();
        }
    }

    String[] names() {
        return made.broken().keySet().toArray(String[]::new);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void theProgramAndTheShellNameWhatDoesNotHold(String name) {
        String expected = name.substring(0, name.indexOf(':'));
        assertThat(verify(made.broken().get(name).apply(bundle)).failure())
                .hasValueSatisfying(check -> assertThat(check.name()).endsWith(expected));
        ShellVerifier.Answer answer = shell.answer(name);
        assertThat(answer.lastLine())
                .as(answer.text())
                .startsWith("NOT VERIFIED: ")
                .endsWith(expected);
    }

    @Test
    void aPasskeyAloneInASeriesIsCheckedByTheProgramTheShellTheStoreAndTheGateOfRelease() {
        Verdict verdict = verify(series.bundle());
        assertThat(verdict.holds()).as(verdict.failure().toString()).isTrue();
        String[] checks = {"components", "series", "passkey", "passkey assertion", "passkey registered"};
        for (String check : checks) {
            String name = "signature " + series.signature().signatureId() + ": " + check;
            assertThat(verdict.report().checks()).extracting(Report.Check::name).contains(name);
            assertThat(shell.answer("whole series").text()).contains("ok      " + name);
        }
        assertThat(shell.answer("whole series").code()).isZero();
        assertThat(evidence.verify(series.version().recordId(), 1).checks())
                .filteredOn(one -> one.name().contains("passkey") || one.name().contains("series"))
                .hasSize(5)
                .allSatisfy(one -> assertThat(one.result()).isEqualTo(Report.Result.PASSED));
        assertThat(signatures.faultOf(series.signature().signatureId())).isEmpty();
    }

    String[] namesInSeries() {
        return series.brokenInSeries().keySet().toArray(String[]::new);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("namesInSeries")
    void inASeriesTheProgramAndTheShellNameWhatDoesNotHold(String name) {
        String expected = name.substring(0, name.indexOf(':'));
        assertThat(verify(series.brokenInSeries().get(name).apply(series.bundle()))
                        .failure())
                .hasValueSatisfying(check -> assertThat(check.name()).endsWith(expected));
        assertThat(shell.answer("series " + name).lastLine())
                .startsWith("NOT VERIFIED: ")
                .endsWith(expected);
    }

    private String check(String name) {
        return "signature " + signature.signatureId() + ": " + name;
    }

    private static Verdict verify(TestBundle bundle) {
        return BundleVerifier.verify(ByteBuffer.wrap(bundle.zip()), null);
    }
}

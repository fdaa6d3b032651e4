package dev.countersign.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.crypto.OpensslAuthority;
import dev.countersign.evidence.verify.BundleVerifier;
import dev.countersign.evidence.verify.BundleVerifier.Verdict;
import dev.countersign.evidence.verify.Report;
import dev.countersign.evidence.verify.Report.Result;
import dev.countersign.ledger.Attestations;
import dev.countersign.ledger.AuditEvent;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Log;
import dev.countersign.ledger.Log.Checkpoint;
import dev.countersign.ledger.TestAttestations;
import dev.countersign.operations.Commands;
import dev.countersign.records.RecordVersion;
import dev.countersign.signing.TestCeremonies;
import dev.countersign.witness.OtherWitness;
import dev.countersign.witness.TestWitnesses;
import dev.countersign.witness.Witness;
import dev.countersign.witness.Witness.Answer.Witnessed;
import dev.countersign.witness.Witness.Submission;
import dev.countersign.worm.WitnessReceipts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Bundles whose checkpoint witnesses cosigned and an authority stamped. */
@CountersignTest
@TestInstance(Lifecycle.PER_CLASS)
@Requirement({"CPY-02", "CPY-03", "AUD-02", "KEY-04"})
class AttestedBundleTest {

    @Autowired
    private TestExports exports;

    @Autowired
    private TestAttestations attestations;

    @Autowired
    private TestCeremonies ceremonies;

    @Autowired
    private Log log;

    @Autowired
    private Ledger ledger;

    @Autowired
    private WitnessReceipts receipts;

    private static final String TRUSTED = "a trust file that names witnesses and authorities";
    private static final String UNKNOWING = "a trust file that names none of them";
    private static final String ALONE = "no trust file";
    private static final String LAPSED = "a token that was renewed too late";
    private static final String OTHERWISE_SIGNED = "a token with another signature";

    private final ShellVerifiers shell = new ShellVerifiers();
    private Attesting attesting;
    private TestBundle one;
    private TestBundle other;
    private byte[] trust;

    @BeforeAll
    void bundlesAreAttested(@TempDir Path folder) throws IOException {
        attesting = new Attesting(folder);
        one = attesting.attested(TestBundle.of(exports.effective()));
        other = attesting.attested(TestBundle.of(exports.other()));
        trust = attesting.trust(exports.trust());
        TestBundle lapsed = attesting.lapsed(one);
        shell.begin(TRUSTED, () -> one, trust);
        shell.begin(UNKNOWING, () -> one, exports.trust());
        shell.begin(ALONE, () -> one, null);
        shell.begin(LAPSED, () -> lapsed, trust);
        shell.begin(OTHERWISE_SIGNED, () -> Attesting.otherwiseSigned(one), null);
        Attesting.damages().forEach((name, damage) -> shell.begin(name, () -> damage.apply(one, other), null));
    }

    @AfterAll
    void theAuthorityIsClosed() {
        shell.close();
        attesting.close();
    }

    @Test
    void verifiesByTheKeysThatTheTrustFileNames() {
        Verdict verdict = verify(one, trust);
        assertThat(verdict.report().checks())
                .filteredOn(check -> check.result() != Result.PASSED)
                .isEmpty();
        assertThat(detail(verdict, "witnesses"))
                .contains("witness.example/a at 2026-11-22T07:00:00Z, witness.example/b at 2026-11-22T07:00:00Z");
        assertThat(detail(verdict, "timestamp authorities")).contains("proves something until 20");
        ShellVerifier.Answer answer = shell.answer(TRUSTED);
        assertThat(answer.text())
                .contains(
                        "ok      witnesses: cosigned by witnesses of the trust file: witness.example/a at 2026-11-22T07:00:00Z,",
                        "ok      timestamp authorities: timestamps by trusted authorities, of 20")
                .doesNotContain("NOT ANCHORED");
        assertThat(answer.lastLine()).isEqualTo("VERIFIED");
    }

    @Test
    void namesWhoAttestedAndAnchorsNobodyWhomNoTrustFileNames() {
        for (byte[] unknowing : new byte[][] {null, exports.trust()}) {
            Verdict verdict = verify(one, unknowing);
            assertThat(verdict.report().state()).isEqualTo(Report.State.INDETERMINATE);
            assertThat(verdict.report().checks())
                    .filteredOn(check -> check.result() != Result.PASSED)
                    .extracting(Report.Check::name)
                    .containsExactly("witnesses", "timestamp authorities");
            assertThat(verdict.fingerprints()).anyMatch(key -> key.startsWith("witness key witness.example/a+"));
            ShellVerifier.Answer answer = shell.answer(unknowing == null ? ALONE : UNKNOWING);
            assertThat(answer.code()).as(answer.text()).isZero();
            assertThat(answer.text())
                    .contains(
                            "open    witnesses: ",
                            "NOT ANCHORED: cosigned by keys that no trust file names, so not anchored: witness.example/a at"
                                    + " 2026-11-22T07:00:00Z, witness.example/b",
                            "open    timestamp authorities: ",
                            "witness key witness.example/a+")
                    .doesNotContain("NOT APPROVED");
            assertThat(answer.lastLine()).isEqualTo(unknowing == null ? "VERIFIED, trust not anchored" : "VERIFIED");
        }
    }

    static Stream<String> damages() {
        return Attesting.damages().keySet().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void theProgramAndTheShellRefuse(String name) {
        TestBundle damaged = Attesting.damages().get(name).apply(one, other);
        assertThat(verify(damaged, null).failure()).as(name).isPresent();
        assertThat(verify(damaged, trust).failure()).as(name).isPresent();
        ShellVerifier.Answer answer = shell.answer(name);
        assertThat(answer.code()).as(answer.text()).isEqualTo(1);
        assertThat(answer.lastLine()).matches("NOT VERIFIED: (cosignatures|timestamps|files|checkpoint)");
    }

    @Test
    void theProgramAndTheShellSeeWhoSignedAToken(@TempDir Path folder) throws IOException {
        TestBundle signedOtherwise = Attesting.otherwiseSigned(one);
        assertThat(failure(signedOtherwise, null)).isEqualTo("timestamps");
        assertThat(shell.answer(OTHERWISE_SIGNED).lastLine()).isEqualTo("NOT VERIFIED: timestamps");
        TestBundle lapsed = attesting.lapsed(one);
        assertThat(failure(lapsed, trust)).isEqualTo("timestamp authorities");
        assertThat(shell.answer(LAPSED).lastLine()).isEqualTo("NOT VERIFIED: timestamp authorities");

        Path bundle = Files.write(folder.resolve("bundle.zip"), one.zip());
        Path unpacked = one.unpack(folder.resolve("bundle"));
        try (OpensslAuthority foreign = new OpensslAuthority(folder.resolve("foreign"))) {
            for (Path certificates : new Path[] {attesting.authorityCertificate(), foreign.root()}) {
                String named = certificates.toString();
                int code = certificates.equals(foreign.root()) ? 1 : 0;
                assertThat(Commands.execute("verify", bundle.toString(), "--timestamp-authorities", named))
                        .hasValue(code);
                assertThat(ShellVerifier.withArguments("--timestamp-authorities", named, unpacked.toString())
                                .code())
                        .isEqualTo(code);
            }
        }
        Path nothing = Files.writeString(folder.resolve("nothing.pem"), "nothing");
        assertThat(Commands.execute("verify", bundle.toString(), "--timestamp-authorities", nothing.toString()))
                .hasValue(2);
    }

    @Test
    void anExportTakesACheckpointThatOthersAttestIfItCoversAllButReading(@TempDir Path folder) throws IOException {
        RecordVersion version = ceremonies.fullySigned();
        exports.bundle(version, 1);
        Checkpoint head = log.newest();
        try (OtherWitness process = OtherWitness.of(log.verifierKey());
                OpensslAuthority authority = new OpensslAuthority(folder)) {
            Witness witness = TestWitnesses.named("witness " + UUID.randomUUID(), process.configured());
            Witnessed witnessed = (Witnessed) witness.submit(new Submission(0, List.of(), head.note()));
            receipts.append(head.origin(), head.size(), witness.name(), witnessed.receipt());
            Instant now = Instant.now();
            byte[] token = authority
                    .signing(now.minusSeconds(3_600), now.plusSeconds(3_600))
                    .token(head.note());

            told(version, AuditEvent.Significance.LOW);
            TestBundle cosigned = exported(version, attestations.of(List.of(witness), head, List.of()));
            assertThat(size(cosigned)).isEqualTo(head.size());
            assertThat(text(cosigned, Attesting.KEYS)).isEqualTo(process.verifierKey() + "\n");
            assertThat(text(cosigned, "README.txt"))
                    .contains("cosigned by witness.example/tests", "the last 1 entries, of reading");
            assertThat(verify(cosigned, exports.trust()).failure()).isEmpty();

            TestBundle stamped = exported(version, attestations.of(List.of(witness), head, List.of(token)));
            assertThat(stamped.file(Attesting.FIRST)).isEqualTo(token);
            Verdict verdict =
                    BundleVerifier.verify(ByteBuffer.wrap(stamped.zip()), exports.trust(), authority.rootPem());
            assertThat(detail(verdict, "timestamp authorities")).startsWith("timestamps by trusted authorities");
            assertThat(text(stamped, "README.txt")).contains("1 timestamp");

            byte[] broken = token.clone();
            broken[broken.length - 5] ^= 1;
            TestBundle whole = exported(version, attestations.of(List.of(), head, List.of(broken)));
            assertThat(whole.names("audit/timestamps/.*"))
                    .as("what does not hold")
                    .isEmpty();
            assertThat(size(whole)).isGreaterThan(head.size());
            assertThat(text(whole, "README.txt")).contains("by the log's key alone");

            told(version, AuditEvent.Significance.NORMAL);
            TestBundle newest = exported(version, attestations.of(List.of(witness), head, List.of(token)));
            assertThat(size(newest)).as("what is no reading is never left out").isGreaterThan(head.size());
            assertThat(verify(newest, exports.trust()).report().state()).isEqualTo(Report.State.VALID);
        }
    }

    private void told(RecordVersion version, AuditEvent.Significance significance) {
        ledger.appendAlone(Caller.system("tests"), new Told(version.recordId(), significance));
    }

    private record Told(UUID recordId, AuditEvent.Significance significance) implements AuditEvent {

        @Override
        public String type() {
            return "test.told";
        }

        @Override
        public String subject() {
            return "record:" + recordId;
        }

        @Override
        public RecordReference record() {
            return new RecordReference(recordId, 1, false);
        }
    }

    private TestBundle exported(RecordVersion version, Attestations attested) {
        return TestBundle.of(exports.bundle(version, 1, attested));
    }

    private static long size(TestBundle bundle) {
        return Long.parseLong(text(bundle, Attesting.CHECKPOINT).split("\n", -1)[1]);
    }

    private static String text(TestBundle bundle, String file) {
        return new String(bundle.file(file), StandardCharsets.UTF_8);
    }

    private static String detail(Verdict verdict, String name) {
        return verdict.report().checks().stream()
                .filter(check -> check.name().equals(name))
                .map(Report.Check::detail)
                .findFirst()
                .orElseThrow();
    }

    private static String failure(TestBundle bundle, byte @Nullable [] trust) {
        return verify(bundle, trust).failure().map(Report.Check::name).orElse("none");
    }

    private static Verdict verify(TestBundle bundle, byte @Nullable [] trust) {
        return BundleVerifier.verify(ByteBuffer.wrap(bundle.zip()), trust);
    }
}

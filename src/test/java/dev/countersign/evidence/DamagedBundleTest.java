package dev.countersign.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.VerifyingKey;
import dev.countersign.evidence.verify.BundleVerifier;
import dev.countersign.evidence.verify.BundleVerifier.Verdict;
import dev.countersign.evidence.verify.Report;
import dev.countersign.witness.CheckpointFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** No damage is accepted, whoever makes it, as long as they lack the keys; and the verifiers agree about it. */
@CountersignTest
@TestInstance(Lifecycle.PER_CLASS)
@Requirement({"CPY-02", "CPY-03", "SIG-06"})
class DamagedBundleTest {

    private static final int FLIPS = 10_000;
    private static final int REPAIRED_FLIPS = 400;
    private static final int SHELL_FLIPS = 20;

    @Autowired
    private TestExports exports;

    private final ShellVerifiers shell = new ShellVerifiers();

    /** The shell takes its time: it begins with everything it will be asked, while the program goes on. */
    @BeforeAll
    void theShellBegins() {
        TestBundle one = TestBundle.of(exports.effective());
        TestBundle other = TestBundle.of(exports.other());
        BrokenRule.all().forEach((name, rule) -> shell.begin(name, () -> rule.apply(one), null));
        boolean[] trusting = new boolean[1];
        Damage.all().forEach((name, damage) -> {
            // the shell takes seconds for each: every other with the trust file
            shell.begin(name, () -> damage.apply(one, other), trusting[0] ? exports.trust() : null);
            trusting[0] = !trusting[0];
        });
        List<String> facts = one.names("(record|signatures|certificates|audit)/.*");
        Random random = new Random(7);
        for (int flip = 0; flip < SHELL_FLIPS; flip++) {
            String path = facts.get(random.nextInt(facts.size()));
            TestBundle flipped = flipped(one, path, random);
            shell.begin("flip " + flip, () -> flipped, exports.trust());
        }
    }

    @AfterAll
    void theShellEnds() {
        shell.close();
    }

    static Stream<String> damages() {
        return Damage.all().keySet().stream();
    }

    @Test
    void noFlippedBitOfABundleIsAccepted() {
        byte[] zip = exports.effective();
        byte[] trust = exports.trust();
        Random random = new Random(20261121);
        for (int flip = 0; flip < FLIPS; flip++) {
            int bit = random.nextInt(zip.length * 8);
            zip[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(BundleVerifier.verify(ByteBuffer.wrap(zip), trust).holds())
                    .as("bit %d flipped", bit)
                    .isFalse();
            zip[bit / 8] ^= (byte) (1 << bit % 8);
        }
        assertThat(verify(zip, trust).holds()).isTrue();
    }

    /** Whoever flips it also writes the archive and its manifest anew: what is left are the signatures and the log. */
    @Test
    void noFlippedBitOfAFactIsAcceptedThoughTheManifestAgrees() {
        TestBundle bundle = TestBundle.of(exports.effective());
        byte[] trust = exports.trust();
        List<String> facts = bundle.names("(record|signatures|certificates|audit)/.*");
        int[] seeds = new Random(11).ints(REPAIRED_FLIPS).toArray();
        List<String> accepted = IntStream.range(0, REPAIRED_FLIPS)
                .parallel()
                .filter(flip ->
                        verify(flipped(bundle, facts, flip, seeds).zip(), trust).holds())
                .mapToObj(flip -> "flip " + flip + ", in " + facts.get(flip % facts.size()))
                .toList();
        assertThat(accepted).isEmpty();
    }

    private static TestBundle flipped(TestBundle bundle, List<String> facts, int flip, int[] seeds) {
        return flipped(bundle, facts.get(flip % facts.size()), new Random(seeds[flip]));
    }

    @Tag("soak")
    @Test
    void theShellRefusesFlippedBitsToo() {
        for (int flip = 0; flip < SHELL_FLIPS; flip++) {
            ShellVerifier.Answer answer = shell.answer("flip " + flip);
            assertThat(answer.code()).as(answer.text()).isEqualTo(1);
            assertThat(answer.lastLine()).startsWith("NOT VERIFIED: ");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void theProgramAndTheShellRefuse(String name) {
        TestBundle damaged =
                Damage.all().get(name).apply(TestBundle.of(exports.effective()), TestBundle.of(exports.other()));
        assertThat(verify(damaged.zip(), null).failure()).as(name).isPresent();
        assertThat(verify(damaged.zip(), exports.trust()).failure()).as(name).isPresent();
        ShellVerifier.Answer answer = shell.answer(name);
        assertThat(answer.code()).as(answer.text()).isEqualTo(1);
        assertThat(answer.lastLine()).startsWith("NOT VERIFIED: ");
    }

    @Test
    void aBundleForgedWholeIsFoundByTheTrustFileAlone() {
        TestBundle forged = Forgery.of(TestBundle.of(exports.effective())).make();
        byte[] zip = forged.zip();
        assertThat(verify(zip, null).report().state()).isEqualTo(Report.State.VALID);
        assertThat(ShellVerifier.over(forged, null).lastLine()).isEqualTo("VERIFIED, trust not anchored");
        assertThat(verify(zip, exports.trust()).failure())
                .hasValueSatisfying(check -> assertThat(check.name()).isEqualTo("trust"));
        assertThat(ShellVerifier.over(forged, exports.trust()).lastLine()).isEqualTo("NOT VERIFIED: trust");
    }

    /** The list of revoked certificates of such a bundle would be signed by a retired authority. */
    @Test
    @Requirement("KEY-05")
    void aBundleThatLeavesOutAnAuthorityOfItsTimeIsFoundByTheTrustFile() {
        TestBundle bundle = TestBundle.of(exports.effective());
        byte[] zip = bundle.zip();
        byte[] within = LaterAuthority.named(exports.trust(), LaterAuthority.size(bundle) - 1);
        assertThat(verify(zip, within).failure()).hasValueSatisfying(check -> {
            assertThat(check.name()).isEqualTo("trust");
            assertThat(check.detail()).contains("it leaves out authority 2");
        });
        assertThat(ShellVerifier.over(bundle, within).text())
                .contains("leaves out authority 2")
                .endsWith("NOT VERIFIED: trust\n");
        byte[] behind = LaterAuthority.named(exports.trust(), LaterAuthority.size(bundle));
        assertThat(verify(zip, behind).holds()).isTrue();
        assertThat(ShellVerifier.over(bundle, behind).lastLine()).isEqualTo("VERIFIED");
    }

    @Test
    @Requirement("CPY-03")
    void aBundleOfAnEpochThatEndedHoldsWhereTheChainOfEpochsLinksIt() {
        ByteBuffer zip = ByteBuffer.wrap(exports.effective());
        ObjectNode trust = (ObjectNode) CanonicalJson.parse(exports.trust());
        String earlier = trust.path("logKey").asText();
        String[] parts = earlier.split("\\+", 3);
        byte[] typed = Base64.getDecoder().decode(parts[2]);
        CheckpointFormat second = new CheckpointFormat(
                        parts[0], VerifyingKey.ofRaw(Arrays.copyOfRange(typed, 1, typed.length)))
                .inEpoch(2);
        byte[] newest = CanonicalJson.write(trust.put("logKey", second.verifierKey()));
        assertThat(BundleVerifier.verify(zip, newest).failure())
                .hasValueSatisfying(check -> assertThat(check.name()).isEqualTo("trust"));
        Verdict linked = BundleVerifier.verify(zip, newest, Map.of(earlier, Long.MAX_VALUE));
        assertThat(linked.report().state()).isEqualTo(Report.State.VALID);
        assertThat(linked.report().checks()).anySatisfy(check -> assertThat(check.detail())
                .contains("that of an earlier epoch, which two people ended"));
        assertThat(BundleVerifier.verify(zip, newest, Map.of(earlier, 1L)).failure())
                .hasValueSatisfying(check -> assertThat(check.detail()).contains("goes on without what came after"));
    }

    static Stream<String> brokenRules() {
        return BrokenRule.all().keySet().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenRules")
    @Requirement({"AUD-06", "AUD-07"})
    void theProgramAndTheShellFindABrokenRuleThoughEverySignatureHolds(String name) {
        TestBundle broken = BrokenRule.all().get(name).apply(TestBundle.of(exports.effective()));
        assertThat(verify(broken.zip(), null).failure())
                .hasValueSatisfying(check -> assertThat(check.name()).endsWith(name.split(":", 2)[0]));
        ShellVerifier.Answer answer = shell.answer(name);
        assertThat(answer.code()).as(answer.text()).isEqualTo(1);
    }

    @Test
    @Requirement("AUD-07")
    void statementsOfBeforeSayNothingOfClocksAndLaterOnesHoldUpToTheLimit() {
        TestBundle bundle = TestBundle.of(exports.effective());
        for (TestBundle made :
                List.of(BrokenRule.beforeClocksWereStated(bundle), BrokenRule.clocksAtTheLimit(bundle))) {
            assertThat(verify(made.zip(), null).report().state()).isEqualTo(Report.State.VALID);
            assertThat(ShellVerifier.over(made, null).lastLine()).isEqualTo("VERIFIED, trust not anchored");
        }
        assertThat(verify(bundle.zip(), null).report().checks())
                .as("what was measured at signing is told")
                .anySatisfy(
                        check -> assertThat(check.detail())
                                .matches(
                                        "the signing machine's clock was -?\\d+ ms ahead .* within the limit of then, 1000 ms"));
        assertThat(ShellVerifier.over(bundle, null).text())
                .containsPattern("clocks: the signing machine was -?\\d+ ms ahead of the database");
    }

    /** The same at each door: {@code BundleOverHttpTest}, {@code EvidencePageTest}, {@code VerifyBundleTest}. */
    @Test
    void whatIsNoArchiveOfOursIsRefusedAndNothingOfItUnpacked() {
        HostileArchives.of(exports.effective()).forEach((name, zip) -> refusedAsArchive(name, zip));
        assertThat(verify(HostileArchives.files(HostileArchives.MOST_FILES), null)
                        .failure())
                .as("as many files as a bundle can have are read, and are none")
                .hasValueSatisfying(check -> assertThat(check.name()).isEqualTo("bundle manifest"));
    }

    /** Unpacking is left to others; what lies in the folder then is looked at where it lies. */
    @Test
    void theShellLeavesItsFolderForNothingThatTheManifestNames(@TempDir Path folder) throws IOException {
        TestBundle bundle = TestBundle.of(exports.effective());
        Files.write(folder.resolve("outside"), bundle.file("record/content"));
        Path linked = bundle.unpack(folder.resolve("linked"));
        Files.delete(linked.resolve("record/content"));
        Files.createSymbolicLink(linked.resolve("record/content"), folder.resolve("outside"));
        assertThat(ShellVerifier.withArguments(linked.toString()).code()).isEqualTo(1);
        for (String path : List.of("../outside", "/etc/passwd", "record/../../outside", "record//content", ".hidden")) {
            TestBundle named = bundle.changing("manifest.json", manifest -> {
                ((ObjectNode) manifest.withArray("files").get(0)).put("path", path);
                return manifest;
            });
            ShellVerifier.Answer answer = ShellVerifier.over(named, null);
            assertThat(answer.code()).as(path).isEqualTo(1);
            assertThat(answer.lastLine()).as(path).startsWith("NOT VERIFIED: ");
        }
        for (String path : bundle.names("(record|audit|signatures)/.*")) {
            byte[] bytes = bundle.file(path);
            if (path.endsWith("content") || path.endsWith("entries.jsonl") || path.endsWith(".sig")) {
                assertThat(ShellVerifier.over(bundle.with(path, Arrays.copyOf(bytes, bytes.length / 2)), null)
                                .lastLine())
                        .as("truncated %s", path)
                        .startsWith("NOT VERIFIED: ");
                assertThat(ShellVerifier.over(bundle.with(path, Arrays.copyOf(bytes, bytes.length + 1_000_000)), null)
                                .lastLine())
                        .as("oversized %s", path)
                        .startsWith("NOT VERIFIED: ");
            }
        }
    }

    private static void refusedAsArchive(String name, byte[] zip) {
        assertThat(verify(zip, null).failure()).as(name).hasValueSatisfying(check -> assertThat(check.name())
                .isEqualTo("archive"));
    }

    private static TestBundle flipped(TestBundle bundle, String path, Random random) {
        byte[] bytes = bundle.file(path).clone();
        int bit = random.nextInt(bytes.length * 8);
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        TestBundle flipped = bundle.with(path, bytes);
        return flipped.listed();
    }

    private static Verdict verify(byte[] zip, byte @Nullable [] trust) {
        return BundleVerifier.verify(ByteBuffer.wrap(zip), trust);
    }
}

package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.countersign.Requirement;
import dev.countersign.crypto.OpensslAuthority;
import dev.countersign.evidence.Attesting;
import dev.countersign.evidence.BrokenRule;
import dev.countersign.evidence.CertificateEnds;
import dev.countersign.evidence.Damage;
import dev.countersign.evidence.Forgery;
import dev.countersign.evidence.HostileArchives;
import dev.countersign.evidence.LaterAuthority;
import dev.countersign.evidence.PasskeyBundles;
import dev.countersign.evidence.TestBundle;
import dev.countersign.evidence.TestExports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The page that checks bundles, opened from a file, without a network. */
@BrowserTest
@Requirement("CPY-03")
class EvidencePageTest {

    private static final Path PAGE =
            Path.of("src/main/resources/evidence/verify.html").toAbsolutePath();
    private static final int FLIPS = 100;
    private static final int ARCHIVE_FLIPS = 10_000;

    private final List<String> complaints = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();

    @Autowired
    private TestExports exports;

    @Autowired
    private PasskeyBundles passkeys;

    private Chromium chromium;
    private BrowserContext context;
    private Page page;

    @BeforeEach
    void openThePage() {
        chromium = Chromium.launch();
        context = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setOffline(true)
                        .setViewportSize(1100, 1400)
                        .setColorScheme(ColorScheme.LIGHT));
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> requests.add(request.url()));
        page.navigate(PAGE.toUri().toString());
    }

    @AfterEach
    void closeThePage() {
        context.close();
        chromium.close();
        assertThat(complaints).isEmpty();
        assertThat(requests).allMatch(url -> url.startsWith("file:"));
    }

    @Test
    void saysVerifiedWithTheTrustFileAndWarnsWithoutIt() throws IOException {
        assertThat(conclusion(exports.effective(), null)).isEqualTo("VERIFIED, trust not anchored");
        assertThat(page.locator(".key").allTextContents())
                .anyMatch(key -> key.startsWith("authority certificate SHA-256 "))
                .anyMatch(key -> key.startsWith("log key "));
        assertThat(conclusion(exports.effective(), exports.trust())).isEqualTo("VERIFIED");
        assertThat(page.locator(".signature").count()).isEqualTo(3);
        screenshot("evidence-verified-light.png");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        screenshot("evidence-verified-dark.png");
    }

    /** The page's own arithmetic, and with what the browser has beside it. */
    @ParameterizedTest
    @ValueSource(strings = {"null", "globalThis.crypto && globalThis.crypto.subtle"})
    @Requirement("KEY-03")
    void judgesEverySignatureAsWycheproofDoes(String subtle) throws IOException {
        String source = Files.readString(PAGE);
        String arithmetic = source.substring(source.indexOf("// ---- bytes"), source.indexOf("// ---- JSON"))
                .replace("globalThis.crypto && globalThis.crypto.subtle", subtle);
        List<String> facts = Files.readAllLines(Path.of("src/test/resources/crypto/ed25519-facts.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
        String judging = """
                const bytes = text => text === '-' ? new Uint8Array(0) : unhex(text), judged = [];
                for (const fact of facts) {
                  const [number, , key, message, signature] = fact.split(' ');
                  judged.push(number + ' ' + await verifies(bytes(key), bytes(message), bytes(signature)));
                }
                return judged.join();
                """;

        Object judged = page.evaluate("async facts => {\n" + arithmetic + judging + "}", facts);

        assertThat(judged.toString().split(","))
                .hasSize(151)
                .containsExactlyElementsOf(facts.stream()
                        .map(fact -> fact.split(" "))
                        .map(fact -> fact[0] + " " + fact[1].equals("valid"))
                        .toList());
    }

    @Test
    @Requirement("USE-02")
    void showsOnAPhoneTheResultAndNotPagesOfChecksThatHold() throws IOException {
        page.setViewportSize(390, 844);
        assertThat(conclusion(exports.effective(), exports.trust())).isEqualTo("VERIFIED");
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
        assertThat(page.locator("details").getAttribute("open")).isNull();
        screenshot("evidence-verified-phone.png");
        page.locator("summary").click();
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);

        assertThat(conclusion(
                        TestBundle.of(exports.effective())
                                .with("copy.pdf", new byte[1])
                                .zip(),
                        null))
                .startsWith("NOT VERIFIED: ");
        assertThat(page.locator(".checks li").first().textContent()).startsWith("does not hold");
    }

    @Test
    void leavesNoEarlierVerdictStandingWhileFilesAreRead() throws IOException {
        assertThat(conclusion(exports.effective(), exports.trust())).isEqualTo("VERIFIED");
        page.evaluate("() => { Blob.prototype.arrayBuffer = () => new Promise(() => {}); }");
        choose(exports.effective(), null);
        assertThat(page.locator("#result").textContent()).isEqualTo("Reading…");
        assertThat(page.title()).isEqualTo("Check an evidence bundle");
    }

    @Test
    void saysWhichFileCannotBeRead() throws IOException {
        assertThat(conclusion(exports.effective(), exports.trust())).isEqualTo("VERIFIED");
        page.evaluate("() => { Blob.prototype.arrayBuffer = () => Promise.reject(new Error('the folder is gone')); }");
        choose(exports.effective(), null);
        Locator told = page.locator("#result .altered");
        told.waitFor();
        assertThat(told.textContent())
                .startsWith("evidence.zip cannot be read: the folder is gone. Nothing was checked");
        assertThat(page.locator("#conclusion").count()).isZero();
    }

    @Test
    void refusesEveryDamageThatTheProgramRefuses() {
        TestBundle one = TestBundle.of(exports.effective());
        TestBundle other = TestBundle.of(exports.other());
        Damage.all().forEach((name, damage) -> {
            byte[] damaged = damage.apply(one, other).zip();
            assertThat(inThePage(damaged)).as(name).startsWith("NOT VERIFIED: ");
            assertThat(inThePage(damaged, exports.trust())).as(name).startsWith("NOT VERIFIED: ");
        });
        byte[] zip = exports.effective();
        assertThat(inThePage(Arrays.copyOf(zip, zip.length - 1))).isEqualTo("NOT VERIFIED: archive");
        assertThat(inThePage(one.with("../evil.sh", new byte[1]).zip())).isEqualTo("NOT VERIFIED: archive");
        screenshotOf(one.with("copy.pdf", new byte[1]).zip());
    }

    @Test
    @Requirement({"AUD-02", "KEY-04"})
    void refusesWhatIsWrongWithWitnessesAndTimestamps(@TempDir Path folder) throws IOException {
        try (Attesting attesting = new Attesting(folder)) {
            TestBundle one = attesting.attested(TestBundle.of(exports.effective()));
            TestBundle other = attesting.attested(TestBundle.of(exports.other()));
            Attesting.damages().forEach((name, damage) -> assertThat(
                            inThePage(damage.apply(one, other).zip()))
                    .as(name)
                    .matches("NOT VERIFIED: (cosignatures|timestamps|files|checkpoint)"));
            assertThat(conclusion(one.zip(), null)).isEqualTo("VERIFIED, trust not anchored");
            assertThat(page.locator(".wait").allTextContents())
                    .anyMatch(text -> text.startsWith("Not anchored: cosigned by keys that no trust file names"));
            assertThat(conclusion(one.zip(), attesting.trust(exports.trust()))).isEqualTo("VERIFIED");
            assertThat(page.locator(".wait").count()).isZero();
            assertThat(page.locator(".checks").allTextContents().toString())
                    .contains("cosigned by witnesses of the trust file: witness.example/a at 2026-11-22T07:00:00Z");
        }
    }

    @Test
    @Requirement({"AUD-02", "KEY-04"})
    void leavesATokenToOthersThatItCannotJudge(@TempDir Path folder) throws IOException {
        try (Attesting attesting = new Attesting(folder, OpensslAuthority.Keys.P521)) {
            TestBundle one = attesting.attested(TestBundle.of(exports.effective()));
            assertThat(conclusion(one.zip(), attesting.trust(exports.trust()))).isEqualTo("VERIFIED");
            assertThat(page.locator(".wait").allTextContents())
                    .singleElement()
                    .asString()
                    .contains("by a key on a curve this page does not know", "use verify.sh or the program");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "P521")
    @Requirement({"AUD-02", "KEY-04"})
    void seesWhoSignedAToken(OpensslAuthority.Keys keys, @TempDir Path folder) throws IOException {
        try (Attesting attesting = new Attesting(folder.resolve("ours"), keys);
                Attesting foreign = new Attesting(folder.resolve("foreign"), keys)) {
            TestBundle one = attesting.attested(TestBundle.of(exports.effective()));
            byte[] trust = attesting.trust(exports.trust());
            assertThat(conclusion(one.zip(), trust)).isEqualTo("VERIFIED");
            assertThat(page.locator(".checks").allTextContents().toString())
                    .contains("timestamps by trusted authorities, of 20");
            assertThat(inThePage(Attesting.otherwiseSigned(one).zip())).isEqualTo("NOT VERIFIED: timestamps");
            assertThat(inThePage(attesting.lapsed(one).zip())).isEqualTo("VERIFIED, trust not anchored");
            assertThat(inThePage(attesting.lapsed(one).zip(), trust)).isEqualTo("NOT VERIFIED: timestamp authorities");
            assertThat(inThePage(one.zip(), foreign.trust(exports.trust())))
                    .isEqualTo("NOT VERIFIED: timestamp authorities");
        }
    }

    @Test
    @Requirement({"SIG-02", "KEY-05"})
    void checksPasskeysAndTellsTheStateOfACertificate() throws IOException {
        PasskeyBundles.Made signed = passkeys.made();
        assertThat(inThePage(signed.bundle().zip(), exports.trust())).isEqualTo("VERIFIED");
        signed.broken().forEach((name, broken) -> assertThat(
                        inThePage(broken.apply(signed.bundle()).zip()))
                .as(name)
                .startsWith("NOT VERIFIED: ")
                .endsWith(name.split(":", 2)[0]));
        PasskeyBundles.Made later = passkeys.inSeries();
        assertThat(inThePage(later.bundle().zip(), exports.trust())).isEqualTo("VERIFIED");
        later.brokenInSeries().forEach((name, broken) -> assertThat(
                        inThePage(broken.apply(later.bundle()).zip()))
                .as(name)
                .startsWith("NOT VERIFIED: ")
                .endsWith(name.split(":", 2)[0]));

        TestBundle left = TestBundle.of(exports.ofSomebodyWhoLeft());
        assertThat(conclusion(left.zip(), exports.trust())).isEqualTo("VERIFIED");
        assertThat(page.locator(".signature").allTextContents().toString())
                .contains("certificate revoked after signing");
        assertThat(inThePage(CertificateEnds.leftOut(left).zip())).isEqualTo("NOT VERIFIED: revocation list");
        CertificateEnds.untold().forEach((name, untold) -> assertThat(
                        inThePage(untold.apply(left).zip()))
                .as(name)
                .isEqualTo("NOT VERIFIED: certificate ends"));
        for (TestBundle told :
                List.of(CertificateEnds.withoutHash(left, end -> {}), CertificateEnds.afterItsEntry(left, 5_000_000))) {
            assertThat(inThePage(told.zip())).isEqualTo("VERIFIED, trust not anchored");
        }
        assertThat(inThePage(CertificateEnds.endedBefore(left).zip())).endsWith(": certificate in force");
    }

    @Test
    void findsBrokenRulesAndForgedKeys() throws IOException {
        TestBundle bundle = TestBundle.of(exports.effective());
        BrokenRule.all().forEach((name, broken) -> assertThat(
                        inThePage(broken.apply(bundle).zip()))
                .as(name)
                .startsWith("NOT VERIFIED: ")
                .endsWith(name.split(":", 2)[0]));
        for (TestBundle made :
                List.of(BrokenRule.beforeClocksWereStated(bundle), BrokenRule.clocksAtTheLimit(bundle))) {
            assertThat(inThePage(made.zip())).isEqualTo("VERIFIED, trust not anchored");
        }
        TestBundle forged = Forgery.of(bundle).make();
        assertThat(inThePage(forged.zip())).isEqualTo("VERIFIED, trust not anchored");
        assertThat(inThePage(forged.zip(), exports.trust())).isEqualTo("NOT VERIFIED: trust");
        assertThat(inThePage(bundle.zip(), exports.trust())).isEqualTo("VERIFIED");
    }

    @Test
    @Requirement("KEY-05")
    void refusesABundleThatLeavesOutAnAuthorityOfItsTime() {
        TestBundle bundle = TestBundle.of(exports.effective());
        long size = LaterAuthority.size(bundle);
        assertThat(inThePage(bundle.zip(), LaterAuthority.named(exports.trust(), size - 1)))
                .isEqualTo("NOT VERIFIED: trust");
        assertThat(inThePage(bundle.zip(), LaterAuthority.named(exports.trust(), size)))
                .isEqualTo("VERIFIED");
    }

    @Test
    void refusesWhatIsNoArchiveOfOurs() {
        HostileArchives.of(exports.effective())
                .forEach((name, zip) -> assertThat(inThePage(zip)).as(name).isEqualTo("NOT VERIFIED: archive"));
    }

    /** As many as the program sees. The page flips them itself, by numbers that everybody gets from the same seed. */
    @Tag("soak")
    @Test
    void refusesAnyFlippedBitOfTheArchive() {
        Object accepted =
                page.evaluate("""
                async ([text, flips]) => {
                  const zip = Uint8Array.from(atob(text), c => c.charCodeAt(0)), accepted = [];
                  let seed = 20261128;
                  const drawn = below => { seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0; return Math.floor(seed / 4294967296 * below); };
                  for (let flip = 0; flip < flips; flip++) {
                    const bit = drawn(zip.length * 8);
                    zip[bit >> 3] ^= 1 << (bit & 7);
                    const told = countersign.conclusion(await countersign.verify(zip, undefined));
                    if (!told.startsWith('NOT VERIFIED: ')) accepted.push(bit);
                    zip[bit >> 3] ^= 1 << (bit & 7);
                  }
                  const whole = countersign.conclusion(await countersign.verify(zip, undefined));
                  return accepted.join() + ' of ' + flips + ', then ' + whole;
                }
                """, List.of(Base64.getEncoder().encodeToString(exports.effective()), ARCHIVE_FLIPS));

        assertThat(accepted).isEqualTo(" of " + ARCHIVE_FLIPS + ", then VERIFIED, trust not anchored");
    }

    @Test
    void refusesFlippedBits() {
        byte[] zip = exports.effective();
        TestBundle bundle = TestBundle.of(zip);
        List<String> facts = bundle.names("(record|signatures|certificates|audit)/.*");
        Random random = new Random(5);
        for (int flip = 0; flip < FLIPS; flip++) {
            String path = facts.get(flip % facts.size());
            byte[] bytes = bundle.file(path).clone();
            int bit = random.nextInt(bytes.length * 8);
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(inThePage(bundle.with(path, bytes).listed().zip()))
                    .as("bit %d of %s", bit, path)
                    .startsWith("NOT VERIFIED: ");
        }
        assertThat(inThePage(zip)).isEqualTo("VERIFIED, trust not anchored");
    }

    /** RFC 8032 section 7.1, and FIPS 180: the page's own arithmetic, which needs no WebCrypto. */
    @Test
    void knowsTheArithmeticItself() {
        assertThat(page.evaluate("""
                        async () => {
                          const unhex = t => Uint8Array.from(t.match(/../g) || [], x => parseInt(x, 16));
                          const hex = b => Array.from(b, x => x.toString(16).padStart(2, '0')).join('');
                          const c = globalThis.countersign;
                          const key = unhex('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c');
                          const sig = unhex('92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da'
                            + '085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00');
                          const abc = new TextEncoder().encode('abc');
                          const high = sig.slice(); high[63] |= 0x80;
                          const longer = new Uint8Array(65); longer.set(sig);
                          const small = new Uint8Array(32); small[0] = 1;
                          return [hex(c.sha256(abc)), hex(c.sha512(abc)).slice(0, 32), await c.verifies(key, unhex('72'), sig),
                            await c.verifies(key, unhex('73'), sig), await c.verifies(key, unhex('72'), high),
                            await c.verifies(key, unhex('72'), longer), await c.verifies(small, unhex('72'), sig)].join(' ');
                        }
                        """))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
                        + " ddaf35a193617abacc417349ae204131 true false false false false");
    }

    private String conclusion(byte[] zip, byte @Nullable [] trust) throws IOException {
        choose(zip, trust);
        Locator verdict = page.locator("#conclusion");
        if (trust != null) {
            page.locator("#conclusion.valid").waitFor();
        }
        verdict.waitFor();
        return verdict.textContent();
    }

    private void choose(byte[] zip, byte @Nullable [] trust) throws IOException {
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target/bundles")), "page");
        List<Path> files = new ArrayList<>(List.of(Files.write(folder.resolve("evidence.zip"), zip)));
        if (trust != null) {
            files.add(Files.write(folder.resolve("trust.json"), trust));
        }
        page.setInputFiles("#files", files.toArray(Path[]::new));
    }

    /** The same without the clicks. */
    private String inThePage(byte[] zip) {
        return inThePage(zip, null);
    }

    private String inThePage(byte[] zip, byte @Nullable [] trust) {
        Base64.Encoder base64 = Base64.getEncoder();
        return String.valueOf(page.evaluate(
                """
                async ([zip, trust]) => {
                  const bytes = text => Uint8Array.from(atob(text), c => c.charCodeAt(0));
                  const report = await countersign.verify(bytes(zip), trust === '' ? undefined : bytes(trust));
                  return countersign.conclusion(report);
                }
                """, List.of(base64.encodeToString(zip), trust == null ? "" : base64.encodeToString(trust))));
    }

    private void screenshotOf(byte[] zip) {
        try {
            assertThat(conclusion(zip, null)).isEqualTo("NOT VERIFIED: file hashes");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        screenshot("evidence-refused.png");
    }

    private void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name)));
    }
}

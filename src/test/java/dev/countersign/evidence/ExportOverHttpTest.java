package dev.countersign.evidence;

import static dev.countersign.signing.TestCeremonies.caller;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestCaller;
import dev.countersign.TestCaller.Answer;
import dev.countersign.evidence.verify.BundleVerifier;
import dev.countersign.evidence.verify.BundleVerifier.Verdict;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Ledger.Entry;
import dev.countersign.operations.Commands;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.TestRecords;
import dev.countersign.signing.TestCeremonies;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Bundles and copies as they are fetched, and the program's sub-command over them. */
@CountersignTest
@Requirement({"CPY-02", "CPY-03"})
class ExportOverHttpTest {

    @LocalServerPort
    private int port;

    @Autowired
    private TestExports exports;

    @Autowired
    private TestCeremonies ceremonies;

    @Autowired
    private Ledger ledger;

    @Test
    void whoeverMayReadARecordGetsItsBundleAndTheExportIsInIt() {
        RecordVersion version = ceremonies.fullySigned();
        Answer answer = TestCaller.person(port, "auditor").get(path(version, "evidence.zip"));

        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/zip");
        assertThat(answer.header("Content-Disposition")).contains(version.recordId() + "-v1-evidence.zip");
        Verdict verdict = BundleVerifier.verify(ByteBuffer.wrap(answer.bytes()), exports.trust());
        assertThat(verdict.failure()).isEmpty();
        Entry last = ledger.ofRecord(version.recordId()).stream()
                .filter(entry -> text(entry.bytes()).contains("evidence.exported"))
                .findFirst()
                .orElseThrow();
        assertThat(text(last.bytes())).contains("\"id\":\"auditor\"", "\"form\":\"bundle\"");
        assertThat(text(TestBundle.of(answer.bytes()).file("audit/entries.jsonl")))
                .contains(last.leafHash());
    }

    @Test
    void whoeverMayNotReadARecordGetsNeither() {
        RecordVersion version = ceremonies.inReview(caller(ceremonies.team().author()));
        for (String form : new String[] {"evidence.zip", "copy.pdf"}) {
            assertThat(TestCaller.lims(port).get(path(version, form)).status()).isEqualTo(403);
            assertThat(TestCaller.person(port, "itadmin")
                            .get(path(version, form))
                            .status())
                    .isEqualTo(403);
            assertThat(TestCaller.nobody(port).get(path(version, form)).status())
                    .isEqualTo(401);
            assertThat(TestCaller.person(port, "auditor")
                            .get("/api/records/" + version.recordId() + "/versions/9/" + form)
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void aCopyShowsContentSignaturesAttachmentsAndTrail() throws IOException {
        RecordVersion version = exports.released();
        Answer answer =
                TestCaller.person(port, "auditor").get("/api/records/" + version.recordId() + "/versions/2/copy.pdf");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(pages(answer.bytes()).replaceAll("\\s+", " "))
                .contains(
                        "OQ test suite",
                        "Signed by",
                        "approval",
                        "Place the 100 g weight",
                        "certificate ä [U+5206][U+6790].pdf")
                .contains("tolerance added", version.sha256().hex(), "record.signed", "VALID")
                .doesNotContain("UNSIGNED");
    }

    @Test
    void anUnsignedCopySaysSoOnEveryPage() throws IOException {
        RecordVersion version = ceremonies.inReview(
                caller(ceremonies.team().author()),
                TestRecords.testSuite("VP-" + UUID.randomUUID())
                        .changing(content -> content.put("purpose", "Every word is 重要. ".repeat(400))));
        byte[] pdf = TestCaller.person(port, "auditor")
                .get(path(version, "copy.pdf"))
                .bytes();
        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(document.getNumberOfPages()).isGreaterThan(2);
            for (int page = 1; page <= document.getNumberOfPages(); page++) {
                PDFTextStripper text = new PDFTextStripper();
                text.setStartPage(page);
                text.setEndPage(page);
                assertThat(text.getText(document)).contains("UNSIGNED COPY");
            }
        }
        assertThat(pages(pdf)).contains("[U+91CD][U+8981]");
    }

    @Test
    void theSubCommandAnswersByItsExitCode(@TempDir Path folder) throws IOException {
        byte[] zip = exports.effective();
        Path bundle = Files.write(folder.resolve("bundle.zip"), zip);
        Path trust = Files.write(folder.resolve("trust.json"), exports.trust());
        zip[zip.length / 2] ^= 1;
        Path damaged = Files.write(folder.resolve("damaged.zip"), zip);
        Path forged = Files.write(
                folder.resolve("forged.zip"),
                Forgery.of(TestBundle.of(exports.effective())).make().zip());

        assertThat(Commands.execute("verify", bundle.toString())).hasValue(0);
        assertThat(Commands.execute("verify", bundle.toString(), "--trust", trust.toString()))
                .hasValue(0);
        assertThat(Commands.execute("verify", damaged.toString())).hasValue(1);
        assertThat(Commands.execute("verify", forged.toString())).hasValue(0);
        assertThat(Commands.execute("verify", "--trust", trust.toString(), forged.toString()))
                .hasValue(1);
        assertThat(Commands.execute("verify")).hasValue(2);
        assertThat(Commands.execute("verify", folder.resolve("none.zip").toString()))
                .hasValue(2);
        assertThat(Commands.execute("verify", "--help")).hasValue(0);
    }

    @Test
    void theShellAnswersByItsExitCode() {
        assertThat(ShellVerifier.over(TestBundle.of(exports.effective()), exports.trust())
                        .code())
                .isZero();
        assertThat(ShellVerifier.withArguments("--help").code()).isZero();
        assertThat(ShellVerifier.withArguments("--nonsense").code()).isEqualTo(2);
        assertThat(ShellVerifier.withArguments("/nowhere").code()).isEqualTo(2);
        assertThat(ShellVerifier.withArguments("--trust", "/nowhere", ".").code())
                .isEqualTo(2);
    }

    private static String path(RecordVersion version, String form) {
        return "/api/records/" + version.recordId() + "/versions/1/" + form;
    }

    private static String pages(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

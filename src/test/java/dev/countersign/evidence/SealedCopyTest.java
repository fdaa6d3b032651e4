package dev.countersign.evidence;

import static dev.countersign.signing.TestCeremonies.caller;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.ChecksumException;
import com.google.zxing.DecodeHintType;
import com.google.zxing.FormatException;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestCaller;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.TestRecord;
import dev.countersign.records.TestRecords;
import dev.countersign.signing.TestCeremonies;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Copies are judged by programs of others: veraPDF says whether they conform to PDF/A-3u, poppler whether the seal holds, what stands on every
 * page and which files go along.
 */
@CountersignTest
@Requirement({"CPY-01", "CPY-04"})
class SealedCopyTest {

    private static final String TABLE = "=1+1;weight\r\n100.01;g\r\n";

    @LocalServerPort
    private int port;

    @Autowired
    private TestExports exports;

    @Autowired
    private TestCeremonies ceremonies;

    @TempDir
    private Path folder;

    @BeforeAll
    static void aJudge() {
        VeraGreenfieldFoundryProvider.initialise();
    }

    @Test
    void aSignedCopyConformsToPdfAndItsSealHolds() throws Exception {
        RecordVersion version = exports.released();
        Path copy = copy(version, 2);

        assertThat(violations(copy)).isEmpty();
        assertThat(run("pdfsig", "-nocert", copy.toString()))
                .contains(
                        "Signature Type: ETSI.CAdES.detached",
                        "Total document signed",
                        "Signature Validation: Signature is Valid.");
        assertThat(run("pdfinfo", copy.toString())).contains("Copy of record " + version.recordId());
        try (PDDocument document = Loader.loadPDF(copy.toFile())) {
            COSDictionary certified = document.getDocumentCatalog()
                    .getCOSObject()
                    .getCOSDictionary(COSName.PERMS)
                    .getCOSDictionary(COSName.getPDFName("DocMDP"));
            assertThat(certified)
                    .isSameAs(document.getSignatureDictionaries().get(0).getCOSObject());
            COSDictionary rule = (COSDictionary)
                    certified.getCOSArray(COSName.getPDFName("Reference")).getObject(0);
            assertThat(rule.getCOSDictionary(COSName.getPDFName("TransformParams"))
                            .getInt(COSName.P))
                    .as("what may be added afterwards: nothing")
                    .isEqualTo(1);
        }
    }

    @Test
    void aSealTellsEveryChange() throws Exception {
        Path copy = copy(exports.released(), 2);
        byte[] changed = Files.readAllBytes(copy);
        changed[changed.length / 3] ^= 1;
        Path other = Files.write(folder.resolve("changed.pdf"), changed);
        assertThat(run("pdfsig", "-nocert", other.toString())).contains("Digest Mismatch");

        Path longer = Files.write(
                folder.resolve("longer.pdf"),
                Stream.of(Files.readAllBytes(copy), "\n%%EOF\n".getBytes(UTF_8))
                        .reduce(new byte[0], SealedCopyTest::both));
        assertThat(run("pdfsig", "-nocert", longer.toString())).contains("Not total document signed");
    }

    @Test
    void theLogVouchesForTheCertificateAndTheTrustFileNamesIt() throws Exception {
        Path copy = copy(exports.released(), 2);
        run("pdfsig", "-dump", copy.toString());
        Path cms;
        try (Stream<Path> dumped = Files.list(folder)) {
            cms = dumped.filter(file -> file.getFileName().toString().contains("sig0"))
                    .findFirst()
                    .orElseThrow();
        }
        Path certificate = folder.resolve("certificate.pem");
        run(
                "openssl",
                "pkcs7",
                "-inform",
                "DER",
                "-in",
                cms.toString(),
                "-print_certs",
                "-out",
                certificate.toString());
        String fingerprint = run("openssl", "x509", "-in", certificate.toString(), "-noout", "-fingerprint", "-sha256")
                .replaceAll("(?s).*=|[:\\s]", "")
                .toLowerCase(java.util.Locale.ROOT);

        JsonNode trust = CanonicalJson.parse(exports.trust());
        assertThat(trust.path("sealCertificatesSha256"))
                .extracting(JsonNode::asText)
                .contains(fingerprint);
        JsonNode entry = CanonicalJson.parse(TestCaller.person(port, "auditor")
                        .get("/api/audit/entries?type=seal.certified")
                        .bytes())
                .path("items")
                .path(0);
        assertThat(entry.toString()).contains(fingerprint);
        assertThat(run(
                        "openssl",
                        "verify",
                        "-CAfile",
                        certificate.toString(),
                        "-partial_chain",
                        certificate.toString()))
                .contains("OK");
    }

    @Test
    void everyPageHasTheSignaturesAtItsFoot() throws Exception {
        Path copy = copy(exports.released(), 2);
        String[] pages = run("pdftotext", "-layout", copy.toString(), "-").split("\f");
        assertThat(pages).hasSizeGreaterThan(2).allSatisfy(page -> assertThat(page)
                .contains(
                        "Tester: I wrote version 2 of this record and answer for its content.",
                        "Tester: I approve version 2 of this record for use.")
                .containsPattern("  \\d+ \\w+ \\d{4} [0-9:]+ \\w+ +· +\\d+ \\w+ \\d{4} [0-9:]+ UTC")
                .contains("Verification when this copy was made: VALID"));
        assertThat(String.join("", pages))
                .contains("page 1 of " + pages.length)
                .containsPattern("Date and time\\s+\\d+ \\w+ \\d{4} [0-9:]+ \\w+ +· +\\d+ \\w+ \\d{4} [0-9:]+ UTC")
                .contains("every check of it held");
    }

    /** As a camera sees the paper. */
    @Test
    void aCodeLeadsToThePageThatVerifiesTheVersionAnew() throws Exception {
        RecordVersion version = exports.released();
        Path copy = copy(version, 2);
        String page = "http://localhost:" + port + "/records/" + version.recordId() + "?version=2";
        assertThat(codes(copy)).containsExactly(page);
        assertThat(run("pdftotext", "-layout", copy.toString(), "-"))
                .contains("Whoever may read the record finds it there, verified anew:", page);
        assertThat(new String(
                        TestCaller.person(port, "auditor")
                                .get(page.substring(page.indexOf("/records")))
                                .bytes(),
                        UTF_8))
                .contains(version.sha256().hex());
    }

    private List<String> codes(Path pdf) throws Exception {
        Path pages = Files.createDirectory(folder.resolve("pages"));
        run(
                "pdftoppm",
                "-r",
                "150",
                "-png",
                pdf.toString(),
                pages.resolve("page").toString());
        List<String> codes = new ArrayList<>();
        try (Stream<Path> files = Files.list(pages)) {
            for (Path file : files.toList()) {
                BufferedImage image = ImageIO.read(file.toFile());
                int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
                BinaryBitmap seen = new BinaryBitmap(
                        new HybridBinarizer(new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels)));
                try {
                    codes.add(new QRCodeReader()
                            .decode(seen, Map.of(DecodeHintType.TRY_HARDER, true))
                            .getText());
                } catch (NotFoundException | FormatException | ChecksumException e) {
                    // a page without a code
                }
            }
        }
        return codes;
    }

    @Test
    void whatTheRecordConsistsOfGoesAlongAndIsPrinted() throws Exception {
        byte[] picture = picture();
        RecordVersion version = ceremonies.inReview(
                caller(ceremonies.team().author()),
                TestRecords.testSuite("VP-" + UUID.randomUUID())
                        .with("curve.png", "image/png", picture)
                        .with("certificate.pdf", "application/pdf", TestRecords.pdf())
                        .with("raw.csv", "text/csv", TABLE.getBytes(UTF_8))
                        .with("Version.json", "application/json", "{\"not\": \"ours\"}".getBytes(UTF_8)));
        Path copy = copy(version, 1);

        assertThat(violations(copy)).isEmpty();
        run(
                "pdfdetach",
                "-saveall",
                "-o",
                Files.createDirectory(folder.resolve("files")).toString(),
                copy.toString());
        assertThat(folder.resolve("files/curve.png")).hasBinaryContent(picture);
        assertThat(folder.resolve("files/certificate.pdf")).hasBinaryContent(TestRecords.pdf());
        assertThat(folder.resolve("files/raw.csv")).hasContent(TABLE);
        assertThat(folder.resolve("files/Version (2).json")).hasContent("{\"not\": \"ours\"}");
        assertThat(Digest.of(Files.readAllBytes(folder.resolve("files/version.json"))))
                .isEqualTo(version.sha256());
        assertThat(Digest.of(Files.readAllBytes(folder.resolve("files/content.json"))))
                .isEqualTo(version.contentSha256());
        assertThat(run("pdftotext", "-layout", copy.toString(), "-"))
                .contains("> =1+1;weight", "> 100.01;g", "Attachment certificate.pdf, page 3 of 3")
                .doesNotContain("U+000D")
                .contains("UNSIGNED COPY");
        // a picture and three pages
        assertThat(run("pdfimages", "-list", copy.toString()).lines().filter(line -> line.contains(" image ")))
                .hasSize(4);
    }

    /** Sixty million pixels in half a megabyte, and lines enough for four thousand pages. */
    @Test
    void whatWouldTakeTheServersMemoryIsNotPrinted() throws Exception {
        RecordVersion version = ceremonies.inReview(
                caller(ceremonies.team().author()),
                TestRecords.testSuite("VP-" + UUID.randomUUID())
                        .with("wide.png", "image/png", wide())
                        .with("lines.txt", "text/plain", "\n".repeat(190_000).getBytes(UTF_8))
                        .with("more.txt", "text/plain", "more\n".getBytes(UTF_8)));
        String text = run("pdftotext", "-layout", copy(version, 1).toString(), "-");
        assertThat(text)
                .contains("Not printed here: the file itself has the picture.")
                .contains("Printed here up to this line: the file itself has all of its text.")
                .doesNotContain("> more");
        assertThat(text.split("\f")).hasSizeLessThan(100);
    }

    @Test
    void saysOfWhatIsTooMuchToGoAlongWhereItIs() throws Exception {
        TestRecord record = TestRecords.testSuite("VP-" + UUID.randomUUID());
        for (int number = 1; number <= 7; number++) {
            byte[] tenMegabytes =
                    ("line " + number + " of it\n").repeat(750_000).getBytes(UTF_8);
            record = record.with("part-" + number + ".txt", "text/plain", tenMegabytes);
        }
        RecordVersion version = ceremonies.inReview(
                caller(ceremonies.team().author()), record.with("small.txt", "text/plain", "small".getBytes(UTF_8)));
        Path copy = copy(version, 1);
        assertThat(run("pdfdetach", "-list", copy.toString()))
                .contains("part-1.txt", "part-6.txt", "small.txt")
                .doesNotContain("part-7.txt");
        assertThat(run("pdftotext", "-layout", copy.toString(), "-"))
                .containsOnlyOnce("Not enclosed: with it, the files that go along would have more than 64 MiB.");
    }

    private static byte[] wide() throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(20_000, 3_000, BufferedImage.TYPE_BYTE_GRAY), "png", png);
        return png.toByteArray();
    }

    private Path copy(RecordVersion version, int number) throws IOException {
        byte[] pdf = TestCaller.person(port, "auditor")
                .get("/api/records/" + version.recordId() + "/versions/" + number + "/copy.pdf")
                .bytes();
        Files.createDirectories(Path.of("target/copies"));
        Files.write(Path.of("target/copies", "version-" + number + "-of-" + version.recordId() + ".pdf"), pdf);
        return Files.write(folder.resolve("copy.pdf"), pdf);
    }

    private static List<String> violations(Path pdf) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance()
                        .createParser(new ByteArrayInputStream(Files.readAllBytes(pdf)), PDFAFlavour.PDFA_3_U);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(PDFAFlavour.PDFA_3_U, false)) {
            ValidationResult result = validator.validate(parser);
            assertThat(result.getTotalAssertions()).isPositive();
            return result.getTestAssertions().stream()
                    .map(one -> one.getRuleId().getClause() + ": " + one.getMessage() + " at "
                            + one.getLocation().getContext())
                    .toList();
        }
    }

    private String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return said;
    }

    private static byte[] both(byte[] first, byte[] second) {
        byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] picture() throws IOException {
        BufferedImage image = new BufferedImage(2_400, 800, BufferedImage.TYPE_INT_ARGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(new Color(29, 58, 138, 200));
        for (int x = 0; x < 2_400; x += 4) {
            pen.fillOval(x, (int) (400 + 300 * Math.sin(x / 180.0)), 12, 12);
        }
        pen.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return png.toByteArray();
    }
}

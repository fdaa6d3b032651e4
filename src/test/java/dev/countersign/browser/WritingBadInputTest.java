package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.TestSigner;
import dev.countersign.authority.Role;
import dev.countersign.malware.TestScanner;
import dev.countersign.records.TestRecord;
import dev.countersign.records.TestRecords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Hostile and clumsy input into the form of a record: refused beside where it stands, or kept as the text that it is. */
@BrowserTest
@Requirement({"REC-02", "REC-08", "USE-02"})
class WritingBadInputTest {

    private static final String SCRIPT = "<img src=x onerror=alert(1)><script>alert(2)</script>";

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    private Chromium chromium;
    private TestSigner author;

    @BeforeEach
    void openBrowser() {
        chromium = Chromium.launch();
        author = TestSigner.with(people, port, Role.QA_ANALYST);
    }

    @AfterEach
    void closeBrowser() {
        chromium.close();
    }

    @Test
    void filesThatAreNotTakenAreNamedAndNothingIsStored() {
        String title = "Procedure " + UUID.randomUUID();
        try (Visitor visitor = visitor()) {
            Page page = visitor.page();
            RecordForm form = RecordForm.opened(page, base() + "/records/new?type=sop");
            form.fillProcedure(title);
            form.drop("tool.exe", 10);
            assertThat(form.chosen()).containsText("Files like tool.exe are not accepted.");
            form.drop("scan.pdf", 51 * 1024 * 1024);
            assertThat(form.chosen().nth(1)).containsText("scan.pdf has 51.0 MiB; at most 50.0 MiB are accepted.");
            form.button("Save as draft").click();
            assertThat(form.problems()).containsText("tool.exe");
            visitor.photographAccessible("write-bad-files");
            form.button("Remove tool.exe").click();
            form.button("Remove scan.pdf").click();
            assertThat(form.chosen()).hasCount(0);

            // what a browser cannot know is seen by the server, which looks into the bytes
            page.locator("#files").setInputFiles(new FilePayload[] {
                new FilePayload("fine.txt", "text/plain", "fine".getBytes(UTF_8)),
                new FilePayload("page.pdf", "application/pdf", ("<!doctype html>" + SCRIPT).getBytes(UTF_8)),
                new FilePayload("report.docx", "application/octet-stream", withMacros())
            });
            form.button("Save as draft").click();
            assertThat(form.chosen().nth(1)).containsText("not plainly application/pdf");
            assertThat(form.chosen().nth(0).locator(".error")).hasCount(0);
            Assertions.assertThat(author.client()
                            .get("/api/records?q=" + title.substring(10))
                            .body())
                    .doesNotContain(title);
            form.button("Remove page.pdf").click();
            form.button("Save as draft").click();
            assertThat(form.chosen().nth(1)).containsText("not plainly application/vnd.openxmlformats");
            form.button("Remove report.docx").click();
            form.button("Save as draft").click();
            assertThat(form.saved()).containsText("Saved as version 1");
            Assertions.assertThat(visitor.complaints()).isEmpty();
        }
    }

    @Test
    void aFileThatIsNotKnownToBeCleanIsSaidToBeAndSavedOnceItIs() {
        try (Visitor visitor = visitor()) {
            Page page = visitor.page();
            RecordForm form = RecordForm.opened(page, base() + "/records/new?type=sop");
            form.fillProcedure("Procedure " + UUID.randomUUID());
            page.locator("#files")
                    .setInputFiles(new FilePayload("infected.txt", "text/plain", TestScanner.EICAR.getBytes(UTF_8)));
            form.button("Save as draft").click();
            assertThat(form.chosen()).containsText("carries malware: the scanner found " + TestScanner.SIGNATURE);
            form.button("Remove infected.txt").click();
            page.locator("#files").setInputFiles(new FilePayload("fine.txt", "text/plain", "fine".getBytes(UTF_8)));
            TestScanner.shared().away(() -> {
                form.button("Save as draft").click();
                assertThat(form.chosen()).containsText("could not be scanned for malware");
                return form;
            });
            form.button("Save as draft").click();
            assertThat(form.saved()).containsText("Saved as version 1");
        }
    }

    @Test
    void textStaysTextAndWhatDoesNotShowIsRefusedWhereItStands() {
        String title = ("<b>עברית</b> e\u0301 " + UUID.randomUUID() + " " + "x".repeat(500)).substring(0, 500);
        try (Visitor visitor = visitor()) {
            Page page = visitor.page();
            RecordForm form = RecordForm.opened(page, base() + "/records/new?type=sop");
            form.fillProcedure(title + "y");
            form.button("Save as draft").click();
            assertThat(form.problems()).containsText("At most 500 characters; there are 501.");
            form.field("Title of the record").fill(title);
            form.field("Purpose").fill("Limit 0.5\u202E0");
            RecordForm.in(form.group("Procedure"), "Heading").fill(SCRIPT);
            page.locator("#files")
                    .setInputFiles(
                            new FilePayload(SCRIPT.replace("/", "") + ".txt", "text/plain", "1".getBytes(UTF_8)));
            form.button("Save as draft").click();
            assertThat(form.field("Purpose")).isFocused();
            assertThat(form.problems()).containsText("Purpose: This text holds U+202E");
            visitor.photographAccessible("write-bad-texts");
            form.field("Purpose").fill("Limit 0.5");
            form.button("Save as draft").click();
            String recordId = form.savedId();
            JsonNode version = author.read(recordId).at("/versions/0");
            Assertions.assertThat(version.path("title").asText()).isEqualTo(title);
            page.navigate(base() + "/records/" + recordId + "/edit");
            form.ready();
            assertThat(form.field("Title of the record")).hasValue(title);
            assertThat(page.locator("summary")).containsText(SCRIPT.substring(0, 20));
            Assertions.assertThat(visitor.overflows()).isFalse();
            visitor.photographAccessible("write-hostile-texts");
            Assertions.assertThat(visitor.complaints()).isEmpty();
        }
    }

    @Test
    void aSuiteOfTwoHundredStepsIsRevisedInTheMiddle() {
        TestRecord suite = TestRecords.testSuite("OQ-200").changing(content -> {
            ArrayNode steps = (ArrayNode) content.at("/testScripts/0/steps");
            steps.removeAll();
            for (int step = 1; step <= 200; step++) {
                steps.addObject()
                        .put("id", String.valueOf(step))
                        .put("action", "Weigh " + step + ".\r\nRead it.")
                        .put("expectedResult", step + " g");
            }
        });
        String recordId = TestSigner.expect(201, author.client().post("/api/records", new String(suite.body(), UTF_8)))
                .path("recordId")
                .asText();
        try (Visitor visitor = visitor()) {
            Page page = visitor.page();
            RecordForm form = RecordForm.opened(page, base() + "/records/" + recordId + "/edit");
            assertThat(RecordForm.in(form.group("Step 200"), "Expected result")).hasValue("200 g");
            form.button("Insert below Step 100").click();
            form.button("Move Step 103 up").click();
            form.button("Remove Step 200").click();
            RecordForm.in(form.group("Step 101"), "Step").fill("100");
            RecordForm.in(form.group("Step 101"), "Action").fill("Tare.");
            RecordForm.in(form.group("Step 101"), "Expected result").fill("0 g");
            form.field("Reason for change").fill("A step was missing.");
            form.button("Save as version 2").click();
            assertThat(form.problems()).containsText("Another one has the same.");
            visitor.photographAccessible("write-long-suite");
            RecordForm.in(form.group("Step 101"), "Step").fill("100a");
            form.button("Save as version 2").click();
            assertThat(form.saved()).containsText("Saved as version 2");
            Assertions.assertThat(visitor.complaints()).isEmpty();
        }
        JsonNode steps = TestSigner.expect(200, author.client().get("/api/records/" + recordId + "/versions/2/content"))
                .at("/testScripts/0/steps");
        Assertions.assertThat(steps.findValuesAsText("id"))
                .hasSize(200)
                .containsSequence("100", "100a", "102", "101", "103")
                .endsWith("197", "198", "200");
        // what nobody touched is what it was, ends of lines included
        Assertions.assertThat(steps.at("/0/action").asText()).isEqualTo("Weigh 1.\r\nRead it.");
    }

    @Test
    void aNumberIsOneThatArrivesAsItWasTyped() {
        List<String> none = List.of(
                "0x1F",
                "  ",
                "1.",
                ".5",
                "+1",
                "007",
                "1,5",
                "Infinity",
                "1e999",
                "12345678901234567890",
                "0.1000000000000000055");
        List<String> numbers = List.of(" 12 ", "-0.50", "1500", "1.5e3", "0", "-0", "1e21", "0.0000001");
        try (Visitor visitor = visitor()) {
            Page page = visitor.page();
            RecordForm.opened(page, base() + "/records/new?type=sop");
            Assertions.assertThat(said(page, none)).hasSameSizeAs(none).containsOnly("This is not a number.");
            Assertions.assertThat(said(page, numbers))
                    .containsExactly("12", "-0.5", "1500", "1500", "0", "0", "1e+21", "1e-7");
        }
    }

    /** Of each text typed into a field for a number, what is wrong with it, else the number that is sent. */
    private static List<String> said(Page page, List<String> typed) {
        return ((List<?>) page.evaluate(
                        "async all => { const {field} = await import('/assets/writing/fields.js');"
                                + " return all.map(typed => {"
                                + " const one = field({schema: {type: 'number'}, name: 'Mass', required: true});"
                                + " const input = one.element.querySelector('input'); input.value = typed;"
                                + " input.dispatchEvent(new Event('input', {bubbles: true}));"
                                + " return one.check(true)[0]?.detail ?? JSON.stringify(one.value()).replace(/^\"/, 'text '); }); }",
                        typed))
                .stream().map(String.class::cast).toList();
    }

    private static byte[] withMacros() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : List.of("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write("<x/>".getBytes(UTF_8));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private Visitor visitor() {
        Visitor visitor = new Visitor(chromium.browser(), base(), author.userId(), 1280, 900);
        visitor.logIn();
        return visitor;
    }

    private String base() {
        return "http://localhost:" + port;
    }
}

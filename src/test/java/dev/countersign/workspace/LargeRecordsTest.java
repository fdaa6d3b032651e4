package dev.countersign.workspace;

import static dev.countersign.TestSigner.expect;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestCaller;
import dev.countersign.TestCaller.Answer;
import dev.countersign.TestPeople;
import dev.countersign.TestSigner;
import dev.countersign.authority.Role;
import dev.countersign.crypto.Digest;
import dev.countersign.records.TestRecord;
import dev.countersign.records.TestRecords;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Records as large as the laboratory makes them: handed in, signed, read, compared, copied and checked like any other. */
@CountersignTest
@Requirement({"REC-02", "REC-05", "SIG-01", "CPY-01", "CPY-03"})
class LargeRecordsTest {

    private static final int FILES = 20;
    private static final int FILE = 5 << 19;
    private static final int STEPS = 2_000;
    private static final int OF_A_SCRIPT = 500;

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    private TestSigner author;
    private TestSigner reviewer;
    private TestCaller reader;

    @BeforeEach
    void people() {
        author = TestSigner.with(people, port, Role.QA_ANALYST);
        reviewer = TestSigner.with(people, port, Role.QA_ANALYST);
        reader = TestCaller.person(port, reviewer.userId());
    }

    @Test
    void ofFiftyMegabytesInTwentyFiles() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (int i = 0; i < FILES; i++) {
            files.put("raw data %02d.csv".formatted(i), lines(i));
        }
        TestRecord record = TestRecords.sop("SOP-" + UUID.randomUUID());
        Answer drafted = TestCaller.person(port, author.userId())
                .post(
                        "/api/records",
                        multipart(record, files),
                        "Content-Type",
                        "multipart/form-data; boundary=b0undary");
        assertThat(drafted.status()).as(drafted.toString()).isEqualTo(201);
        String recordId = drafted.json().path("recordId").asText();
        author.startNext(recordId, 1);
        expect(201, author.approve(recordId));
        expect(201, reviewer.approve(recordId));

        String version = "/api/records/" + recordId + "/versions/1";
        assertThat(reader.get(version + "/verification").json().path("checks"))
                .isNotEmpty()
                .noneMatch(check -> check.path("result").asText().equals("FAILED"));
        String page = new String(page("/records/" + recordId), UTF_8);
        assertThat(page).contains(files.keySet());
        byte[] last = reader.get(version + "/attachments/"
                        + Digest.of(files.get("raw data 19.csv")).hex())
                .bytes();
        assertThat(last).isEqualTo(files.get("raw data 19.csv"));
        try (PDDocument copy = Loader.loadPDF(reader.get(version + "/copy.pdf").bytes())) {
            assertThat(new PDFTextStripper().getText(copy))
                    .contains(files.keySet())
                    .doesNotContain("Not enclosed");
            Map<String, PDComplexFileSpecification> along =
                    copy.getDocumentCatalog().getNames().getEmbeddedFiles().getNames();
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                assertThat(along.get(file.getKey()).getEmbeddedFileUnicode().toByteArray())
                        .isEqualTo(file.getValue());
            }
        }
        Set<String> enclosed = digests(reader.get(version + "/evidence.zip").bytes());
        files.values()
                .forEach(bytes -> assertThat(enclosed).contains(Digest.of(bytes).hex()));
    }

    /** Of everything inside. */
    private static Set<String> digests(byte[] bundle) throws IOException {
        Set<String> digests = new HashSet<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bundle))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                digests.add(Digest.of(zip.readAllBytes()).hex());
            }
        }
        return digests;
    }

    private static byte[] lines(int seed) {
        StringBuilder text = new StringBuilder(FILE + 100).append("time,mass\n");
        for (long line = 0; text.length() < FILE; line++) {
            text.append(line).append(',').append((line * 7919 + seed) % 100_003).append('\n');
        }
        return text.append(UUID.randomUUID()).append(",end\n").toString().getBytes(UTF_8);
    }

    private static byte[] multipart(TestRecord record, Map<String, byte[]> files) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        part(body, "name=\"record\"", "application/json", record.body());
        files.forEach((name, bytes) -> part(body, "name=\"file\"; filename=\"" + name + "\"", "text/csv", bytes));
        body.writeBytes("--b0undary--\r\n".getBytes(UTF_8));
        return body.toByteArray();
    }

    private static void part(ByteArrayOutputStream body, String disposition, String type, byte[] bytes) {
        body.writeBytes(("--b0undary\r\nContent-Disposition: form-data; " + disposition + "\r\nContent-Type: " + type
                        + "\r\n\r\n")
                .getBytes(UTF_8));
        body.writeBytes(bytes);
        body.writeBytes("\r\n".getBytes(UTF_8));
    }

    @Test
    void ofTwoThousandSteps() throws IOException {
        TestRecord suite = TestRecords.testSuite("TS-" + UUID.randomUUID())
                .changing(content -> steps(content, "100.00 g ± 0.05 g"));
        String recordId = author.started(suite);
        expect(201, author.approve(recordId));
        String taskId = reviewer.task(recordId).path("taskId").asText();
        JsonNode shown = reader.get("/api/tasks/" + taskId + "/presentation").json();
        assertThat(shown.toString()).contains("Place weight " + STEPS);
        expect(201, reviewer.reject(recordId, "The last limit is too wide."));

        assertThat(new String(page("/records/" + recordId), UTF_8))
                .contains("Place weight 1 ", "Place weight " + STEPS);
        try (PDDocument copy = Loader.loadPDF(
                reader.get("/api/records/" + recordId + "/versions/1/copy.pdf").bytes())) {
            assertThat(new PDFTextStripper().getText(copy)).contains("Place weight 1 ", "Place weight " + STEPS);
        }
        expect(
                201,
                author.revise(
                        recordId,
                        suite.changing(content -> steps(content, "100.00 g ± 0.02 g"))
                                .because("as the specification has it")));
        String compared = new String(page("/records/" + recordId + "/compare?from=1&to=2"), UTF_8);
        assertThat(compared).contains("± 0.02 g").doesNotContain("Place weight 1 ");
        expect(201, author.approve(recordId));
        String next = reviewer.task(recordId).path("taskId").asText();
        assertThat(reader.get("/api/tasks/" + next + "/presentation").json().toString())
                .contains("± 0.02 g");
    }

    /** In scripts of as many as one may have. */
    private static void steps(ObjectNode content, String lastLimit) {
        ArrayNode scripts = (ArrayNode) content.path("testScripts");
        ObjectNode first = (ObjectNode) scripts.remove(0);
        scripts.removeAll();
        for (int from = 0; from < STEPS; from += OF_A_SCRIPT) {
            ObjectNode script = scripts.addObject().setAll(first);
            script.put("id", "TS-" + (10 + from / OF_A_SCRIPT));
            ArrayNode steps = script.putArray("steps");
            for (int i = from + 1; i <= from + OF_A_SCRIPT; i++) {
                steps.addObject()
                        .put("id", Integer.toString(i))
                        .put("action", "Place weight " + i + " and read.")
                        .put("expectedResult", i == STEPS ? lastLimit : "100.00 g ± 0.05 g");
            }
        }
    }

    private byte[] page(String path) {
        Answer page = reader.get(path, "Accept", "text/html");
        assertThat(page.status()).isEqualTo(200);
        return page.bytes();
    }
}

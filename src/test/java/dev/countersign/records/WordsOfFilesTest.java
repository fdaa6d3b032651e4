package dev.countersign.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestCaller;
import dev.countersign.TestCaller.Answer;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.worm.WormStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Records are found by what stands in their attached files. */
@CountersignTest
@Requirement("REC-07")
class WordsOfFilesTest {

    private static final String WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    private static final String SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static final int MOST = 1_000_000;

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private FileReading reading;

    @Autowired
    private SummaryMapper words;

    @Autowired
    private WormStore store;

    private TestCaller analyst;

    @BeforeEach
    void somebodyWrites() {
        analyst = TestCaller.person(port, people.somebody(Role.QA_ANALYST));
    }

    @Test
    void whateverKindOfTextTheyAre() throws IOException {
        String pdf = word();
        String document = word();
        String sheet = word();
        String number = Long.toString(System.nanoTime());
        String table = word();
        String notes = word();
        String name = word();
        String recordId = handedIn(TestRecords.sop("SOP-" + UUID.randomUUID())
                .with("drawing.pdf", MediaKind.PDF.mediaType(), TestPdf.pages("first page", "says " + pdf))
                .with("protocol.docx", MediaKind.DOCX.mediaType(), document(document))
                .with("weights.xlsx", MediaKind.XLSX.mediaType(), workbook(sheet, number))
                .with("table.csv", MediaKind.CSV.mediaType(), ("sample,result\n" + table + ",7\n").getBytes(UTF_8))
                .with(name + ".txt", MediaKind.TEXT.mediaType(), ("see " + notes).getBytes(UTF_8)));
        assertThat(found(name)).as("at once").containsExactly(recordId);
        for (String one : List.of(pdf, document, sheet, number, table, notes)) {
            Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(found(one))
                    .containsExactly(recordId));
        }
        assertThat(found(pdf + " " + table + " " + name)).containsExactly(recordId);
        assertThat(found("sharedindex41")).as("a place in a list is no text").isEmpty();
    }

    @Test
    void ofTheNewestVersionAlone() {
        String before = word();
        String after = word();
        TestRecord sop = TestRecords.sop("SOP-" + UUID.randomUUID());
        String recordId = handedIn(sop.with("a.txt", MediaKind.TEXT.mediaType(), before.getBytes(UTF_8)));
        Awaitility.await().until(() -> !found(before).isEmpty());
        Answer next = analyst.post(
                "/api/records/" + recordId + "/versions",
                sop.with("a.txt", MediaKind.TEXT.mediaType(), after.getBytes(UTF_8))
                        .because("another text")
                        .body());
        assertThat(next.status()).as(next.toString()).isEqualTo(201);
        Awaitility.await().until(() -> !found(after).isEmpty());
        assertThat(found(before)).isEmpty();
    }

    @Test
    void andAFileThatHidesOrUnpacksToMuchCostsLittleAndTheOthersAreRead() throws IOException {
        String read = word();
        String hidden = word();
        String recordId = handedIn(TestRecords.sop("SOP-" + UUID.randomUUID())
                .with("entities.docx", MediaKind.DOCX.mediaType(), entities(hidden))
                .with("large.docx", MediaKind.DOCX.mediaType(), large())
                .with("broken.xlsx", MediaKind.XLSX.mediaType(), packed("xl/workbook.xml", "<workbook", null, null))
                .with("letters.pdf", MediaKind.PDF.mediaType(), letters(read.hashCode()))
                .with("nested.pdf", MediaKind.PDF.mediaType(), TestPdf.nestedForms(read.hashCode()))
                .with("z.txt", MediaKind.TEXT.mediaType(), read.getBytes(UTF_8)));
        Awaitility.await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> assertThat(found(read))
                .containsExactly(recordId));
        assertThat(found(hidden)).isEmpty();
    }

    @Test
    void andNoMoreIsReadOfOneThanSearchesNeed() throws IOException {
        assertThat(OfficeText.ofDocument(document("abc"), MOST)).contains("abc", "balance ");
        assertThat(OfficeText.ofDocument(document("abc".repeat(1_000)), 10).length())
                .isLessThan(4_000);
        assertThat(OfficeText.ofDocument(entities("hidden"), MOST)).isBlank();
        assertThatThrownBy(() -> OfficeText.ofDocument("no archive".getBytes(UTF_8), MOST))
                .isInstanceOf(IOException.class);
    }

    private String handedIn(TestRecord record) {
        Answer answer = analyst.post("/api/records", record.body());
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        return answer.json().path("recordId").asText();
    }

    private List<String> found(String words) {
        return analyst.get("/api/records?q=" + words.replace(' ', '+'))
                .json()
                .path("items")
                .findValuesAsText("recordId");
    }

    private static String word() {
        return "file" + UUID.randomUUID().toString().replace("-", "");
    }

    /** A word in two runs, and one that another program wrote in one. */
    private static byte[] document(String word) throws IOException {
        int half = word.length() / 2;
        return packed(
                "word/document.xml",
                "<w:document xmlns:w=\"" + WORD + "\"><w:body><w:p><w:r><w:t>balance</w:t></w:r></w:p><w:p><w:r><w:t>"
                        + word.substring(0, half) + "</w:t></w:r><w:r><w:t>" + word.substring(half)
                        + "</w:t></w:r></w:p></w:body></w:document>",
                null,
                null);
    }

    private static byte[] workbook(String word, String number) throws IOException {
        return packed(
                "xl/workbook.xml",
                "<workbook xmlns=\"" + SHEET + "\"/>",
                "<sst xmlns=\"" + SHEET + "\"><si><r><t>" + word + "</t></r></si></sst>",
                "<worksheet xmlns=\"" + SHEET + "\"><sheetData><row><c t=\"s\"><v>sharedindex41</v></c><c><v>" + number
                        + "</v></c></row></sheetData></worksheet>");
    }

    private static byte[] entities(String word) throws IOException {
        return packed(
                "word/document.xml",
                "<!DOCTYPE d [<!ENTITY e \"" + word
                        + "\"><!ENTITY f SYSTEM \"file:///etc/hostname\">]><w:document xmlns:w=\"" + WORD
                        + "\"><w:t>&e;&f;</w:t></w:document>",
                null,
                null);
    }

    /** Ten million letters that one operator shows: the library keeps each until its page ends. */
    private static byte[] letters(int salt) {
        return TestPdf.page(
                "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>",
                "BT /F 1 Tf 10 10 Td (" + "a".repeat(10_000_000) + ") Tj ET % " + salt);
    }

    /** A version whose files ended the program twice is begun no more, and those behind it are read. */
    @Test
    void aFileThatEndsTheProgramIsTriedTwiceAlone() {
        String fatal = word();
        String behind = word();
        reading.stop();
        String recordId;
        try {
            recordId = handedIn(TestRecords.sop("SOP-" + UUID.randomUUID())
                    .with("a.txt", MediaKind.TEXT.mediaType(), fatal.getBytes(UTF_8)));
            for (int attempt = 0; attempt < 2; attempt++) {
                words.tried(store.installation().organisation(), UUID.fromString(recordId), 1);
            }
        } finally {
            reading.start();
        }
        handedIn(TestRecords.sop("SOP-" + UUID.randomUUID())
                .with("b.txt", MediaKind.TEXT.mediaType(), behind.getBytes(UTF_8)));
        Awaitility.await().until(() -> !found(behind).isEmpty());
        assertThat(found(fatal)).isEmpty();
    }

    /** 200 MB of one letter in some hundred kilobytes. */
    private static byte[] large() throws IOException {
        return packed(
                "word/document.xml",
                "<w:document xmlns:w=\"" + WORD + "\"><w:t>" + "a".repeat(200_000_000) + "</w:t></w:document>",
                null,
                null);
    }

    private static byte[] packed(String main, String text, String shared, String sheet) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            part(zip, "[Content_Types].xml", "<Types/>");
            part(zip, main, text);
            if (shared != null) {
                part(zip, "xl/sharedStrings.xml", shared);
                part(zip, "xl/worksheets/sheet1.xml", sheet);
            }
        }
        return bytes.toByteArray();
    }

    private static void part(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(UTF_8));
        zip.closeEntry();
    }
}

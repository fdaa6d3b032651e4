package dev.countersign.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.Requirement;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.ledger.RefusedException;
import dev.countersign.malware.MalwareScans;
import dev.countersign.signing.TestPdfReading;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionGoTo;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionJavaScript;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionLaunch;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationLink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

@Requirement({"REC-02", "REC-03"})
class IntakeCheckTest {

    private static final RecordsSettings SETTINGS =
            new RecordsSettings(DataSize.ofKilobytes(64), DataSize.ofKilobytes(64), DataSize.ofKilobytes(96), 3);
    private final IntakeCheck check = new IntakeCheck(
            new RecordTypes(),
            SETTINGS,
            new AttachmentCheck(SETTINGS, new ContentSniffer(), new ReadableFile(TestPdfReading.reading())),
            new AttachmentScan(files -> new MalwareScans.Verdict.Clean()),
            List.of());

    private Intake accept(TestRecord record) {
        return check.check(record.newVersion(), List.of());
    }

    @Test
    @Requirement("REC-08")
    void scansTheSameBytesOnceInACallAndRefusesBeforeItScans() {
        List<List<byte[]>> scanned = new ArrayList<>();
        AttachmentScan scan = new AttachmentScan(files -> {
            scanned.add(files);
            return new MalwareScans.Verdict.Clean();
        });
        IntakeCheck scanning = new IntakeCheck(
                new RecordTypes(),
                SETTINGS,
                new AttachmentCheck(SETTINGS, new ContentSniffer(), new ReadableFile(TestPdfReading.reading())),
                scan,
                List.of());
        byte[] text = "weighed twice".getBytes(UTF_8);
        byte[] later = "made by the application".getBytes(UTF_8);
        TestRecord twice =
                TestRecords.sop("SOP-7").with("a.txt", "text/plain", text).with("b.txt", "text/plain", text);

        Intake first = scanning.check(twice.newVersion(), List.of());
        assertThat(scanned).containsExactly(List.of(text));
        scanning.check(twice.with("c.txt", "text/plain", later).newVersion(), first.attachments());
        assertThat(scanned).containsExactly(List.of(text), List.of(later));

        TestRecord wrong = twice.with("c.pdf", "application/pdf", later);
        assertThatThrownBy(() -> scanning.check(wrong.newVersion(), List.of())).isInstanceOf(RefusedException.class);
        assertThat(scanned).hasSize(2);
    }

    private Refusal refusal(TestRecord record) {
        try {
            accept(record);
        } catch (RefusedException e) {
            return e.refusal();
        }
        throw new AssertionError("accepted " + record.title());
    }

    @ParameterizedTest
    @ValueSource(strings = {"test-suite", "test-suite-revised", "batch-record", "sop"})
    void acceptsTheSamples(String name) {
        TestRecord sample = TestRecords.sample(name);
        Intake intake = accept(sample);
        assertThat(intake.content()).isEqualTo(CanonicalJson.write(sample.content()));
    }

    @Test
    void namesEveryFieldForPeople() {
        new RecordTypes().all().forEach(type -> assertTitles(type.code(), type.schema()));
    }

    private static void assertTitles(String where, com.fasterxml.jackson.databind.JsonNode schema) {
        schema.path("properties").properties().forEach(property -> {
            assertThat(property.getValue().path("title").asText())
                    .as(where + "/" + property.getKey())
                    .isNotBlank();
            assertTitles(where + "/" + property.getKey(), property.getValue());
        });
        if (schema.has("properties")) {
            assertThat(schema.path("additionalProperties").booleanValue())
                    .as(where)
                    .isFalse();
            assertThat(schema.path("additionalProperties").isBoolean())
                    .as(where)
                    .isTrue();
        }
        if (schema.has("items")) {
            assertTitles(where + "/items", schema.get("items"));
        }
    }

    @Test
    void refusesAnUnknownType() {
        TestRecord record =
                new TestRecord("recipe", "x", TestRecords.sop("SOP-1").content(), java.util.List.of(), null, null);
        assertThat(refusal(record).code()).isEqualTo("unknown-record-type");
        assertThat(refusal(record).detail()).contains("test-suite, batch-record, sop");
    }

    @Test
    void pointsAtEachErrorOfTheContent() {
        Refusal refusal = refusal(TestRecords.sop("SOP-2").changing(content -> {
            content.remove("purpose");
            content.put("colour", "blue");
            content.put("scope", 12);
            ((ObjectNode) content.at("/procedure/0/steps/0")).put("id", "first");
        }));
        assertThat(refusal.code()).isEqualTo("schema-violation");
        assertThat(refusal.kind().status()).isEqualTo(422);
        assertThat(refusal.errors())
                .extracting(InputError::pointer)
                .containsExactlyInAnyOrder(
                        "/content/purpose", "/content/colour", "/content/scope", "/content/procedure/0/steps/0/id");
        assertThat(refusal.errors())
                .allSatisfy(error -> assertThat(error.detail()).endsWith("."));
    }

    @Test
    void refusesTheSameIdTwiceInAList() {
        Refusal refusal = refusal(TestRecords.testSuite("VAL-1").changing(content -> {
            ArrayNode scripts = (ArrayNode) content.get("testScripts");
            scripts.add(scripts.get(0).deepCopy());
        }));
        assertThat(refusal.errors()).extracting(InputError::pointer).containsExactly("/content/testScripts/1/id");
    }

    @Test
    void refusesMeasuredValuesAsNumbers() {
        Refusal refusal = refusal(TestRecords.sample("batch-record")
                .changing(content -> ((ObjectNode) content.at("/materials/0")).put("dispensed", 12.5)));
        assertThat(refusal.errors()).extracting(InputError::pointer).containsExactly("/content/materials/0/dispensed");
    }

    @Test
    void refusesContentOverTheLimit() {
        Refusal refusal = refusal(TestRecords.sop("SOP-3").changing(content -> {
            ArrayNode duties = (ArrayNode) content.get("responsibilities");
            for (int i = 0; i < 9; i++) {
                duties.addObject().put("role", "Analyst").put("duty", "x".repeat(7999));
            }
        }));
        assertThat(refusal.code()).isEqualTo("too-large");
        assertThat(refusal.kind().status()).isEqualTo(413);
        assertThat(refusal.errors()).extracting(InputError::pointer).containsExactly("/content");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\nb", "a\u202Eb", "a\u0000b", "\ud800"})
    void refusesTitlesThatAreNoLineOfText(String title) {
        assertThat(refusal(TestRecords.sop("SOP-4").titled(title)).errors())
                .extracting(InputError::pointer)
                .containsExactly("/title");
    }

    @Test
    @Requirement("SIG-01")
    void refusesContentThatShowsAsSomethingElse() {
        Refusal refusal = refusal(TestRecords.sop("SOP-10").changing(content -> {
            content.put("purpose", "Limit is \u202e5.0\u202c %");
            ((ObjectNode) content.at("/procedure/0/steps/0")).put("criterion", "1\u200b00 g");
        }));
        assertThat(refusal.code()).isEqualTo("invalid-member");
        assertThat(refusal.errors())
                .extracting(InputError::pointer)
                .containsExactlyInAnyOrder("/content/purpose", "/content/procedure/0/steps/0/criterion");
        assertThat(refusal.errors())
                .extracting(InputError::detail)
                .anySatisfy(detail -> assertThat(detail).contains("U+202E"))
                .anySatisfy(detail -> assertThat(detail).contains("U+200B"));
    }

    @Test
    @Requirement("SIG-01")
    void refusesMembersWhoseNamesHideSomething() {
        Refusal refusal = refusal(TestRecords.sop("SOP-11").changing(content -> content.put("sco\u2066pe", "x")));
        assertThat(refusal.code()).isEqualTo("invalid-member");
        assertThat(refusal.errors()).extracting(InputError::pointer).containsExactly("/content/sco⟨U+2066⟩pe");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u202a",
                "\u202e",
                "\u2066",
                "\u2069",
                "\u200e",
                "\u200f",
                "\u061c",
                "\u200b",
                "\u2060",
                "\ufeff",
                "\u00ad",
                "\u0007",
                "\u001b",
                "\u0085",
                "\u2028",
                "\u3164",
                "\u200d",
                "\udb40\udc41"
            })
    @Requirement("SIG-01")
    void namesWhatDoesNotShow(String hidden) {
        assertThat(PlainText.hidden("5" + hidden + "0")).hasValue(hidden.codePointAt(0));
        assertThat(PlainText.visible("5" + hidden + "0"))
                .isEqualTo("5⟨U+%04X⟩0".formatted(hidden.codePointAt(0)))
                .satisfies(shown -> assertThat(PlainText.hidden(shown)).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100.00 g ± 0.02 g\n\tµ",
                "הגבול הוא 5.0 %",
                "الحد 5.0 ٪",
                "می\u200cخواهم",
                "क्\u200dष",
                "👩\u200d🔬",
                "1\ufe0f\u20e3",
                "分析 𝛼"
            })
    @Requirement("SIG-01")
    void takesTextOfEveryScript(String text) {
        assertThat(PlainText.hidden(text)).isEmpty();
        assertThat(PlainText.visible(text)).isEqualTo(text);
        accept(TestRecords.sop("SOP-12").changing(content -> content.put("purpose", text)));
    }

    @Test
    @Requirement({"REC-08", "SIG-01"})
    void refusesTextAttachmentsThatShowAsSomethingElse() {
        assertRefused("invalid-member", "a.txt", "text/plain", "result: \u202e5.0\u202c".getBytes(UTF_8));
        assertRefused("invalid-member", "a.csv", "text/csv", "a;b\n1;2\u200b\n".getBytes(UTF_8));
        assertThat(refusal(TestRecords.sop("SOP-13").with("a.txt", "text/plain", "5\u202e0".getBytes(UTF_8)))
                        .detail())
                .contains("U+202E");
    }

    @Test
    @Requirement("REC-08")
    void takesTheMarkWithWhichSomeProgramsBeginUtf8() throws IOException {
        assertThat(accepted("values.csv", "text/csv", "\uFEFFa;b\n1;2\n".getBytes(UTF_8)))
                .isEqualTo("text/csv");
    }

    @Test
    void countsATitleInCharactersNotInUnits() {
        assertThat(accept(TestRecords.sop("SOP-5").titled("𝛼".repeat(500))).title())
                .hasSize(1000);
        assertThat(refusal(TestRecords.sop("SOP-5").titled("𝛼".repeat(501))).code())
                .isEqualTo("invalid-member");
    }

    @Test
    @Requirement("REC-08")
    void acceptsAttachmentsThatAreWhatTheySay() throws IOException {
        assertThat(accepted("CoA.pdf", "application/pdf", TestRecords.pdf())).isEqualTo("application/pdf");
        assertThat(accepted("values.csv", "text/csv; charset=utf-8", "a;b\n1,0;2,0\n".getBytes(UTF_8)))
                .isEqualTo("text/csv");
        assertThat(accepted("notes.txt", "text/plain", "± 0.02 g\n".getBytes(UTF_8)))
                .isEqualTo("text/plain");
        assertThat(accepted(
                        "protocol.docx", MediaKind.DOCX.mediaType(), zip("[Content_Types].xml", "word/document.xml")))
                .isEqualTo(MediaKind.DOCX.mediaType());
    }

    private String accepted(String name, String mediaType, byte[] bytes) {
        return accept(TestRecords.sop("SOP-6").with(name, mediaType, bytes))
                .attachments()
                .get(0)
                .mediaType();
    }

    @Test
    @Requirement("REC-08")
    void refusesAttachmentsWhoseBytesAreSomethingElse() throws IOException {
        assertRefused("attachment-type-mismatch", "CoA.pdf", "application/pdf", "MZ\u0090".getBytes(UTF_8));
        assertRefused("attachment-type-mismatch", "CoA.pdf", "application/pdf", "<html></html>".getBytes(UTF_8));
        assertRefused("attachment-type-mismatch", "CoA.png", "application/pdf", TestRecords.pdf());
        assertRefused("attachment-type-mismatch", "CoA.png", "image/png", TestRecords.pdf());
        assertRefused("attachment-type-mismatch", "a.txt", "text/plain", "<html><script>".getBytes(UTF_8));
        assertRefused("attachment-type-mismatch", "a.csv", "text/csv", new byte[] {1, 2, 3});
        assertRefused("attachment-type-mismatch", "a.txt", "text/plain", new byte[0]);
        assertRefused("attachment-type-mismatch", "a.docx", MediaKind.DOCX.mediaType(), zip("readme.txt"));
        assertRefused(
                "attachment-type-mismatch",
                "a.docx",
                MediaKind.DOCX.mediaType(),
                zip("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"));
        for (String program : List.of(
                "word/VBAPROJECT.BIN", "word/vbaData.xml", "word/activeX/activeX1.xml", "xl/macrosheets/sheet1.xml")) {
            assertRefused(
                    "attachment-type-mismatch",
                    "a.docx",
                    MediaKind.DOCX.mediaType(),
                    zip("[Content_Types].xml", "word/document.xml", program));
        }
        for (String said : List.of(
                "[Content_Types].xml|<Override PartName=\"/word/x.bin\" ContentType=\"application/vnd.ms-office.vbaProject\"/>",
                "[Content_Types].xml|<Override ContentType=\"application/vnd.ms-word.document.macroEnabled.main+xml\"/>",
                "word/_rels/settings.xml.rels|<Relationship Type=\"http://x/attachedTemplate\" Target=\"http://example.org/a.dotm\"/>",
                "word/_rels/settings.xml.rels|<Relationship Target=\"\\\\server\\a.dotm\" Type=\"http://x/attachedTemplate\"/>",
                "word/_rels/settings.xml.rels|" + " ".repeat(2 << 20))) {
            assertRefused("attachment-type-mismatch", "a.docx", MediaKind.DOCX.mediaType(), saying(said));
        }
        assertThat(accepted(
                        "a.docx",
                        MediaKind.DOCX.mediaType(),
                        saying("word/_rels/settings.xml.rels|<Relationship Type=\"http://x/attachedTemplate\""
                                + " Target=\"file:///C:/Templates/report.dotx\" TargetMode=\"External\"/>")))
                .isEqualTo(MediaKind.DOCX.mediaType());
        assertRefused("attachment-type-not-allowed", "a.html", "text/html", "<html>".getBytes(UTF_8));
        assertRefused("attachment-type-not-allowed", "a.svg", "image/svg+xml", "<svg/>".getBytes(UTF_8));
    }

    @Test
    @Requirement("REC-08")
    void refusesFilesThatOnlyBeginAsWhatTheySay() {
        assertRefused("attachment-type-mismatch", "a.pdf", "application/pdf", "%PDF-1.4 junk".getBytes(UTF_8));
        assertRefused(
                "attachment-type-mismatch",
                "a.pdf",
                "application/pdf",
                "%PDF-1.7\n<script>alert(1)</script>".getBytes(UTF_8));
        byte[] script = "????<script>alert(1)</script>".getBytes(UTF_8);
        script[0] = (byte) 0xFF;
        script[1] = (byte) 0xD8;
        script[2] = (byte) 0xFF;
        script[3] = (byte) 0xE0;
        assertRefused("attachment-type-mismatch", "a.jpg", "image/jpeg", script);
    }

    @Test
    @Requirement("REC-08")
    void takesPicturesOfAPlausibleSizeAlone() throws IOException {
        assertThat(accepted("a.png", "image/png", picture("png"))).isEqualTo("image/png");
        assertThat(accepted("a.jpg", "image/jpeg", picture("jpg"))).isEqualTo("image/jpeg");
        byte[] huge = picture("png");
        huge[17] = 1;
        huge[21] = 1;
        assertRefused("attachment-type-mismatch", "a.png", "image/png", huge);
    }

    @Test
    @Requirement("REC-08")
    void refusesAPdfThatIsEncrypted() throws IOException {
        ByteArrayOutputStream encrypted = new ByteArrayOutputStream();
        try (PDDocument document = Loader.loadPDF(TestPdf.saying("a page"))) {
            document.protect(new StandardProtectionPolicy("owner", "", new AccessPermission()));
            document.save(encrypted);
        }
        assertThat(accepted("a.pdf", "application/pdf", TestPdf.saying("a page")))
                .isEqualTo("application/pdf");
        assertRefused("attachment-type-mismatch", "a.pdf", "application/pdf", encrypted.toByteArray());
    }

    /** What each does: run, start, send, fetch; from a form, a page, a name; and a way to a place in the file, which is nothing. */
    @Test
    @Requirement("REC-08")
    void refusesAPdfThatDoesSomethingByItself() throws IOException {
        Map<String, Consumer<PDDocument>> active = Map.of(
                "a script at opening",
                        pdf -> pdf.getDocumentCatalog().setOpenAction(new PDActionJavaScript("app.alert(1)")),
                "a program to start", pdf -> pdf.getDocumentCatalog().setOpenAction(new PDActionLaunch()),
                "a form to send",
                        pdf -> {
                            PDAnnotationLink link = new PDAnnotationLink();
                            link.getCOSObject().setItem(COSName.A, action("SubmitForm"));
                            annotate(pdf, link);
                        },
                "a script in a place of its own",
                        pdf -> pdf.getPage(0).getCOSObject().setItem("Lost", action("JavaScript")),
                "a form that is a program",
                        pdf -> pdf.getDocumentCatalog().getCOSObject().setItem(COSName.ACRO_FORM, xfa()));
        for (Map.Entry<String, Consumer<PDDocument>> one : active.entrySet()) {
            Refusal refusal = refusal(TestRecords.sop("SOP-9").with("a.pdf", "application/pdf", with(one.getValue())));
            assertThat(refusal.code()).as(one.getKey()).isEqualTo("attachment-type-not-allowed");
            assertThat(refusal.detail()).as(one.getKey()).contains("Print it into a new PDF");
        }
        assertThat(accepted("a.pdf", "application/pdf", with(pdf -> {
                    PDAnnotationLink link = new PDAnnotationLink();
                    link.setAction(new PDActionGoTo());
                    annotate(pdf, link);
                })))
                .isEqualTo("application/pdf");
    }

    private static byte[] with(Consumer<PDDocument> change) throws IOException {
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        try (PDDocument document = Loader.loadPDF(TestPdf.saying("a page"))) {
            change.accept(document);
            document.save(changed);
        }
        return changed.toByteArray();
    }

    private static void annotate(PDDocument document, PDAnnotationLink link) {
        document.getPage(0).getCOSObject().setItem(COSName.ANNOTS, new COSArray(List.of(link.getCOSObject())));
    }

    private static COSDictionary xfa() {
        COSDictionary form = new COSDictionary();
        form.setItem(COSName.getPDFName("XFA"), new COSArray());
        return form;
    }

    private static COSDictionary action(String kind) {
        COSDictionary action = new COSDictionary();
        action.setItem(COSName.S, COSName.getPDFName(kind));
        return action;
    }

    private static byte[] picture(String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB), format, bytes);
        return bytes.toByteArray();
    }

    @Test
    @Requirement("REC-08")
    void refusesAFileThatIsTwoKindsAtOnce() throws IOException {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(TestRecords.pdf());
        both.write(zip("evil.txt"));
        assertRefused("attachment-type-mismatch", "CoA.pdf", "application/pdf", both.toByteArray());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../a.txt",
                "a/b.txt",
                "a\\b.txt",
                "a\u0000.txt",
                "a\n.txt",
                "a\u202Etxt.txt",
                ".a.txt",
                " a.txt",
                ""
            })
    @Requirement("REC-08")
    void refusesNamesThatCouldBeAPathOrDeceive(String name) {
        assertRefused("attachment-name", name, "text/plain", "x".getBytes(UTF_8));
    }

    @Test
    @Requirement("REC-08")
    void refusesTheSameNameTwiceAndTooManyOrTooMuch() {
        TestRecord record = TestRecords.sop("SOP-7").with("a.txt", "text/plain", "x".getBytes(UTF_8));
        assertThat(refusal(record.with("A.TXT", "text/plain", "y".getBytes(UTF_8)))
                        .code())
                .isEqualTo("attachment-name");
        byte[] half = "y".repeat(60_000).getBytes(UTF_8);
        assertThat(refusal(record.with("b.txt", "text/plain", half).with("c.txt", "text/plain", half))
                        .code())
                .isEqualTo("too-large");
        assertThat(refusal(record.with("b.txt", "text/plain", "y".repeat(70_000).getBytes(UTF_8)))
                        .code())
                .isEqualTo("too-large");
        TestRecord four = record.with("b.txt", "text/plain", half)
                .with("c.txt", "text/plain", half)
                .with("d.txt", "text/plain", half);
        assertThat(refusal(four).errors()).extracting(InputError::pointer).containsExactly("/attachments");
    }

    @Test
    void equalIntakesHaveEqualDigestsAndOthersDoNot() {
        TestRecord record = TestRecords.sop("SOP-8").with("a.txt", "text/plain", "x".getBytes(UTF_8));
        assertThat(digest(record)).isEqualTo(digest(record.withBusinessKey("LIMS-1")));
        assertThat(digest(record)).isNotEqualTo(digest(record.titled("other")));
        assertThat(digest(record)).isNotEqualTo(digest(record.because("other")));
        assertThat(digest(record)).isNotEqualTo(digest(record.with("b.txt", "text/plain", "x".getBytes(UTF_8))));
        assertThat(digest(record)).isNotEqualTo(digest(record.changing(content -> content.put("scope", "other"))));
    }

    private Object digest(TestRecord record) {
        return accept(record).digest();
    }

    private void assertRefused(String code, String name, String mediaType, byte[] bytes) {
        Refusal refusal = refusal(TestRecords.sop("SOP-9").with(name, mediaType, bytes));
        assertThat(refusal.code()).as(name).isEqualTo(code);
        assertThat(refusal.errors())
                .allSatisfy(error -> assertThat(error.pointer()).startsWith("/attachments/0"));
    }

    /** A document of which one part, named before the bar, says what stands behind it. */
    private static byte[] saying(String part) throws IOException {
        String name = part.substring(0, part.indexOf('|'));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String one : new TreeSet<>(List.of("[Content_Types].xml", "word/document.xml", name))) {
                zip.putNextEntry(new ZipEntry(one));
                zip.write((one.equals(name) ? part.substring(name.length() + 1) : "<x/>").getBytes(UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] zip(String... names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write("<x/>".getBytes(UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void defaultsAreThoseOfTheDocumentation() {
        assertThatThrownBy(() -> new RecordsSettings(DataSize.ofBytes(1), DataSize.ofBytes(2), DataSize.ofBytes(1), 1))
                .isInstanceOf(IllegalArgumentException.class);
        var bound = new org.springframework.boot.context.properties.bind.Binder(
                        new org.springframework.boot.context.properties.source.MapConfigurationPropertySource())
                .bindOrCreate("countersign.records", RecordsSettings.class);
        assertThat(bound)
                .isEqualTo(new RecordsSettings(
                        DataSize.ofMegabytes(5), DataSize.ofMegabytes(50), DataSize.ofMegabytes(200), 50));
    }
}

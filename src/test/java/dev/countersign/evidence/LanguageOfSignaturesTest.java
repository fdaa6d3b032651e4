package dev.countersign.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.TestSigner;
import dev.countersign.authority.Role;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.evidence.verify.BundleVerifier;
import dev.countersign.evidence.verify.BundleVerifier.Verdict;
import dev.countersign.records.TestRecords;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Who was shown a record in German signs a German sentence; whoever checks it needs to know nothing of that. */
@CountersignTest
@Requirement({"USE-04", "SIG-04"})
class LanguageOfSignaturesTest {

    private static final String GERMAN =
            "Ich habe Version 1 dieser Aufzeichnung geschrieben und stehe für ihren Inhalt ein.";
    private static final String ENGLISH = "I wrote version 1 of this record and answer for its content.";

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private TestExports exports;

    private TestSigner author;
    private String recordId;
    private JsonNode task;

    @BeforeEach
    void anAuthorsSignatureIsDue() {
        author = TestSigner.with(people, port, Role.QA_ANALYST);
        recordId = author.started(TestRecords.sop("SOP-" + UUID.randomUUID()));
        task = author.task(recordId);
    }

    @Test
    void isThatOfWhatTheSessionWasShownLastAndEveryVerifierAgrees() {
        shown("en", ENGLISH);
        shown("de", GERMAN);

        JsonNode signed = signed(Map.of());

        assertThat(signed.at("/intent/meaning/language").asText()).isEqualTo("de");
        assertThat(signed.at("/intent/meaning/sentence").asText()).isEqualTo(GERMAN);
        assertVerifies();
    }

    @Test
    void isEnglishAgainForWhoeverWentBackToEnglish() {
        shown("de-AT, de;q=0.9", GERMAN);
        shown("fr, en;q=0.5", ENGLISH);

        assertThat(signed(Map.of()).at("/intent/meaning/sentence").asText()).isEqualTo(ENGLISH);
    }

    @Test
    void isThatOfThePresentationThatIsNamed() {
        String german =
                shown("de", GERMAN).headers().firstValue("ETag").orElseThrow().replace("\"", "");
        shown("en", ENGLISH);

        JsonNode signed = signed(Map.of("presentationSha256", german));

        assertThat(signed.at("/intent/meaning/language").asText()).isEqualTo("de");
        assertVerifies();
    }

    @Test
    void isOnTheCopyWhichItselfIsInEnglishForEveryReader() throws IOException {
        shown("de", GERMAN);
        signed(Map.of());

        byte[] copy = author.client()
                .exchange(
                        "GET",
                        "/api/records/" + recordId + "/versions/1/copy.pdf",
                        new byte[0],
                        "Accept-Language",
                        "de")
                .body();

        try (PDDocument document = Loader.loadPDF(copy)) {
            assertThat(document.getDocumentCatalog().getLanguage()).isEqualTo("en");
            assertThat(new PDFTextStripper().getText(document).replaceAll("\\s+", " "))
                    .contains(GERMAN)
                    .contains("UTC")
                    .doesNotContain("MEZ");
        }
    }

    @Test
    void isEnglishForWhoeverNamesNone() {
        HttpResponse<String> shown =
                author.client().get("/api/tasks/" + task.path("taskId").asText() + "/presentation");
        assertThat(shown.headers().firstValue("Content-Language")).hasValue("en");
        assertThat(signed(Map.of()).at("/intent/meaning/sentence").asText()).isEqualTo(ENGLISH);
    }

    private HttpResponse<String> shown(String language, String sentence) {
        HttpResponse<String> shown = author.client()
                .get("/api/tasks/" + task.path("taskId").asText() + "/presentation", "Accept-Language", language);
        assertThat(TestClient.json(shown).at("/meanings/approve/sentence").asText())
                .isEqualTo(sentence);
        assertThat(String.join(", ", shown.headers().allValues("Vary"))).contains("Accept-Language");
        return shown;
    }

    private JsonNode signed(Map<String, String> given) {
        String id = TestSigner.expect(201, author.sign(recordId, given))
                .path("signatureId")
                .asText();
        TestBundle bundle = TestBundle.of(zip());
        return bundle.names("signatures/.*[.]statement[.]json").stream()
                .map(name -> CanonicalJson.parse(bundle.file(name)))
                .filter(statement -> statement.path("signatureId").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private void assertVerifies() {
        Verdict verdict = BundleVerifier.verify(ByteBuffer.wrap(zip()), exports.trust());
        assertThat(verdict.holds()).as(verdict.failure().toString()).isTrue();
        assertThat(ShellVerifier.over(TestBundle.of(zip()), exports.trust()).text())
                .doesNotContain("FAILED");
    }

    private byte[] zip() {
        return author.client()
                .exchange("GET", "/api/records/" + recordId + "/versions/1/evidence.zip", new byte[0])
                .body();
    }
}

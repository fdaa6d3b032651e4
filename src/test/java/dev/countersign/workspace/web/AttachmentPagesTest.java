package dev.countersign.workspace.web;

import static dev.countersign.signing.TestCeremonies.caller;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestCaller;
import dev.countersign.TestCaller.Answer;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Ledger;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.TestPdf;
import dev.countersign.records.TestRecords;
import dev.countersign.signing.TestCeremonies;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Attachments in place: what a browser may show and nothing else, to readers alone, each look on record. */
@CountersignTest
@Requirement({"REC-05", "REC-07", "AUD-01"})
class AttachmentPagesTest {

    private static final byte[] PDF = TestPdf.pages("one", "two");
    private static final byte[] TEXT = "weighed twice".getBytes(UTF_8);

    @LocalServerPort
    private int port;

    @Autowired
    private TestCeremonies ceremonies;

    @Autowired
    private Ledger ledger;

    private byte[] picture;
    private RecordVersion version;
    private TestCaller reader;

    @BeforeEach
    void aRecordWithThreeFiles() throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(20, 30, BufferedImage.TYPE_INT_RGB), "png", png);
        picture = png.toByteArray();
        version = ceremonies.inReview(
                caller(ceremonies.team().author()),
                TestRecords.sop("SOP-" + UUID.randomUUID())
                        .with("pages.pdf", "application/pdf", PDF)
                        .with("curve.png", "image/png", picture)
                        .with("note.txt", "text/plain", TEXT));
        reader = TestCaller.person(port, "reviewer");
    }

    @Test
    void areShownAsWhatTheyAreAndEachLookIsOnRecord() throws IOException {
        Answer page = reader.get(file(PDF) + "/pages/2.png");
        assertThat(page.header("Content-Type")).isEqualTo("image/png");
        assertThat(page.header("Cache-Control")).contains("no-store");
        assertThat(reader.get(file(picture) + "/picture").bytes()).isEqualTo(picture);
        assertThat(new String(reader.get("/records/" + version.recordId()).bytes(), UTF_8))
                .contains("weighed twice");
        String pages = "/records/" + version.recordId() + "/compare/pages";
        String both = "?from=1&to=1&before=" + Digest.of(PDF).hex() + "&after="
                + Digest.of(PDF).hex();
        assertThat(new String(reader.get(pages + both).bytes(), UTF_8)).contains("All 2 pages look the same");
        assertThat(reader.get(pages + "/difference.png" + both + "&page=1&other=2")
                        .header("Content-Type"))
                .isEqualTo("image/png");

        assertThat(looks())
                .containsExactly(
                        "attachment, page 2 " + Digest.of(PDF).hex(),
                        "attachment " + Digest.of(picture).hex(),
                        "content " + version.contentSha256().hex(),
                        "attachment " + Digest.of(TEXT).hex(),
                        "attachment, compared " + Digest.of(PDF).hex(),
                        "attachment, compared " + Digest.of(PDF).hex(),
                        "attachment, page 1 " + Digest.of(PDF).hex(),
                        "attachment, page 2 " + Digest.of(PDF).hex());
    }

    private List<String> looks() {
        return ledger.ofRecord(version.recordId()).stream()
                .map(entry -> CanonicalJson.parse(entry.bytes()))
                .filter(entry -> entry.path("type").asText().equals("record.viewed"))
                .filter(entry -> entry.at("/actor/id").asText().equals("reviewer"))
                .map(entry -> entry.path("new"))
                .map(told ->
                        told.path("part").asText() + " " + told.path("sha256").asText())
                .toList();
    }

    @Test
    void areNothingElse() {
        String unknown = file("unknown".getBytes(UTF_8));
        for (String path : List.of(
                unknown + "/picture",
                unknown + "/pages/1.png",
                file(PDF) + "/picture",
                file(TEXT) + "/picture",
                file(picture) + "/pages/1.png",
                file(PDF) + "/pages/0.png",
                file(PDF) + "/pages/3.png",
                file(PDF).replace("versions/1", "versions/2") + "/pages/1.png",
                "/records/" + version.recordId() + "/compare/pages?from=1&to=1&before="
                        + Digest.of(PDF).hex() + "&after=" + Digest.of(picture).hex())) {
            assertThat(reader.get(path).status()).as(path).isEqualTo(404);
        }
    }

    @Test
    void areForReadersAlone() {
        for (String path : List.of(file(picture) + "/picture", file(PDF) + "/pages/1.png")) {
            assertThat(TestCaller.person(port, "itadmin").get(path).status()).isEqualTo(403);
            assertThat(TestCaller.nobody(port).get(path).status()).isNotEqualTo(200);
        }
        JsonNode trail = CanonicalJson.parse(TestCaller.person(port, "auditor")
                .get("/api/records/" + version.recordId() + "/audit")
                .bytes());
        assertThat(trail.toString()).doesNotContain("\"itadmin\"");
    }

    private String file(byte[] bytes) {
        return "/records/" + version.recordId() + "/versions/1/attachments/"
                + Digest.of(bytes).hex();
    }
}

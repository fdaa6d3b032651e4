package dev.countersign.workspace;

import static dev.countersign.signing.TestCeremonies.caller;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.countersign.CountersignTest;
import dev.countersign.RefusedCalls;
import dev.countersign.Requirement;
import dev.countersign.TestCaller;
import dev.countersign.TestCaller.Answer;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Ledger;
import dev.countersign.records.Comments;
import dev.countersign.records.RecordVersion;
import dev.countersign.signing.TestCeremonies;
import dev.countersign.worm.WormStore;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Comments are kept with the record as it is kept itself: nobody changes one, the audit trail has its digest, a copy has its words. */
@CountersignTest
@Requirement("WFL-04")
class CommentsTest {

    private static final String WORDS = "Step 2: which balance? <b onclick=alert(1)>bold</b> =1+1 مرحبا";

    @LocalServerPort
    private int port;

    @Autowired
    private TestCeremonies ceremonies;

    @Autowired
    private Ledger ledger;

    @Autowired
    private WormStore store;

    @Autowired
    private RefusedCalls refused;

    private RecordVersion version;
    private String comments;
    private String add;

    @BeforeEach
    void aRecord() {
        version = ceremonies.inReview(caller(ceremonies.team().author()));
        comments = "/api/records/" + version.recordId() + "/comments";
        add = "/api/records/" + version.recordId() + "/versions/1/comments";
    }

    @Test
    void areKeptWithTheRecordAndToldByItsAuditTrail() throws Exception {
        Answer added = TestCaller.person(port, "reviewer").post(add, body(WORDS));
        assertThat(added.status()).as(added.toString()).isEqualTo(201);
        TestCaller.person(port, "author").post(add, body("The one of the second floor."));

        JsonNode all = TestCaller.person(port, "auditor").get(comments).json().path("items");
        assertThat(all).hasSize(2);
        assertThat(all.at("/0/text").asText()).isEqualTo(WORDS);
        assertThat(all.at("/0/author").asText()).isEqualTo("reviewer");
        assertThat(all.at("/0/version").asInt()).isEqualTo(1);
        assertThat(all.at("/1/text").asText()).isEqualTo("The one of the second floor.");
        JsonNode entry = ledger.ofRecord(version.recordId()).stream()
                .map(one -> CanonicalJson.parse(one.bytes()))
                .filter(one -> one.path("type").asText().equals("record.commented"))
                .findFirst()
                .orElseThrow();
        byte[] kept = store.blob(Digest.parse(entry.at("/new/commentSha256").asText()))
                .orElseThrow();
        JsonNode comment = CanonicalJson.parse(kept);
        assertThat(comment.path("format").asText()).isEqualTo("countersign/comment/v1");
        assertThat(comment.path("versionSha256").asText())
                .isEqualTo(version.sha256().hex());
        assertThat(comment.path("text").asText()).isEqualTo(WORDS);
        assertThat(entry.toString()).as("content is in no entry").doesNotContain("which balance");

        JsonNode report = TestCaller.person(port, "auditor")
                .get("/api/records/" + version.recordId() + "/versions/1/verification")
                .json();
        assertThat(report.path("checks"))
                .noneMatch(check -> check.path("result").asText().equals("FAILED"));
        try (PDDocument copy = Loader.loadPDF(TestCaller.person(port, "auditor")
                .get("/api/records/" + version.recordId() + "/versions/1/copy.pdf")
                .bytes())) {
            assertThat(new PDFTextStripper().getText(copy)).contains("which balance?", "The one of the second floor.");
        }
    }

    @Test
    void areOfWhoeverWorksWithRecords() {
        for (String person : new String[] {"auditor", "itadmin", "procadmin"}) {
            TestCaller caller = TestCaller.person(port, person);
            Answer answer = refused.refusedAndNothingLeft(
                    person, () -> caller.post(add, body(WORDS)), "not-authorized", "record.comment");
            assertThat(answer.status()).isEqualTo(403);
        }
        assertThat(TestCaller.lims(port).post(add, body(WORDS)).status()).isEqualTo(403);
        assertThat(TestCaller.nobody(port).post(add, body(WORDS)).status()).isIn(401, 403);
        assertThat(TestCaller.person(port, "itadmin").get(comments).status()).isEqualTo(403);
        assertThat(TestCaller.person(port, "auditor").get(comments).json().path("items"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   \n ", "a limit of 0.5\u202E", "zero\u200Bwidth"})
    void whatCannotBeReadIsRefused(String text) {
        TestCaller reviewer = TestCaller.person(port, "reviewer");
        Answer answer = refused.refusedAndNothingLeft(
                "reviewer", () -> reviewer.post(add, body(text)), "invalid-member", "record.comment");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactly("/text");
    }

    @Test
    void whatIsNoCommentIsRefused() {
        TestCaller reviewer = TestCaller.person(port, "reviewer");
        assertThat(reviewer.post(add, body("x".repeat(Comments.LONGEST + 1))).code())
                .isEqualTo("invalid-member");
        assertThat(reviewer.post(add, body("x".repeat(Comments.LONGEST))).status())
                .isEqualTo(201);
        assertThat(reviewer.post(add, "{\"text\": 7}").code()).isEqualTo("invalid-member");
        assertThat(reviewer.post(add, "{\"text\": \"a\", \"text\": \"b\"}").code())
                .isEqualTo("invalid-json");
        assertThat(reviewer.post(add, "no JSON".getBytes(UTF_8)).code()).isEqualTo("invalid-json");
        assertThat(reviewer.post(add.replace("/1/", "/9/"), body("on nothing")).code())
                .isEqualTo("record-not-found");
    }

    private static String body(String text) {
        return JsonNodeFactory.instance.objectNode().put("text", text).toString();
    }
}

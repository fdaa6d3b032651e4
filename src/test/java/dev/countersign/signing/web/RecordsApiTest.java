package dev.countersign.signing.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.RefusedCalls;
import dev.countersign.Requirement;
import dev.countersign.TestCaller;
import dev.countersign.TestCaller.Answer;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.records.TestRecord;
import dev.countersign.records.TestRecords;
import dev.countersign.worm.WormStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@CountersignTest
@Requirement({"REC-01", "REC-02", "REC-03", "INT-02"})
class RecordsApiTest {

    @LocalServerPort
    private int port;

    @Autowired
    private Records records;

    @Autowired
    private WormStore store;

    @Autowired
    private Ledger ledger;

    @Autowired
    private TestPeople people;

    @Autowired
    private RefusedCalls calls;

    @Autowired
    private PlatformTransactionManager transactions;

    private TestCaller author() {
        return TestCaller.person(port, "author");
    }

    private static String path(JsonNode receipt) {
        return "/api/records/" + receipt.get("recordId").textValue();
    }

    @Test
    void draftsARecordAndGivesItsExactBytesBack() {
        TestRecord record = TestRecords.sop("SOP-100").with("CoA ± 1.pdf", "application/pdf", TestRecords.pdf());
        Answer drafted = author().post("/api/records", record.body());

        assertThat(drafted.status()).as(drafted.toString()).isEqualTo(201);
        JsonNode receipt = drafted.json();
        assertThat(receipt.get("version").intValue()).isEqualTo(1);
        assertThat(receipt.get("status").textValue()).isEqualTo("draft");
        assertThat(drafted.header("Location")).isEqualTo(path(receipt));
        assertThat(drafted.header("ETag"))
                .isEqualTo("\"" + receipt.get("sha256").textValue() + "\"");

        Answer manifest = author().get(path(receipt) + "/versions/1");
        assertThat(Digest.of(manifest.bytes()).hex())
                .isEqualTo(receipt.get("sha256").textValue());
        Answer content = author().get(path(receipt) + "/versions/1/content");
        assertThat(content.bytes()).isEqualTo(CanonicalJson.write(record.content()));
        assertThat(Digest.of(content.bytes()).hex())
                .isEqualTo(manifest.json().at("/content/sha256").textValue());
        assertThat(content.header("Content-Type")).startsWith("application/json");

        String sha256 = manifest.json().at("/attachments/0/sha256").textValue();
        Answer attachment = author().get(path(receipt) + "/versions/1/attachments/" + sha256);
        assertThat(attachment.bytes()).isEqualTo(TestRecords.pdf());
        assertThat(attachment.header("Content-Type")).isEqualTo("application/pdf");
        assertThat(attachment.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(attachment.header("Content-Disposition"))
                .startsWith("attachment;")
                .contains("filename*=UTF-8''CoA%20%C2%B1%201.pdf");
    }

    @Test
    void draftsEverySample() {
        for (String name : List.of("test-suite", "batch-record", "sop")) {
            Answer drafted =
                    author().post("/api/records", TestRecords.sample(name).body());
            assertThat(drafted.status()).as(name + " " + drafted).isEqualTo(201);
        }
    }

    @Test
    void draftsFromMultipart() throws IOException {
        TestRecord record = TestRecords.sop("SOP-101");
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        part(body, "name=\"record\"", "application/json", record.body());
        part(body, "name=\"file\"; filename=\"CoA.pdf\"", "application/octet-stream", TestRecords.pdf());
        body.write("--b0undary--\r\n".getBytes(UTF_8));

        Answer drafted = author().post(
                        "/api/records", body.toByteArray(), "Content-Type", "multipart/form-data; boundary=b0undary");

        assertThat(drafted.status()).as(drafted.toString()).isEqualTo(201);
        JsonNode manifest = author().get(path(drafted.json()) + "/versions/1").json();
        assertThat(manifest.at("/attachments/0/name").textValue()).isEqualTo("CoA.pdf");
        assertThat(manifest.at("/attachments/0/mediaType").textValue()).isEqualTo("application/pdf");
        assertThat(manifest.at("/attachments/0/sha256").textValue())
                .isEqualTo(Digest.of(TestRecords.pdf()).hex());
    }

    private static void part(ByteArrayOutputStream body, String disposition, String type, byte[] bytes)
            throws IOException {
        body.write(("--b0undary\r\nContent-Disposition: form-data; " + disposition + "\r\nContent-Type: " + type
                        + "\r\n\r\n")
                .getBytes(UTF_8));
        body.write(bytes);
        body.write("\r\n".getBytes(UTF_8));
    }

    /** Each answers with a problem detail, and leaves nothing behind but one audit entry. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.countersign.records.BadRecords#drafts")
    @Requirement({"REC-08", "AUD-01"})
    void refusesBadInput(String what, String body, int status, String code, List<String> pointers) {
        String somebody = people.somebody(Role.QA_ANALYST);
        TestCaller caller = TestCaller.person(port, somebody);
        Answer refused =
                calls.refusedAndNothingLeft(somebody, () -> caller.post("/api/records", body), code, "record.draft");

        assertThat(refused.status()).as(refused.toString()).isEqualTo(status);
        assertThat(refused.pointers()).isEqualTo(pointers);
        assertThat(records.search(null, null, null, somebody, 0, 1).total()).isZero();
    }

    private List<String> refusals(String userId) {
        return ledger.search(new Ledger.Filter(null, null, userId, "refused", null), 0, 100).items().stream()
                .map(entry -> CanonicalJson.parse(entry.bytes()).at("/new/code").textValue())
                .toList();
    }

    @Test
    void storesNoBytesOfARefusedRecord() {
        byte[] attachment = "kept nowhere %s".formatted(UUID.randomUUID()).getBytes(UTF_8);
        TestRecord record = TestRecords.sop("SOP-102")
                .with("a.txt", "text/plain", attachment)
                .with("b.pdf", "application/pdf", "no PDF".getBytes(UTF_8));
        assertThat(author().post("/api/records", record.body()).status()).isEqualTo(422);
        assertThat(store.blob(Digest.of(attachment))).isEmpty();
    }

    @Test
    void refusesAnotherMediaTypeThanJsonOrMultipart() {
        Answer refused = author().post("/api/records", "type=sop", "Content-Type", "application/x-www-form-urlencoded");
        assertThat(refused.status()).isEqualTo(415);
        assertThat(refused.code()).isEqualTo("unsupported-media-type");
    }

    @Test
    void listsAndShowsRecords() {
        String word = "Liste" + Long.toString(System.nanoTime(), 36);
        JsonNode one = author().post(
                        "/api/records",
                        TestRecords.sop("SOP-103").titled(word + " eins").body())
                .json();
        author().post(
                        "/api/records",
                        TestRecords.testSuite("VAL-103").titled(word + " zwei").body());

        JsonNode all = author().get("/api/records?q=" + word).json();
        assertThat(all.get("total").intValue()).isEqualTo(2);
        JsonNode sops = author().get("/api/records?type=sop&status=draft&page=0&size=5&q=" + word)
                .json();
        assertThat(sops.get("items")).hasSize(1);
        assertThat(sops.at("/items/0/recordId")).isEqualTo(one.get("recordId"));
        assertThat(sops.at("/items/0/status").textValue()).isEqualTo("draft");

        JsonNode shown = author().get(path(one)).json();
        assertThat(shown.get("status").textValue()).isEqualTo("draft");
        assertThat(shown.at("/versions/0/sha256")).isEqualTo(one.get("sha256"));
        assertThat(shown.at("/versions/0/author/id").textValue()).isEqualTo("author");
        assertThat(shown.at("/versions/0/signatures")).isEmpty();
        assertThat(shown.get("plan").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"size=0", "size=101", "page=-1", "status=signed", "size=many"})
    void refusesParametersThatMakeNoSense(String query) {
        Answer refused = author().get("/api/records?" + query);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("invalid-parameter");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/records/00000000-0000-7000-8000-000000000000",
                "/api/records/00000000-0000-7000-8000-000000000000/versions/1",
                "/api/records/nonsense",
                "/api/nonsense"
            })
    void knowsNothingOfWhatIsNotThere(String path) {
        Answer refused = author().get(path);
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.code()).endsWith("not-found");
    }

    @Test
    @Requirement("AUT-03")
    void letsNobodyReadWithoutThePermission() {
        JsonNode receipt =
                author().post("/api/records", TestRecords.sop("SOP-104").body()).json();
        TestCaller administrator = TestCaller.person(port, people.somebody(Role.IT_ADMINISTRATOR));
        for (String suffix : List.of("", "/versions/1", "/versions/1/content", "/audit")) {
            Answer refused = administrator.get(path(receipt) + suffix);
            assertThat(refused.status()).as(suffix).isEqualTo(403);
            assertThat(refused.code()).isEqualTo("not-authorized");
            assertThat(refused.json().get("rule").textValue()).isNotBlank();
        }
        assertThat(administrator.get("/api/records").status()).isEqualTo(403);
        assertThat(administrator
                        .post("/api/records", TestRecords.sop("SOP-105").body())
                        .status())
                .isEqualTo(403);
        assertThat(TestCaller.nobody(port).get(path(receipt)).status()).isEqualTo(401);
    }

    @Test
    void letsAServiceAccountReadWhatItStartedAndNothingElse() {
        RecordVersion own = Objects.requireNonNull(new TransactionTemplate(transactions)
                .execute(status -> records.append(
                        Caller.serviceAccount("lims", "127.0.0.1"),
                        records.validate(TestRecords.sop("SOP-106").newVersion()))));
        JsonNode others =
                author().post("/api/records", TestRecords.sop("SOP-107").body()).json();
        TestCaller lims = TestCaller.lims(port);

        Answer content = lims.get("/api/records/" + own.recordId() + "/versions/1/content");
        assertThat(content.status()).as(content.toString()).isEqualTo(200);
        assertThat(lims.get(path(others)).status()).isEqualTo(403);
        assertThat(lims.get(path(others) + "/versions/1/content").status()).isEqualTo(403);
    }

    @Test
    @Requirement("AUD-01")
    void recordsWhoWasGivenContent() {
        JsonNode receipt =
                author().post("/api/records", TestRecords.sop("SOP-108").body()).json();
        author().get(path(receipt) + "/versions/1/content");

        Answer trail = TestCaller.person(port, "auditor").get(path(receipt) + "/audit");

        assertThat(trail.status()).isEqualTo(200);
        JsonNode items = trail.json().get("items");
        assertThat(items)
                .extracting(item -> item.get("type").textValue())
                .containsExactly("record.version-appended", "record.status-changed", "record.viewed");
        JsonNode viewed = items.get(2);
        assertThat(viewed.at("/actor/id").textValue()).isEqualTo("author");
        assertThat(viewed.get("significance").textValue()).isEqualTo("low");
        byte[] entry = java.util.Base64.getDecoder().decode(viewed.get("entry").textValue());
        assertThat(Digest.ofLeaf(entry).hex()).isEqualTo(viewed.get("leafHash").textValue());
        JsonNode found = TestCaller.person(port, "auditor")
                .get("/api/audit/entries?type=record.viewed&record="
                        + receipt.get("recordId").textValue())
                .json();
        assertThat(found.get("total").intValue()).isEqualTo(1);
        assertThat(author().get("/api/audit/entries").status()).isEqualTo(403);
    }

    @Test
    @Requirement("AUD-01")
    void searchesTheTrailWithinYearsThatCanBeStored() {
        for (String time :
                new String[] {"%2B999999999-12-31T23:59:59Z", "-999999999-01-01T00:00:00Z", "0000-01-01T00:00:00Z"}) {
            Answer refused = TestCaller.person(port, "auditor").get("/api/audit/entries?from=" + time);
            assertThat(refused.status()).as(refused.toString()).isEqualTo(400);
            assertThat(refused.code()).isEqualTo("invalid-parameter");
        }
    }

    @Test
    @Requirement("REC-04")
    void writesNextVersionsOverTheLatestAlone() {
        JsonNode first =
                author().post("/api/records", TestRecords.sop("SOP-109").body()).json();
        byte[] changed = TestRecords.sop("SOP-109")
                .titled("Second")
                .because("second check weight")
                .body();
        String ifMatch = "\"" + first.get("sha256").textValue() + "\"";

        Answer second = author().post(path(first) + "/versions", changed, "If-Match", ifMatch);
        assertThat(second.status()).as(second.toString()).isEqualTo(201);
        assertThat(second.json().get("version").intValue()).isEqualTo(2);
        Answer stale = author().post(path(first) + "/versions", changed, "If-Match", ifMatch);
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.code()).isEqualTo("not-latest");
        Answer silent = author().post(
                        path(first) + "/versions", TestRecords.sop("SOP-109").body());
        assertThat(silent.status()).isEqualTo(422);
        assertThat(silent.code()).isEqualTo("reason-required");
        assertThat(author().get(path(first)).json().get("versions")).hasSize(2);
    }

    @Test
    void withdrawsWithAReasonForEver() {
        JsonNode receipt =
                author().post("/api/records", TestRecords.sop("SOP-110").body()).json();
        Answer silent = author().post(path(receipt) + "/withdrawal", "{}");
        assertThat(silent.status()).isEqualTo(422);
        assertThat(silent.code()).isEqualTo("reason-required");
        assertThat(TestCaller.person(port, "reviewer")
                        .post(path(receipt) + "/withdrawal", "{\"reason\":\"mine\"}")
                        .status())
                .isEqualTo(403);
        assertThat(author().post(path(receipt) + "/withdrawal", "{\"reason\":\"written twice\"}")
                        .status())
                .isEqualTo(204);
        assertThat(author().get(path(receipt)).json().get("status").textValue()).isEqualTo("withdrawn");
        Answer late = author().post(
                        path(receipt) + "/versions",
                        TestRecords.sop("SOP-110").because("again").body());
        assertThat(late.code()).isEqualTo("record-closed");
    }

    @Test
    @Requirement("REC-08")
    void refusesAnUploadOverTheLimitWithAnAnswer() throws IOException {
        String somebody = people.somebody(Role.QA_ANALYST);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        part(
                body,
                "name=\"record\"",
                "application/json",
                TestRecords.sop("SOP-111").body());
        part(
                body,
                "name=\"file\"; filename=\"large.txt\"",
                "text/plain",
                "x".repeat(51 << 20).getBytes(UTF_8));
        body.write("--b0undary--\r\n".getBytes(UTF_8));

        Answer refused = TestCaller.person(port, somebody)
                .post("/api/records", body.toByteArray(), "Content-Type", "multipart/form-data; boundary=b0undary");

        assertThat(refused.status()).as(refused.toString()).isEqualTo(413);
        assertThat(refused.code()).isEqualTo("too-large");
        assertThat(refusals(somebody)).containsExactly("too-large");
    }

    @Test
    void refusesMultipartWithoutARecord() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        part(body, "name=\"file\"; filename=\"CoA.pdf\"", "application/pdf", TestRecords.pdf());
        body.write("--b0undary--\r\n".getBytes(UTF_8));
        Answer refused = author().post(
                        "/api/records", body.toByteArray(), "Content-Type", "multipart/form-data; boundary=b0undary");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("invalid-request");
    }
}

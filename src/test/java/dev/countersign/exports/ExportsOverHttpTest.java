package dev.countersign.exports;

import static dev.countersign.exports.TestRecordExports.begin;
import static dev.countersign.exports.TestRecordExports.ended;
import static dev.countersign.exports.TestRecordExports.files;
import static dev.countersign.exports.TestRecordExports.request;
import static dev.countersign.exports.TestRecordExports.statement;
import static dev.countersign.exports.TestRecordExports.text;
import static dev.countersign.signing.TestCeremonies.caller;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestCaller;
import dev.countersign.TestCaller.Answer;
import dev.countersign.TestPeople;
import dev.countersign.authority.Authority;
import dev.countersign.authority.Role;
import dev.countersign.authority.Terms;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.database.DatabaseRoles;
import dev.countersign.evidence.TestExports;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Ledger.Filter;
import dev.countersign.ledger.Log;
import dev.countersign.operations.Commands;
import dev.countersign.records.ForgedVersion;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.TestRecord;
import dev.countersign.records.TestRecords;
import dev.countersign.signing.TestCeremonies;
import dev.countersign.worm.RecordScope;
import dev.countersign.worm.WormStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What a search found is exported whole, and says truly what it has and what not. */
@CountersignTest
@Requirement({"CPY-01", "CPY-02", "CPY-06"})
class ExportsOverHttpTest {

    private static final String BOTH = "[\"copy\",\"evidence\"]";

    @LocalServerPort
    private int port;

    @Autowired
    private TestCeremonies ceremonies;

    @Autowired
    private TestExports exports;

    @Autowired
    private TestPeople people;

    @Autowired
    private WormStore store;

    @Autowired
    private DatabaseRoles roles;

    @Autowired
    private Ledger ledger;

    @Autowired
    private Log log;

    @Autowired
    private Authority authority;

    @Autowired
    private ExportWork work;

    @TempDir
    private Path folder;

    private final String word = "exported" + UUID.randomUUID().toString().replace("-", "");
    private String person;
    private TestCaller reader;

    @BeforeEach
    void somebodyReads() {
        work.start();
        person = people.somebody(Role.REGULATORY_AUDITOR);
        reader = TestCaller.person(port, person);
    }

    @Test
    void hasCopyAndEvidenceOfEachRecordAndHashesOfAll() throws IOException {
        List<RecordVersion> versions = List.of(written(), written(), written());
        String address = begin(reader, word, BOTH);
        JsonNode ended = ended(reader, address);
        assertThat(ended.path("state").asText()).as(ended.toString()).isEqualTo("done");
        assertThat(ended.path("done").asInt()).isEqualTo(3);
        Answer answer = reader.get(address + "/export.zip");
        assertThat(answer.header("Content-Type")).startsWith("application/zip");
        assertThat(Digest.of(answer.bytes()).hex())
                .isEqualTo(ended.path("sha256").asText());
        assertThat(answer.bytes()).hasSize(ended.path("length").asInt());

        TreeMap<String, byte[]> files = files(answer.bytes());
        JsonNode statement = statement(files);
        List<String> expected = new ArrayList<>(
                List.of("completeness.json", "completeness.json.p7s", "completeness.txt", "index.csv", "seal.pem"));
        for (RecordVersion version : versions) {
            expected.add("records/" + version.recordId() + "-v1/copy.pdf");
            expected.add("records/" + version.recordId() + "-v1/evidence.zip");
        }
        assertThat(files.keySet()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(statement.path("format").asText()).isEqualTo("countersign/export-completeness/v1");
        assertThat(statement.path("asked").path("q").asText()).isEqualTo(word);
        assertThat(numbers(statement)).isEqualTo("3 3 0 0");
        assertThat(statement.path("records")).hasSize(3);
        for (JsonNode one : statement.path("records")) {
            assertThat(versions).anySatisfy(version -> {
                assertThat(one.path("recordId").asText())
                        .isEqualTo(version.recordId().toString());
                assertThat(one.path("sha256").asText())
                        .isEqualTo(version.sha256().hex());
            });
            assertThat(one.path("status").asText()).isEqualTo("in-review");
            assertThat(one.path("files")).hasSize(2);
            one.path("files").forEach(file -> enclosed(files, file));
        }
        enclosed(files, statement.path("index"));
        JsonNode head = statement.path("log");
        assertThat(log.at(head.path("size").asLong()).orElseThrow().root().hex())
                .isEqualTo(head.path("root").asText());
        assertThat(statement.path("reconciliation").path("agrees").asBoolean()).isTrue();
        assertThat(text(files, "completeness.txt")).contains("3 records were found. 3 are enclosed, 0 are left out");
        for (RecordVersion version : versions) {
            Path bundle = Files.write(
                    folder.resolve("bundle.zip"), files.get("records/" + version.recordId() + "-v1/evidence.zip"));
            assertThat(Commands.execute("verify", bundle.toString())).hasValue(0);
            assertThat(told(version.recordId(), "evidence.exported"))
                    .as("each form is on record, by whom, and for which export")
                    .hasSize(2)
                    .allSatisfy(entry -> assertThat(entry.toString())
                            .contains(person, ended.path("exportId").asText()));
        }
        assertThat(ofPerson()).containsExactly("export.downloaded", "export.finished", "export.requested");
    }

    @Test
    void isSealedSoThatOpensslChecksIt() throws IOException, InterruptedException {
        written();
        Map<String, byte[]> files = fetched("[\"copy\"]");
        for (String name : List.of("completeness.json", "completeness.json.p7s", "seal.pem")) {
            Files.write(folder.resolve(name), files.get(name));
        }
        assertThat(openssl()).isZero();
        Files.writeString(
                folder.resolve("completeness.json"),
                text(files, "completeness.json").replace("\"matched\":1", "\"matched\":2"));
        assertThat(openssl()).isNotZero();
    }

    @Test
    void doesNotHaveWhatWasWrittenAfterItsMoment() {
        RecordVersion before = written();
        Map<String, byte[]> files = fetched("[\"copy\"]");
        RecordVersion after = written();
        JsonNode statement = statement(files);
        assertThat(numbers(statement)).isEqualTo("1 1 0 0");
        assertThat(statement.path("records").get(0).path("recordId").asText())
                .isEqualTo(before.recordId().toString());
        assertThat(statement.toString()).doesNotContain(after.recordId().toString());
        assertThat(store.version(after.recordId(), 1).orElseThrow().createdAt())
                .isAfter(Instant.parse(statement.path("takenAt").asText()));
    }

    @Test
    void countsByTheLogWhatTheSearchDidNotFindAndOfOtherRecordsNothing() throws SQLException, IOException {
        RecordVersion hidden = written();
        RecordVersion shown = written();
        RecordVersion outOfReach = written();
        String inspector = people.somebody();
        authority.grant(
                Caller.system("tests"),
                inspector,
                Role.REGULATORY_AUDITOR,
                new Terms(
                        store.now().plus(Duration.ofDays(3)),
                        new RecordScope(Set.of(), Set.of(hidden.recordId(), shown.recordId()))),
                "inspects two records");
        TestCaller inspects = TestCaller.person(port, inspector);
        try (Connection superuser = roles.connect(DatabaseRoles.SUPERUSER)) {
            hide(superuser, hidden, "nowhere");
            String address;
            JsonNode ended;
            try {
                address = inspects.post(
                                "/api/exports", "{\"type\":\"sop\",\"status\":\"in-review\",\"contents\":[\"copy\"]}")
                        .header("Location");
                ended = ended(inspects, address);
            } finally {
                hide(superuser, hidden, "in-review");
            }
            assertThat(ended.path("state").asText()).as(ended.toString()).isEqualTo("done");
            JsonNode statement =
                    statement(files(inspects.get(address + "/export.zip").bytes()));
            assertThat(numbers(statement)).isEqualTo("1 1 0 0");
            JsonNode reconciliation = statement.path("reconciliation");
            assertThat(reconciliation.path("agrees").asBoolean()).isFalse();
            assertThat(texts(reconciliation.path("inLogOnly")))
                    .containsExactly(hidden.recordId().toString());
            assertThat(reconciliation.path("inSearchOnly")).isEmpty();
            assertThat(texts(reconciliation.path("countedIds")))
                    .containsExactlyInAnyOrder(
                            hidden.recordId().toString(), shown.recordId().toString());
            assertThat(statement.toString())
                    .doesNotContain(outOfReach.recordId().toString());
            assertThat(statement.path("reach").path("all").asBoolean()).isFalse();
        }
    }

    @Test
    void isOfferedUpToTheLimitOfOneExportAlone() throws SQLException, IOException {
        RecordVersion version = written();
        assertThat(reader.get("/records?q=" + word).toString())
                .contains("Export this record")
                .doesNotContain("Too many to export at once");
        try (Connection superuser = roles.connect(DatabaseRoles.SUPERUSER)) {
            try (PreparedStatement many = superuser.prepareStatement(
                    "INSERT INTO app.record_summary (organisation, record_id, version, sha256, type, title, status, started_by, updated_at)"
                            + " SELECT organisation, gen_random_uuid(), version, sha256, type, ?, 'withdrawn', started_by, '2001-01-01Z'"
                            + " FROM app.record_summary, generate_series(0, 1000) WHERE record_id = ?")) {
                many.setString(1, word + " of many");
                many.setObject(2, version.recordId());
                assertThat(many.executeUpdate()).isEqualTo(1_001);
                assertThat(reader.get("/records?type=sop&status=withdrawn").toString())
                        .contains("Too many to export at once")
                        .doesNotContain("Export these");
            } finally {
                try (PreparedStatement none =
                        superuser.prepareStatement("DELETE FROM app.record_summary WHERE title = ?")) {
                    none.setString(1, word + " of many");
                    none.executeUpdate();
                }
            }
        }
    }

    @Test
    void namesARecordThatWasAlteredAndLeavesItNotOut() throws SQLException, IOException {
        RecordVersion forged = exports.released();
        String title = forged.title().substring(forged.title().indexOf("VP-"));
        try (ForgedVersion made = ForgedVersion.of(store, roles, forged, "100 g weight", "900 g weight")) {
            assertThat(made.content()).isNotEmpty();
            String address = begin(reader, title, "[\"copy\"]");
            JsonNode ended = ended(reader, address);
            assertThat(ended.path("state").asText()).as(ended.toString()).isEqualTo("done");
            Map<String, byte[]> files =
                    files(reader.get(address + "/export.zip").bytes());
            JsonNode statement = statement(files);
            assertThat(statement.path("matched").asInt()).isEqualTo(1);
            assertThat(statement.path("altered").asInt()).isEqualTo(1);
            assertThat(statement.path("records").get(0).path("verification").asText())
                    .isEqualTo("INVALID");
            assertThat(text(files, "completeness.txt")).contains("1 do not verify", "DOES NOT VERIFY");
        }
    }

    @Test
    void hasFormulasThatNobodyCalculates() {
        TestRecord record = TestRecords.sop("SOP-" + UUID.randomUUID());
        ceremonies.inReview(
                caller(ceremonies.team().author()),
                new TestRecord(
                        record.type(),
                        "=HYPERLINK(\"https://example.org\",\"" + word + "\")",
                        record.content(),
                        record.attachments(),
                        record.reason(),
                        record.businessKey()));
        assertThat(text(fetched("[\"copy\"]"), "index.csv"))
                .contains("\"'=HYPERLINK(\"\"https://example.org\"\"")
                .doesNotContain(",=");
    }

    @Test
    void isNobodyElsesToSeeFetchOrCancel() {
        written();
        String address = begin(reader, word, "[\"copy\"]");
        ended(reader, address);
        TestCaller other = TestCaller.person(port, "auditor");
        for (Answer answer : List.of(
                other.get(address), other.get(address + "/export.zip"), other.send("DELETE", address, new byte[0]))) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.code()).isEqualTo("export-not-found");
        }
        assertThat(other.get("/api/exports").json().toString())
                .doesNotContain(address.substring(address.lastIndexOf('/') + 1));
        assertThat(TestCaller.nobody(port).get(address + "/export.zip").status())
                .isEqualTo(401);
        assertThat(TestCaller.lims(port).get(address).status()).isEqualTo(403);
        assertThat(request(TestCaller.person(port, "itadmin"), word, BOTH).status())
                .isEqualTo(403);
        assertThat(reader.get(address).json().path("state").asText()).isEqualTo("done");
    }

    @Test
    void isNotFetchedByWhoMayReadNoLonger() {
        written();
        String address = begin(reader, word, "[\"copy\"]");
        ended(reader, address);
        end(person);
        Answer answer = reader.get(address + "/export.zip");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.bytes()).hasSizeLessThan(2_000);
        assertThat(ofPerson()).doesNotContain("export.downloaded");
    }

    @Test
    void isNotMadeForWhoMayReadNoLonger() {
        written();
        work.stop();
        String address = begin(reader, word, BOTH);
        end(person);
        work.start();
        JsonNode ended = ended(reader, address);
        assertThat(ended.path("state").asText()).isEqualTo("failed");
        assertThat(ended.path("why").asText()).isEqualTo("rights-ended");
        assertThat(ended.path("detail").asText()).contains("right to read");
        assertThat(ofPerson()).startsWith("export.failed");
    }

    @Test
    void isCancelledAndDeletedAndThenIsNot() {
        written();
        work.stop();
        String address = begin(reader, word, BOTH);
        assertThat(reader.get(address).json().path("state").asText()).isEqualTo("waiting");
        Answer second = request(reader, word, BOTH);
        assertThat(second.code()).isEqualTo("export-under-way");
        assertThat(reader.get(address + "/export.zip").code()).isEqualTo("export-not-ready");
        assertThat(reader.send("DELETE", address, new byte[0])
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("cancelled");
        assertThat(reader.send("DELETE", address, new byte[0]).code()).isEqualTo("export-ended");
        work.start();

        String done = begin(reader, word, "[\"copy\"]");
        ended(reader, done);
        assertThat(reader.send("DELETE", done, new byte[0]).json().path("state").asText())
                .isEqualTo("cancelled");
        assertThat(reader.get(done + "/export.zip").code()).isEqualTo("export-not-ready");
        assertThat(reader.get(address).json().path("state").asText()).isEqualTo("cancelled");
        assertThat(ofPerson())
                .containsExactly(
                        "export.cancelled",
                        "export.finished",
                        "export.requested",
                        "export.cancelled",
                        "export.requested");
    }

    @Test
    void refusesWhatIsNotUnderstoodAndKeepsNothing() {
        for (String body : List.of(
                "[]",
                "{\"contents\":[]}",
                "{\"contents\":\"copy\"}",
                "{\"contents\":[\"everything\"]}",
                "{\"contents\":[\"copy\"],\"owner\":\"me\"}",
                "{\"contents\":[\"copy\"],\"type\":7}",
                "{\"contents\":[\"copy\"],\"type\":\"no-such-type\"}",
                "{\"contents\":[\"copy\"],\"status\":\"no-such-status\"}",
                "{\"contents\":[\"copy\"],\"q\":\"" + "x".repeat(201) + "\"}")) {
            Answer answer = reader.post("/api/exports", body);
            assertThat(answer.status()).as(body).isEqualTo(422);
            assertThat(answer.code()).isEqualTo("invalid-parameter");
        }
        assertThat(request(reader, word, BOTH).code()).isEqualTo("nothing-found");
        assertThat(reader.get("/api/exports").json().path("items")).isEmpty();
        assertThat(reader.get("/api/exports/" + UUID.randomUUID()).status()).isEqualTo(404);
    }

    private RecordVersion written() {
        TestRecord record = TestRecords.sop("SOP-" + UUID.randomUUID());
        return ceremonies.inReview(
                caller(ceremonies.team().author()),
                new TestRecord(
                        record.type(),
                        word + " balances",
                        record.content(),
                        record.attachments(),
                        record.reason(),
                        record.businessKey()));
    }

    private Map<String, byte[]> fetched(String contents) {
        String address = begin(reader, word, contents);
        JsonNode ended = ended(reader, address);
        assertThat(ended.path("state").asText()).as(ended.toString()).isEqualTo("done");
        return files(reader.get(address + "/export.zip").bytes());
    }

    private void end(String userId) {
        authority.revoke(Caller.system("tests"), userId, Role.REGULATORY_AUDITOR, "to end while it is made");
    }

    private static void hide(Connection superuser, RecordVersion version, String status) throws SQLException {
        try (PreparedStatement update =
                superuser.prepareStatement("UPDATE app.record_summary SET status = ? WHERE record_id = ?")) {
            update.setString(1, status);
            update.setObject(2, version.recordId());
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    private static void enclosed(Map<String, byte[]> files, JsonNode file) {
        byte[] bytes = files.get(file.path("path").asText());
        assertThat(bytes).hasSize(file.path("length").asInt());
        assertThat(Digest.of(bytes).hex()).isEqualTo(file.path("sha256").asText());
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(one -> texts.add(one.asText()));
        return texts;
    }

    private static String numbers(JsonNode statement) {
        return statement.path("matched") + " " + statement.path("enclosed") + " " + statement.path("leftOut") + " "
                + statement.path("altered");
    }

    private List<JsonNode> told(UUID recordId, String type) {
        return ledger.ofRecord(recordId).stream()
                .map(entry -> CanonicalJson.parse(entry.bytes()))
                .filter(entry -> entry.path("type").asText().equals(type))
                .toList();
    }

    /** Kinds of what the trail tells of this person's exports, newest first. */
    private List<String> ofPerson() {
        return ledger.search(new Filter(null, null, person, null, null), 0, 100).items().stream()
                .map(entry -> CanonicalJson.parse(entry.bytes()).path("type").asText())
                .filter(type -> type.startsWith("export."))
                .toList();
    }

    private int openssl() throws IOException, InterruptedException {
        return new ProcessBuilder(
                        "openssl",
                        "cms",
                        "-verify",
                        "-binary",
                        "-inform",
                        "DER",
                        "-in",
                        "completeness.json.p7s",
                        "-content",
                        "completeness.json",
                        "-CAfile",
                        "seal.pem",
                        "-purpose",
                        "any",
                        "-out",
                        "checked.json")
                .directory(folder.toFile())
                .inheritIO()
                .start()
                .waitFor();
    }
}

package dev.countersign.workspace.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.ledger.AuditEvent;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.records.SheetCells;
import dev.countersign.worm.WormStore;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The audit trail on its page and as files: who gets it, what one can ask, and that nothing in it does anything. */
@CountersignTest
@Requirement({"AUD-01", "AUD-04"})
class AuditPagesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ENTRY = Pattern.compile("about-(\\d+)<");

    private final String actor = "actor-" + UUID.randomUUID();

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private Ledger ledger;

    @Autowired
    private AuditExport export;

    @Autowired
    private WormStore store;

    private String readerId;
    private TestClient reader;

    @BeforeEach
    void somebodyReads() {
        readerId = people.somebody(Role.REGULATORY_AUDITOR);
        reader = TestClient.signedIn(port, readerId);
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"QA_MANAGER", "REGULATORY_AUDITOR"},
            mode = EnumSource.Mode.EXCLUDE)
    void isNobodyElses(Role role) {
        String userId = people.somebody(role);
        TestClient other = TestClient.signedIn(port, userId);
        for (String path : List.of("/audit", "/audit/export.csv", "/audit/export.jsonl", "/audit/export.pdf")) {
            assertThat(other.get(path).statusCode()).as(path).isEqualTo(403);
        }
        assertThat(told(userId, "refused"))
                .extracting(entry -> entry.at("/new/attempt").asText())
                .containsExactly("audit.export", "audit.export", "audit.export", "audit.read");
        assertThat(told(userId, "audit.exported")).isEmpty();
        // nor is it offered
        assertThat(other.get("/home").body()).doesNotContain("href=\"/audit\"");
        assertThat(reader.get("/home").body()).contains("href=\"/audit\"");
        assertThat(TestClient.anonymous(port).get("/audit").body()).doesNotContain("class=\"entry");
    }

    @Test
    void goesBackFromPageToPageWithoutLosingOne() {
        for (int i = 0; i < 120; i++) {
            append(new Happened("about-" + i, Map.of(), null, i % 40 == 0));
        }
        List<Integer> seen = new ArrayList<>();
        String next = "/audit?person=" + actor;
        for (int page = 0; next != null; page++) {
            assertThat(page).isLessThan(3);
            String body = ok(reader.get(next));
            Matcher entry = ENTRY.matcher(body);
            while (entry.find()) {
                seen.add(Integer.parseInt(entry.group(1)));
            }
            Matcher older = Pattern.compile("rel=\"next\" href=\"([^\"]+)\"").matcher(body);
            next = older.find() ? older.group(1).replace("&amp;", "&") : null;
        }
        assertThat(seen).hasSize(120).isSortedAccordingTo((one, other) -> other - one);

        Matcher exceptions = ENTRY.matcher(ok(reader.get("/audit?exceptions=true&person=" + actor)));
        assertThat(exceptions.results().map(found -> found.group(1))).containsExactly("80", "40", "0");
    }

    @ParameterizedTest
    @CsvSource({
        "from,      yesterday,        This is not a time",
        "to,        2026-13-01,       This is not a time",
        "from,      0026-01-01,       A year has four digits",
        "record,    OQ-17,            A record id looks like",
        "person,    no such person,   Nobody of this user id or name",
        "type,      record.loved,     There is no such kind of event",
        "significance, everything,    There is no such significance",
        "source,    nowhere-at-all,   No entry that you may read came from there",
        "exceptions, perhaps,         This is true or false"
    })
    void saysBesideTheFieldWhatIsWrongAndLosesNothing(String field, String typed, String said) {
        String others = field.equals("person") ? "&to=2026-11-21" : "&person=" + readerId;
        HttpResponse<String> answer = reader.get("/audit?" + field + "=" + encoded(typed) + others);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains(said);
        if (!field.equals("exceptions")) {
            assertThat(answer.body()).contains("id=\"" + field + "-error\"", "aria-invalid=\"true\"", typed);
        }
        assertThat(answer.body()).contains(field.equals("person") ? "2026-11-21T00:00" : readerId);

        HttpResponse<String> export = reader.get("/audit/export.csv?" + field + "=" + encoded(typed));
        assertThat(export.statusCode()).isEqualTo(400);
        assertThat(export.body()).contains("WSP-001", field);
        assertThat(told(readerId, "audit.exported")).isEmpty();
    }

    @Test
    void anEndBeforeTheBeginningAndTwoTagsAtOnceAreSaid() {
        assertThat(reader.get("/audit?from=2026-11-21&to=2026-11-21").body()).contains("The end is not after");
        assertThat(reader.get("/audit?type=record.signed&significance=access").body())
                .contains("This kind of event has another");
        assertThat(reader.get("/audit?person=a%1Bb").body()).contains("A name is one line");
        assertThat(reader.get("/audit?behind=x").statusCode()).isEqualTo(400);
    }

    @Test
    void findsByTimeInTheReadersZoneByTagKindAndRecord() {
        UUID record = UUID.randomUUID();
        append(new Happened("about-1", Map.of(), null, false, record));
        assertThat(ok(reader.get("/audit?record=" + record))).contains("about-1<");
        assertThat(ok(reader.get("/audit?record=" + record + "&to=2001-01-01T00:00")))
                .doesNotContain("about-1<");
        assertThat(ok(reader.get("/audit?record=" + record + "&from=2001-01-01+00:00")))
                .contains("about-1<");
        // a day alone is its beginning, and stays in the field
        assertThat(ok(reader.get("/audit?record=" + record + "&from=2001-01-01")))
                .contains("value=\"2001-01-01T00:00\"");
        // the reader signed in
        assertThat(ok(reader.get("/audit?significance=access&person=" + readerId)))
                .contains("Signed in", "Person ");
        assertThat(ok(reader.get("/audit?type=login.succeeded&significance=access")))
                .contains("Signed in");
        assertThat(ok(reader.get("/audit?significance=signature&person=" + readerId)))
                .contains("No entry is like that");
    }

    @Test
    void findsByWhereItCameFromOnThePageInFilesAndByProgram() {
        String address = "address-" + UUID.randomUUID();
        String session = "session-" + UUID.randomUUID();
        String device = "device-" + UUID.randomUUID();
        String program = "program-" + UUID.randomUUID();
        Caller here = Caller.person(actor, session, address).on(device);
        ledger.appendAlone(here, new Happened("about-1", Map.of(), null, false));
        // what somebody typed is no source, however it reads
        append(new Happened(
                "about-2",
                Map.of(
                        "source",
                        Map.of("address", address, "device", device, "integration", program, "session", session)),
                "\"significance\":\"low\",\"source\":{\"address\":\"" + address + "\"",
                false));
        ledger.appendAlone(Caller.serviceAccount(program, address), new Happened("about-3", Map.of(), null, true));
        awaitSealed(program);
        for (String source : List.of(session, device, "session:" + session, "device:" + device)) {
            assertThat(ok(reader.get("/audit?source=" + source)))
                    .as(source)
                    .contains("about-1<")
                    .doesNotContain("about-2<", "about-3<");
            assertThat(ok(reader.get("/api/audit/entries?source=" + source)))
                    .contains("about-1")
                    .doesNotContain("about-2", "about-3");
        }
        for (String source : List.of(program, "integration:" + program)) {
            assertThat(ok(reader.get("/audit?source=" + source)))
                    .contains("about-3<")
                    .doesNotContain("about-1<", "about-2<");
            assertThat(ok(reader.get("/api/audit/entries?source=" + source)))
                    .contains("about-3")
                    .doesNotContain("about-1");
        }
        assertThat(ok(reader.get("/audit?source=" + address)))
                .contains("about-1<", "about-3<")
                .doesNotContain("about-2<");
        assertThat(ok(reader.get("/audit?exceptions=true&source=" + address)))
                .contains("about-3<")
                .doesNotContain("about-1<");
        assertThat(ok(reader.get("/audit?type=login.succeeded&source=" + address)))
                .contains("No entry is like that");
        assertThat(ok(exported("/audit/export.csv?source=" + session, "&")))
                .contains("about-1")
                .doesNotContain("about-2", "about-3");
        assertThat(ok(exported("/audit/export.jsonl?source=" + session, "&")))
                .contains("\"source\":\"" + session + "\"", "\"entries\":1");
        assertThat(told(readerId, "audit.exported"))
                .allSatisfy(entry ->
                        assertThat(entry.at("/new/asked/source").asText()).isEqualTo(session));

        ledger.appendAlone(Caller.person(actor, program, address), new Happened("about-4", Map.of(), null, false));
        assertThat(reader.get("/audit?source=" + program).body())
                .contains("more than one kind of source", "id=\"source-error\"");
        HttpResponse<String> unclear = reader.get("/api/audit/entries?source=" + program);
        assertThat(unclear.statusCode()).isEqualTo(400);
        assertThat(unclear.body()).contains("AUT-102", "integration:");
        assertThat(ok(reader.get("/audit?source=session:" + program)))
                .contains("about-4<")
                .doesNotContain("about-3<");
    }

    private void awaitSealed(String who) {
        Awaitility.await()
                .until(() -> ledger.search(new Ledger.Filter(null, null, who, null, null), 0, 100).items().stream()
                        .allMatch(entry -> entry.index() != null));
    }

    @Test
    void isReadWithWhatWasAndIs() {
        append(new Happened("about-1", Map.of("assignee", "new one"), "It was needed.", false) {
            @Override
            public Map<String, Object> before() {
                return Map.of("assignee", "old one");
            }
        });
        String body = ok(reader.get("/audit?person=" + actor));
        assertThat(body)
                .contains("<del>old one</del>", "<ins>new one</ins>", "Assignee", "It was needed.", "at 192.0.2.7");
    }

    @Test
    void nothingInItDoesAnythingOnThePageOrInASpreadsheet() {
        append(new Happened(
                "<script>alert(1)</script>",
                Map.of("=1+1", "<img src=x onerror=alert(2)>"),
                "=HYPERLINK(\"http://evil.example\",\"a\")\r\n@x \u202Etxt",
                true));
        String page = ok(reader.get("/audit?person=" + actor));
        assertThat(page).doesNotContain("<script>alert", "<img src=x", "\u202E").contains("&lt;script&gt;", "⟨U+202E⟩");

        String cells = ok(exported("/audit/export.csv"));
        assertThat(cells)
                .startsWith("\uFEFFindex,time (UTC)")
                .contains("\"'=HYPERLINK(\"\"http://evil.example\"\",\"\"a\"\")⏎ @x ⟨U+202E⟩txt\"")
                .contains("'=1+1: <img")
                .endsWith("\r\n")
                .contains("1 entries; these are all up to 20");
        for (String beginning : List.of("=", "+", "-", "@", "＝", "＋", "－", "＠", " =")) {
            assertThat(SheetCells.cell(beginning + "1")).contains("'" + beginning.strip() + "1");
        }
        assertThat(SheetCells.cell("a \"b\"")).isEqualTo("\"a \"\"b\"\"\"");
        // what is typed is shown again, and does nothing either
        assertThat(reader.get("/audit?record=" + encoded("\"><script>alert(3)</script>"))
                        .body())
                .doesNotContain("<script>alert(3)");
    }

    /** A spreadsheet that ends cells with another sign splits within quotes too. */
    @Test
    void noPartOfACellIsAFormulaWhateverEndsCells() {
        append(new Happened("about-1", Map.of(), "typo;=cmd|' /C calc'!A0;", false));
        append(new Happened("about-2", Map.of(), "a line\n=1+1;\t\"@SUM(A1)\r\n|-2", false));
        String cells = ok(exported("/audit/export.csv"));
        assertThat(cells).contains("typo;'=cmd|' /C calc'!A0;", "a line⏎ =1+1;⏎ \"\"'@SUM(A1)⏎ |'-2");
        for (String part : cells.split("[,;|\\t\\r\\n]")) {
            assertThat(part.strip().replaceAll("^[\"\\s]+", "")).doesNotContainPattern("^[=+\\-@]");
        }
    }

    @Test
    void noMoreExportsAreWrittenAtOnceThanMayBe() {
        append(new Happened("about-1", Map.of(), null, false));
        export.inPlace(() -> export.inPlace(() -> {
            for (String path : List.of("/audit/export.csv", "/audit/export.jsonl", "/audit/export.pdf")) {
                HttpResponse<String> answer = reader.get(path + "?person=" + actor);
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body()).contains("WSP-002", "busy");
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            }
            return actor;
        }));
        assertThat(told(readerId, "audit.exported")).isEmpty();
        ok(exported("/audit/export.csv"));
    }

    @Test
    void exactBytesThatLeaveCanBeCheckedAndThatTheyLeftIsOnRecord() throws Exception {
        for (int i = 0; i < 3; i++) {
            append(new Happened("about-" + i, Map.of(), null, false));
        }
        HttpResponse<String> answer = exported("/audit/export.jsonl");
        assertThat(answer.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"audit-trail.jsonl\"");
        String[] lines = ok(answer).split("\n");
        assertThat(lines).hasSize(5);
        assertThat(JSON.readTree(lines[0]).path("format").asText()).isEqualTo("countersign/audit-export/v1");
        assertThat(JSON.readTree(lines[0]).at("/asked/person").asText()).isEqualTo(actor);
        for (int i = 1; i < 4; i++) {
            JsonNode line = JSON.readTree(lines[i]);
            byte[] entry = Base64.getDecoder().decode(line.path("entry").asText());
            assertThat(Digest.ofLeaf(entry).hex())
                    .isEqualTo(line.path("leafHash").asText());
            assertThat(new String(entry, UTF_8)).contains("about-" + (3 - i));
            assertThat(line.has("index")).isTrue();
        }
        JsonNode last = JSON.readTree(lines[4]);
        assertThat(last.path("complete").asBoolean()).isTrue();
        assertThat(last.path("entries").asInt()).isEqualTo(3);
        assertThat(Instant.parse(last.path("upTo").asText())).isBeforeOrEqualTo(store.now());
        assertThat(told(readerId, "audit.exported")).singleElement().satisfies(entry -> {
            assertThat(entry.at("/new/form").asText()).isEqualTo("jsonl");
            assertThat(entry.at("/new/asked/person").asText()).isEqualTo(actor);
        });
    }

    private void append(AuditEvent event) {
        ledger.appendAlone(Caller.person(actor, null, "192.0.2.7"), event);
    }

    /** What is not sealed yet is not in it. */
    private HttpResponse<String> exported(String path) {
        return exported(path, "?");
    }

    private HttpResponse<String> exported(String path, String before) {
        Awaitility.await()
                .until(() -> ledger.search(new Ledger.Filter(null, null, actor, null, null), 0, 100).items().stream()
                        .allMatch(entry -> entry.index() != null));
        return reader.get(path + before + "person=" + actor);
    }

    private List<JsonNode> told(String who, String type) {
        return ledger.search(new Ledger.Filter(null, null, who, type, null), 0, 100).items().stream()
                .map(entry -> CanonicalJson.parse(entry.bytes()))
                .toList();
    }

    private static String ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    /** Something that nobody but this test knows of. */
    private static class Happened implements AuditEvent {

        private final String subject;
        private final Map<String, Object> after;
        private final @Nullable String reason;
        private final boolean exception;
        private final @Nullable UUID record;

        Happened(String subject, Map<String, Object> after, @Nullable String reason, boolean exception) {
            this(subject, after, reason, exception, null);
        }

        Happened(
                String subject,
                Map<String, Object> after,
                @Nullable String reason,
                boolean exception,
                @Nullable UUID record) {
            this.subject = subject;
            this.after = after;
            this.reason = reason;
            this.exception = exception;
            this.record = record;
        }

        @Override
        public String type() {
            return "test.happened";
        }

        @Override
        public String subject() {
            return subject;
        }

        @Override
        public Significance significance() {
            return exception ? Significance.EXCEPTION : Significance.NORMAL;
        }

        @Override
        public @Nullable RecordReference record() {
            return record == null ? null : new RecordReference(record, 1, false);
        }

        @Override
        public Map<String, Object> after() {
            return after;
        }

        @Override
        public @Nullable String reason() {
            return reason;
        }
    }
}

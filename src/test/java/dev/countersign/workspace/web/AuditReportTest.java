package dev.countersign.workspace.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Authority;
import dev.countersign.authority.Role;
import dev.countersign.authority.Terms;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.ledger.AuditEvent;
import dev.countersign.ledger.AuditTrail.Question;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Log;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.TestRecords;
import dev.countersign.signing.TestCeremonies;
import dev.countersign.worm.RecordScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The sealed report of the audit trail: whole or not at all, in words, and what somebody typed does nothing in it. */
@CountersignTest
@Requirement({"AUD-04", "CPY-04"})
class AuditReportTest {

    private static final String HOSTILE =
            "<b onclick=alert(1)>x</b> =HYPERLINK(\"http://evil.example\") \u0645\u0631\u062D e\u0301 \u202Etxt\nBy  Somebody else";

    private final String actor = "actor-" + UUID.randomUUID();

    @LocalServerPort
    private int port;

    @TempDir
    private Path folder;

    @Autowired
    private TestPeople people;

    @Autowired
    private TestCeremonies ceremonies;

    @Autowired
    private Authority authority;

    @Autowired
    private Ledger ledger;

    @Autowired
    private Log log;

    @Autowired
    private AuditReports reports;

    private String readerId;
    private TestClient reader;

    @BeforeEach
    void somebodyReads() {
        readerId = people.somebody(Role.REGULATORY_AUDITOR);
        reader = TestClient.signedIn(port, readerId);
    }

    @Test
    void tellsExceptionsThenEveryEntryUnderASealThatHolds() throws Exception {
        happened("plain-1", null, false, null);
        happened("odd-2", HOSTILE, true, null);
        happened("long-3", "t".repeat(500), false, null);
        Path pdf = report("/audit/export.pdf?person=" + actor + "&from=2001-01-01");

        assertThat(run("pdfsig", "-nocert", pdf.toString()))
                .contains("ETSI.CAdES.detached", "Total document signed", "Signature Validation: Signature is Valid.");
        String text = run("pdftotext", "-layout", pdf.toString(), "-");
        assertThat(text.indexOf("odd-2")).isBetween(0, text.indexOf("Every entry"));
        String all = text.substring(text.indexOf("Every entry"));
        assertThat(all).containsSubsequence("long-3", "odd-2", "plain-1");
        assertThat(text.substring(0, text.indexOf("Every entry"))).doesNotContain("plain-1");
        assertThat(all)
                .contains("192.0.2.7", "old one → new one", "Place in the log")
                .contains("[U+0645][U+0631][U+062D]", "[U+202E]txt / By Somebody else", "<b onclick=alert(1)>x</b>");
        assertThat(text.replaceAll("\\s", "")).contains("t".repeat(500));
        assertThat(text)
                .contains("(" + readerId + ")", "2001-01-01T00:00 (Europe/Vienna)", actor)
                .containsPattern("Made at +20\\d\\d-\\d\\d-\\d\\dT[0-9:.]+Z")
                .containsPattern("Entries in this report +3")
                .containsPattern("Exceptions among them +1")
                .contains("page 1 of ");
        Matcher size = Pattern.compile("Entries in the log +(\\d+)").matcher(text);
        assertThat(size.find()).isTrue();
        assertThat(text)
                .contains(log.at(Long.parseLong(size.group(1)))
                        .orElseThrow()
                        .root()
                        .hex());
        assertThat(told("audit.exported")).singleElement().satisfies(entry -> {
            assertThat(entry.at("/new/form").asText()).isEqualTo("pdf");
            assertThat(entry.at("/new/asked/person").asText()).isEqualTo(actor);
        });
        Files.createDirectories(Path.of("target", "screenshots"));
        run(
                "pdftoppm",
                "-r",
                "70",
                "-png",
                pdf.toString(),
                Path.of("target", "screenshots", "audit-report")
                        .toAbsolutePath()
                        .toString());
    }

    @Test
    void ofMoreThanItHoldsItSaysHowToNarrowIt() {
        for (int i = 0; i < 4; i++) {
            happened("about-" + i, null, false, null);
        }
        awaitSealed();
        assertThat(reports.limitedTo(4, 1 << 20).of(caller(), asked(), ZoneOffset.UTC))
                .isNotEmpty();
        assertThatThrownBy(() -> reports.limitedTo(3, 1 << 20).of(caller(), asked(), ZoneOffset.UTC))
                .isInstanceOfSatisfying(RefusedException.class, refused -> {
                    assertThat(refused.refusal().code()).isEqualTo("report-too-long");
                    assertThat(refused.refusal().detail())
                            .contains("more than 3 entries", "Narrow it by", "JSON lines");
                });
        assertThatThrownBy(() -> reports.limitedTo(9, 1_024).of(caller(), asked(), ZoneOffset.UTC))
                .hasMessageContaining("KiB of entries");
        assertThat(told("audit.exported"))
                .as("of what was refused nothing left")
                .hasSize(1);
    }

    @Test
    void holdsToTheScopeOfAnInspector() throws Exception {
        String author = ceremonies.team().author();
        UUID shown = ceremonies
                .inReview(TestCeremonies.caller(author), TestRecords.testSuite("Shown-" + UUID.randomUUID()))
                .recordId();
        UUID hidden = ceremonies
                .inReview(TestCeremonies.caller(author), TestRecords.testSuite("Hidden-" + UUID.randomUUID()))
                .recordId();
        happened("of-shown", null, false, shown);
        happened("of-hidden", null, false, hidden);
        String inspector = people.somebody();
        authority.grant(
                Caller.system("tests"),
                inspector,
                Role.REGULATORY_AUDITOR,
                new Terms(Instant.now().plus(Duration.ofDays(3)), new RecordScope(Set.of(), Set.of(shown))),
                "an inspection");
        reader = TestClient.signedIn(port, inspector);
        String text = run(
                "pdftotext",
                "-layout",
                report("/audit/export.pdf?person=" + actor).toString(),
                "-");
        assertThat(text)
                .contains("of-shown", "may read some records alone")
                .doesNotContain("of-hidden", hidden.toString());
    }

    private Caller caller() {
        return Caller.person(readerId, null, null);
    }

    private AuditAsked asked() {
        return new AuditAsked(
                AuditTyped.of(Map.of("person", actor)),
                new Question(null, null, actor, null, Set.of(), false),
                Map.of());
    }

    private void happened(String subject, @Nullable String reason, boolean exception, @Nullable UUID record) {
        ledger.appendAlone(Caller.person(actor, null, "192.0.2.7"), new Happened(subject, reason, exception, record));
    }

    private void awaitSealed() {
        Awaitility.await()
                .until(() -> ledger.search(new Ledger.Filter(null, null, actor, null, null), 0, 100).items().stream()
                        .allMatch(entry -> entry.index() != null));
    }

    private Path report(String path) throws IOException {
        awaitSealed();
        var answer = reader.exchange("GET", path, new byte[0]);
        assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/pdf");
        return Files.write(folder.resolve("report.pdf"), answer.body());
    }

    private List<JsonNode> told(String type) {
        return ledger.search(new Ledger.Filter(null, null, readerId, type, null), 0, 100).items().stream()
                .map(entry -> CanonicalJson.parse(entry.bytes()))
                .toList();
    }

    private String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return said;
    }

    private record Happened(
            String subject,
            @Nullable String reason,
            boolean exception,
            @Nullable UUID about) implements AuditEvent {

        @Override
        public String type() {
            return "test.happened";
        }

        @Override
        public Significance significance() {
            return exception ? Significance.EXCEPTION : Significance.NORMAL;
        }

        @Override
        public @Nullable RecordReference record() {
            return about == null ? null : new RecordReference(about, 1, false);
        }

        @Override
        public Map<String, Object> before() {
            return Map.of("assignee", "old one");
        }

        @Override
        public Map<String, Object> after() {
            return Map.of("assignee", "new one");
        }
    }
}

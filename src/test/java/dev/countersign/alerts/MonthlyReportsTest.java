package dev.countersign.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestCaller;
import dev.countersign.TestCaller.Answer;
import dev.countersign.TestClock;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.identity.Logins;
import dev.countersign.identity.Logins.Attempt;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a month's report counts is what the audit trail has, counted by somebody else (11.300(d)). */
@CountersignTest
@Requirement("IDN-04")
class MonthlyReportsTest {

    private static final String COUNT =
            "SELECT count(*) FROM worm.audit_entry WHERE type = ? AND created_at >= ?::timestamptz AND created_at < ?::timestamptz";
    private static final String FORMULA = "=HYPERLINK(\"http://203.0.113.9\",\"found\")";

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private Logins logins;

    @Autowired
    private Alerts alerts;

    @Autowired
    private MonthlyReports reports;

    @Autowired
    private Reporting reporting;

    @Autowired
    private JdbcTemplate database;

    @Test
    void theReportOfAMonthThatIsOverIsMadeOnceKeptAndSaysWhatTheTrailSays() {
        String person = people.somebody(Role.QA_ANALYST);
        fail(person, 10);
        Alerts.Alert alert = lockOf(person);
        alerts.acknowledge(Caller.person("itadmin", null, null), alert.alertId(), FORMULA);

        YearMonth month = reports.present();
        Instant over = month.plusMonths(1).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        String path = "/api/alerts/reports/" + month;
        JsonNode sofar = TestCaller.person(port, "auditor").get(path).json();
        assertThat(sofar.path("complete").asBoolean()).isFalse();
        assertCountsWhatTheTrailHas(sofar);
        // of months that ended while tests ran
        reporting.pass(over.plus(Duration.ofMinutes(59)));
        assertThat(reporting.pass(over.plus(Duration.ofMinutes(59))))
                .as("somebody's transaction may be open")
                .isFalse();

        assertThat(reporting.pass(over.plus(Duration.ofHours(1)))).isTrue();
        MonthlyReports.Made made =
                reports.all(Caller.person("auditor", null, null)).get(0);
        assertThat(made.month()).isEqualTo(month.toString());
        byte[] bytes = kept(made);
        assertThat(Digest.of(bytes).hex()).isEqualTo(made.sha256());
        assertThat(database.queryForList(
                        "SELECT convert_from(entry, 'UTF8') FROM worm.audit_entry WHERE type = 'alert.report-made'",
                        String.class))
                .anyMatch(entry -> entry.contains("alert-report:" + month) && entry.contains(made.sha256()));
        JsonNode report = CanonicalJson.parse(bytes);
        assertCountsWhatTheTrailHas(report);
        JsonNode line = line(report, alert);
        assertThat(line.path("acknowledgedBy").asText()).isEqualTo("itadmin");
        assertThat(line.path("comment").asText()).isEqualTo(FORMULA);
        assertThat(line.path("kind").asText()).isEqualTo("login-locked");
        assertThat(line.path("seconds").asInt(-1)).isGreaterThanOrEqualTo(0);
        assertThat(report.at("/lockouts/login").asInt()).isPositive();

        // what happens afterwards changes nothing of it
        fail(people.somebody(), 3);
        assertThat(reporting.pass(over.plus(Duration.ofHours(2)))).isFalse();
        assertThat(kept(made)).isEqualTo(bytes);
    }

    private byte[] kept(MonthlyReports.Made made) {
        return database.queryForObject(
                "SELECT bytes FROM worm.blob WHERE sha256 = decode(?, 'hex')", byte[].class, made.sha256());
    }

    /** Counted anew, in SQL. */
    private void assertCountsWhatTheTrailHas(JsonNode report) {
        Map.of(
                        "login",
                        List.of("login.failed", "login.password.failed"),
                        "signing",
                        List.of("presence.failed", "presence.password.failed", "presence.components.failed"),
                        "reauthentication",
                        List.of("reauthentication.failed"))
                .forEach((what, types) -> assertThat(report.path("failedAttempts")
                                .path(what)
                                .path("total")
                                .asLong())
                        .as("failed at %s", what)
                        .isEqualTo(types.stream()
                                .mapToLong(type -> count(type, report))
                                .sum()));
        assertThat(sum(report.at("/alerts/raised"))).isEqualTo(count("alert.raised", report));
        assertThat(report.at("/alerts/escalated").asLong()).isEqualTo(count("alert.escalated", report));
        assertThat(report.at("/alerts/acknowledged").asLong()).isEqualTo(count("alert.acknowledged", report));
        assertThat((long) report.path("unlockings").size())
                .isEqualTo(count("login.unlocked", report) + count("signing.unlocked", report));
        long tokens = database.queryForObject(
                COUNT + " AND position('\"code\":\"token-' IN convert_from(entry, 'UTF8')) > 0",
                Long.class,
                "refused",
                report.path("from").asText(),
                report.path("until").asText());
        assertThat(sum(report.path("refusedTokens"))).isEqualTo(tokens);
    }

    private long count(String type, JsonNode report) {
        return database.queryForObject(
                COUNT,
                Long.class,
                type,
                report.path("from").asText(),
                report.path("until").asText());
    }

    private static long sum(JsonNode counts) {
        long sum = 0;
        for (JsonNode one : counts) {
            sum += one.asLong();
        }
        return sum;
    }

    /** Whoever asks again and again does not have the trail read again and again. */
    @Test
    void thePresentMonthIsCountedOnceInHalfAMinute() {
        Caller auditor = Caller.person("auditor", null, null);
        TestClock.advance(Duration.ofSeconds(31));
        byte[] counted = reports.of(auditor, reports.present());
        fail(people.somebody(), 1);
        assertThat(reports.of(auditor, reports.present())).isEqualTo(counted);
        TestClock.advance(Duration.ofSeconds(31));
        byte[] anew = reports.of(auditor, reports.present());
        assertThat(until(anew)).isAfter(until(counted));
        assertCountsWhatTheTrailHas(CanonicalJson.parse(anew));
    }

    private static Instant until(byte[] report) {
        return Instant.parse(CanonicalJson.parse(report).path("until").asText());
    }

    @Test
    void aSpreadsheetTakesNothingThatSomebodyTypedForAFormula() {
        String person = people.somebody();
        fail(person, 10);
        Alerts.Alert alert = lockOf(person);
        alerts.acknowledge(Caller.person("itadmin", null, null), alert.alertId(), FORMULA);
        TestClock.advance(Duration.ofSeconds(31));
        Answer table = TestCaller.person(port, "itadmin").get("/api/alerts/reports/" + reports.present() + "/csv");
        assertThat(table.header("Content-Type")).startsWith("text/csv");
        assertThat(table.header("Content-Disposition")).contains("attachment");
        String text = new String(table.bytes(), StandardCharsets.UTF_8);
        assertThat(text).contains("\"'=HYPERLINK(\"\"http://203.0.113.9\"\",\"\"found\"\")\"");
        assertThat(text.lines()).allSatisfy(row -> assertThat(row).matches("(?s)(\"([^\"]|\"\")*\",?){11}"));
        assertThat(text).doesNotContain("\"=", "\"+", "\"@", ",=");
    }

    @Test
    void theSecurityUnitAndAuditorsReadThemAndNobodyElse() {
        for (String reader : List.of("approver", "itadmin", "auditor")) {
            assertThat(TestCaller.person(port, reader)
                            .get("/api/alerts/reports")
                            .status())
                    .as(reader)
                    .isEqualTo(200);
            String page = new String(TestCaller.person(port, reader)
                    .get("/alerts/reports/" + reports.present(), "Accept", "text/html")
                    .bytes());
            assertThat(page).contains("Failed attempts", "Alerts and acknowledgements");
        }
        for (String other : List.of("author", "production", "procadmin")) {
            Answer answer = TestCaller.person(port, other).get("/api/alerts/reports/" + reports.present());
            assertThat(answer.status()).as(other).isEqualTo(403);
            assertThat(answer.code()).isEqualTo("not-authorized");
        }
        assertThat(TestCaller.person(port, "auditor")
                        .get("/api/alerts/reports/2019-01")
                        .code())
                .isEqualTo("report-not-found");
        assertThat(new String(TestCaller.person(port, "auditor")
                        .get("/alerts/reports", "Accept", "text/html")
                        .bytes()))
                .contains("Monthly reports", reports.present().toString());
    }

    private void fail(String person, int times) {
        for (int i = 0; i < times; i++) {
            try {
                logins.logIn(new Attempt(person, "far", "203.0.113.9"), "wrong-password-here".toCharArray(), "000000");
            } catch (RefusedException e) {
                assertThat(e.refusal().code()).isIn("login-failed", "locked");
            }
        }
    }

    private Alerts.Alert lockOf(String person) {
        return await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> alerts.open(Caller.person("itadmin", null, null)).stream()
                                .filter(one -> ("person:" + person).equals(one.subject()))
                                .filter(one -> one.kind() == AlertKind.LOGIN_LOCKED)
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    private static JsonNode line(JsonNode report, Alerts.Alert alert) {
        for (JsonNode one : report.at("/alerts/list")) {
            if (one.path("alert").asText().equals("alert:" + alert.alertId())) {
                return one;
            }
        }
        throw new AssertionError("no line of " + alert.alertId());
    }
}

package dev.countersign.alerts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.Requirement;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.worm.Installation;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Reports of attempts are kept as long as the audit trail: these bytes must never change under their version string. */
@Requirement("IDN-04")
class ReportFormatTest {

    private static final Installation HOME =
            new Installation("demo", UUID.fromString("0192f0c1-0000-7000-8000-000000000003"), "demo");

    @Test
    void writesThePinnedReport() throws IOException {
        MonthCount count = new MonthCount();
        count.attempt("login", entry("login.failed", "{'cause':'password'}", ""));
        count.attempt(
                "login", entry("login.failed", "{'cause':'code','lockedUntil':'2026-11-02T10:01:00.000120Z'}", ""));
        count.attempt("login", entry("login.failed", "{'cause':'locked'}", ""));
        count.attempt("signing", entry("presence.failed", "{'cause':'password','closed':true}", ""));
        count.unlocking(entry("signing.unlocked", "{}", "came in person"));
        count.refusal(entry("refused", "{'code':'token-unknown'}", ""));
        count.refusal(entry("refused", "{'code':'not-authorized'}", ""));
        count.alert(entry("alert.raised", "{'kind':'lockout','of':'reviewer'}", ""));
        count.alert(entry("alert.escalated", "{'kind':'lockout','of':'reviewer'}", ""));
        count.alert(entry(
                "alert.acknowledged",
                "{'kind':'lockout','of':'reviewer','occurrences':2,'raisedAt':'2026-11-02T09:59:00.000120Z'}",
                "a forgotten password; Zoë called"));

        byte[] report = Reporting.written(
                HOME,
                YearMonth.of(2026, 11),
                Instant.parse("2026-11-01T00:00:00Z"),
                Instant.parse("2026-12-01T00:00:00Z"),
                true,
                count);

        assertThat(new String(report, UTF_8)).isEqualTo(sample());
    }

    private static JsonNode entry(String type, String told, String reason) {
        return CanonicalJson.parse("""
                {"actor":{"id":"security","kind":"person"},"new":%s,"reason":"%s","subject":"alert:7",
                "time":"2026-11-02T10:00:00.000120Z","type":"%s"}
                """.formatted(told.replace('\'', '"'), reason, type));
    }

    private static String sample() throws IOException {
        try (InputStream sample =
                Objects.requireNonNull(ReportFormatTest.class.getResourceAsStream("/formats/attempts-report.json"))) {
            return new String(sample.readAllBytes(), UTF_8).strip();
        }
    }
}

package dev.countersign.alerts.web;

import dev.countersign.alerts.MonthlyReports;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Monthly reports of attempts and acknowledgements for programs. */
@RestController
@RequestMapping("/api/alerts/reports")
@Tag(name = "Alerts")
class ReportController {

    private final MonthlyReports reports;

    ReportController(MonthlyReports reports) {
        this.reports = reports;
    }

    /** @param sha256 of the report's bytes, as they are kept */
    record ReportItem(String month, String sha256, String madeAt) {}

    record ReportList(List<ReportItem> items) {}

    @GetMapping
    @Operation(
            summary = "Monthly reports",
            description =
                    "Of failed attempts, locks, alerts and their acknowledgements, the newest first. For IT Administrators, QA"
                            + " Managers and auditors.")
    ReportList list(Caller caller) {
        return new ReportList(reports.all(caller).stream()
                .map(made -> new ReportItem(made.month(), made.sha256(), UtcTime.write(made.madeAt())))
                .toList());
    }

    @GetMapping(path = "/{month}", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "One monthly report",
            description =
                    "The exact bytes that are kept of a month that is over, e.g. `2026-11`; of the present month what is"
                            + " counted so far, with `complete` false.")
    byte[] one(Caller caller, @PathVariable YearMonth month) {
        return reports.of(caller, month);
    }

    @GetMapping("/{month}/csv")
    @Operation(summary = "One monthly report as a table", description = "Comma-separated values for a spreadsheet.")
    ResponseEntity<byte[]> table(Caller caller, @PathVariable YearMonth month) {
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"attempts-" + month + ".csv\"")
                .body(ReportTable.of(CanonicalJson.parse(reports.of(caller, month)))
                        .getBytes(StandardCharsets.UTF_8));
    }
}

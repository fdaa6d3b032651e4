package dev.countersign.alerts.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.alerts.AlertKind;
import dev.countersign.alerts.MonthlyReports;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.Caller;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** Monthly reports in a browser, to be read and printed. */
@Controller
@RequestMapping("/alerts/reports")
class ReportPages {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Map<String, String> TITLES =
            Arrays.stream(AlertKind.values()).collect(Collectors.toMap(AlertKind::code, AlertKind::title));

    private final MonthlyReports reports;

    ReportPages(MonthlyReports reports) {
        this.reports = reports;
    }

    /** One alert of the month. @param took in words; null while nobody acknowledged it */
    record Line(
            String title,
            String of,
            String raised,
            @Nullable String escalated,
            @Nullable String by,
            @Nullable String at,
            @Nullable String took,
            @Nullable String comment) {}

    @GetMapping
    String all(Caller caller, Model model) {
        model.addAttribute("reports", reports.all(caller));
        model.addAttribute("present", reports.present().toString());
        return "alerts/reports";
    }

    @GetMapping("/{month}")
    String one(Caller caller, @PathVariable YearMonth month, Model model) {
        byte[] bytes = reports.of(caller, month);
        JsonNode report = CanonicalJson.parse(bytes);
        model.addAttribute("month", month.toString());
        model.addAttribute("complete", report.path("complete").asBoolean());
        model.addAttribute("until", time(report.path("until").asText()));
        model.addAttribute("sha256", Digest.of(bytes).hex());
        model.addAttribute("attempts", attempts(report));
        model.addAttribute("lockouts", counts(report.path("lockouts")));
        model.addAttribute("tokens", counts(report.path("refusedTokens")));
        model.addAttribute("raised", titled(report.at("/alerts/raised")));
        model.addAttribute("escalated", report.at("/alerts/escalated").asInt());
        model.addAttribute("acknowledged", report.at("/alerts/acknowledged").asInt());
        model.addAttribute("unlockings", unlockings(report));
        model.addAttribute("lines", lines(report));
        return "alerts/report";
    }

    private static Map<String, Map<String, Integer>> attempts(JsonNode report) {
        Map<String, Map<String, Integer>> attempts = new TreeMap<>();
        report.path("failedAttempts")
                .properties()
                .forEach(one -> attempts.put(one.getKey(), counts(one.getValue().path("byCause"))));
        return attempts;
    }

    private static Map<String, Integer> counts(JsonNode object) {
        Map<String, Integer> counts = new TreeMap<>();
        object.properties()
                .forEach(one -> counts.put(one.getKey(), one.getValue().asInt()));
        return counts;
    }

    private static Map<String, Integer> titled(JsonNode object) {
        Map<String, Integer> counts = new TreeMap<>();
        object.properties()
                .forEach(one -> counts.put(
                        TITLES.getOrDefault(one.getKey(), one.getKey()),
                        one.getValue().asInt()));
        return counts;
    }

    private static List<Map<String, String>> unlockings(JsonNode report) {
        List<Map<String, String>> all = new ArrayList<>();
        report.path("unlockings")
                .forEach(one -> all.add(Map.of(
                        "what", one.path("what").asText().replace(".unlocked", ""),
                        "of", one.path("of").asText(),
                        "by", one.path("by").asText(),
                        "at", time(one.path("at").asText()),
                        "reason", one.path("reason").asText())));
        return all;
    }

    private static List<Line> lines(JsonNode report) {
        List<Line> lines = new ArrayList<>();
        report.at("/alerts/list").forEach(one -> lines.add(line(one)));
        return lines;
    }

    private static Line line(JsonNode one) {
        String kind = one.path("kind").asText();
        boolean acknowledged = one.has("acknowledgedAt");
        return new Line(
                TITLES.getOrDefault(kind, kind),
                one.path("of").asText(),
                one.has("raisedAt") ? time(one.path("raisedAt").asText()) : "",
                one.has("escalatedAt") ? time(one.path("escalatedAt").asText()) : null,
                acknowledged ? one.path("acknowledgedBy").asText() : null,
                acknowledged ? time(one.path("acknowledgedAt").asText()) : null,
                acknowledged ? took(Duration.ofSeconds(one.path("seconds").asLong())) : null,
                acknowledged ? one.path("comment").asText() : null);
    }

    private static String took(Duration took) {
        if (took.toDays() > 0) {
            return took.toDays() + " d " + took.toHoursPart() + " h";
        }
        return took.toHours() > 0
                ? took.toHours() + " h " + took.toMinutesPart() + " min"
                : took.toMinutes() + " min " + took.toSecondsPart() + " s";
    }

    private static String time(String utc) {
        return TIME.format(UtcTime.read(utc));
    }
}

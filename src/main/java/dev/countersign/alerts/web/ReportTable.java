package dev.countersign.alerts.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A report as comma-separated values (RFC 4180). Every cell is quoted, and what a spreadsheet would take for a formula begins with an
 * apostrophe, also inside a cell where one splits that separates by semicolons or tabs and reads no such quotes: comments and reasons are what
 * people typed (T22).
 */
final class ReportTable {

    private static final Pattern FORMULA =
            Pattern.compile("(^|[;\t\r\n])([ '\"\\u00a0]*[=+@\\uff1d\\uff0b\\uff0d\\uff20-])");
    private static final List<String> HEAD =
            List.of("month", "what", "kind", "of", "count", "raisedAt", "escalatedAt", "at", "by", "seconds", "text");

    private ReportTable() {}

    static String of(JsonNode report) {
        String month = report.path("month").asText();
        List<List<String>> rows = new ArrayList<>();
        report.path("failedAttempts").properties().forEach(purpose -> purpose.getValue()
                .path("byCause")
                .properties()
                .forEach(cause ->
                        rows.add(count(month, "failed " + purpose.getKey(), cause.getKey(), cause.getValue()))));
        report.path("lockouts")
                .properties()
                .forEach(one -> rows.add(count(month, "lockouts", one.getKey(), one.getValue())));
        report.path("refusedTokens")
                .properties()
                .forEach(one -> rows.add(count(month, "refused tokens", one.getKey(), one.getValue())));
        report.at("/alerts/raised")
                .properties()
                .forEach(one -> rows.add(count(month, "alerts raised", one.getKey(), one.getValue())));
        report.path("unlockings")
                .forEach(one -> rows.add(List.of(
                        month,
                        "unlocking",
                        one.path("what").asText(),
                        one.path("of").asText(),
                        "1",
                        "",
                        "",
                        one.path("at").asText(),
                        one.path("by").asText(),
                        "",
                        one.path("reason").asText())));
        report.at("/alerts/list").forEach(one -> rows.add(alert(month, one)));
        return Stream.concat(Stream.of(HEAD), rows.stream())
                .map(row -> row.stream().map(ReportTable::cell).collect(Collectors.joining(",")))
                .collect(Collectors.joining("\r\n", "", "\r\n"));
    }

    private static List<String> count(String month, String what, String kind, JsonNode count) {
        return List.of(month, what, kind, "", count.asText(), "", "", "", "", "", "");
    }

    private static List<String> alert(String month, JsonNode one) {
        return List.of(
                month,
                one.path("alert").asText(),
                one.path("kind").asText(),
                one.path("of").asText(),
                one.path("occurrences").asText(""),
                one.path("raisedAt").asText(""),
                one.path("escalatedAt").asText(""),
                one.path("acknowledgedAt").asText(""),
                one.path("acknowledgedBy").asText(""),
                one.path("seconds").asText(""),
                one.path("comment").asText(""));
    }

    static String cell(String text) {
        String safe = FORMULA.matcher(text).replaceAll("$1'$2");
        // a spreadsheet passes over them
        String begun = !safe.isEmpty() && "\t\r\n".indexOf(safe.charAt(0)) >= 0 ? "'" + safe : safe;
        return '"' + begun.replace("\"", "\"\"") + '"';
    }
}

package dev.countersign.evidence.verify;

import dev.countersign.crypto.Digest;
import dev.countersign.evidence.verify.Report.Result;
import dev.countersign.evidence.verify.StoredRows.Scan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** All records, one after the other: what is checked when one is read, and that its history is the one that was told. */
final class RecordPass {

    private static final int PAGE = 1000;

    private final StoredRows rows;
    private final Tally tally;
    private final LongConsumer progress;
    private long done;

    RecordPass(StoredRows rows, Tally tally, LongConsumer progress) {
        this.rows = rows;
        this.tally = tally;
        this.progress = progress;
    }

    void run() {
        UUID last = new UUID(0, 0);
        List<String> page = new ArrayList<>();
        do {
            page.clear();
            rows.each(Scan.RECORDS, row -> page.add(String.valueOf(row.text(0))), last, PAGE);
            for (String recordId : page) {
                readable(recordId);
                last = UUID.fromString(recordId);
                progress.accept(++done);
            }
        } while (page.size() == PAGE);
    }

    private void readable(String recordId) {
        try {
            record(recordId);
        } catch (IllegalArgumentException | NullPointerException e) {
            tally.failed(
                    StoreCheck.RECORDS,
                    "record_version",
                    recordId,
                    "a record that can be read (" + e.getMessage() + ")");
        }
    }

    private void record(String recordId) {
        List<Exhibit> versions = rows.versionsOf(recordId);
        for (Exhibit version : versions) {
            String key = recordId + " " + version.version();
            tally.check(StoreCheck.RECORDS, "record_version", key, "", () -> true);
            for (Report.Check check : Checks.ofVersion(version).checks()) {
                if (check.result() == Result.FAILED) {
                    tally.failed(StoreCheck.RECORDS, table(check.name()), key, check.name() + ": " + check.detail());
                }
            }
        }
        if (!versions.isEmpty()) {
            history(recordId, versions.get(0).entries());
        }
    }

    /** Where most likely lies what a check of a version found. */
    private static String table(String check) {
        if (check.startsWith("content") || check.startsWith("attachment")) {
            return "blob";
        }
        if (check.equals("audit of signatures")) {
            return "signature";
        }
        if (check.equals("certificate ends")) {
            return "certificate_event";
        }
        if (check.startsWith("signature plan")) {
            return "signature_plan";
        }
        if (check.startsWith("signature")) {
            return "signature";
        }
        return check.startsWith("audit") && !check.equals("audit of the version") ? "audit_entry" : "record_version";
    }

    private void history(String recordId, List<Exhibit.Entry> entries) {
        List<String> statuses = new ArrayList<>();
        rows.each(Scan.EVENTS_OF, row -> statuses.add(status(row.bytes(0))), UUID.fromString(recordId));
        List<String> plans = new ArrayList<>();
        rows.each(
                Scan.PLANS_OF,
                row -> plans.add(Digest.of(Objects.requireNonNull(row.bytes(0))).hex()),
                UUID.fromString(recordId));
        tally.check(
                StoreCheck.EVENTS,
                "record_event",
                recordId,
                "the changes of status that the record's audit entries tell, byte for byte and in their order",
                () -> statuses.equals(told(
                        entries,
                        "record.status-changed",
                        fact -> String.join(
                                " ",
                                fact.path("recordVersion").asText(),
                                fact.path("new").path("status").asText(),
                                fact.path("new").path("eventSha256").asText()))));
        tally.check(
                StoreCheck.EVENTS,
                "signature_plan",
                recordId,
                "the plans that the record's audit entries tell",
                () -> plans.equals(told(entries, "record.signature-plan-fixed", fact -> fact.path("new")
                        .path("planSha256")
                        .asText())));
    }

    private static String status(byte @Nullable [] event) {
        try {
            Json fact = Json.read(Objects.requireNonNull(event));
            return String.join(
                    " ",
                    fact.path("version").asText(),
                    fact.path("status").asText(),
                    Digest.of(event).hex());
        } catch (IllegalArgumentException e) {
            return "cannot be read";
        }
    }

    private static List<String> told(List<Exhibit.Entry> entries, String type, Function<Json, String> what) {
        List<Json> facts = new ArrayList<>();
        for (Exhibit.Entry entry : entries) {
            Json fact = Json.read(entry.bytes());
            if (type.equals(fact.path("type").textValue())) {
                facts.add(fact);
            }
        }
        facts.sort(Comparator.comparingLong(fact -> fact.path("recordSequence").asLong()));
        return facts.stream().map(what).toList();
    }
}

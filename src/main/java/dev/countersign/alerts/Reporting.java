package dev.countersign.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.Ledger;
import dev.countersign.worm.AuditEntries;
import dev.countersign.worm.AuditEntries.Criteria;
import dev.countersign.worm.AuditEntries.StoredEntry;
import dev.countersign.worm.Installation;
import dev.countersign.worm.LogStore;
import dev.countersign.worm.WormStore;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes the report of each month that is over, from the first entry of the trail on. Entries have the database's time, and so has the end of a
 * month; an hour later nobody's transaction of that month is still open.
 */
@Component
class Reporting {

    static final String FORMAT = "countersign/attempts-report/v1";

    private static final Duration SETTLED = Duration.ofHours(1);
    private static final int PAGE = 500;

    private final ReportMapper reports;
    private final AuditEntries entries;
    private final LogStore log;
    private final WormStore store;
    private final Ledger ledger;
    private final TransactionTemplate transaction;

    Reporting(
            ReportMapper reports,
            AuditEntries entries,
            LogStore log,
            WormStore store,
            Ledger ledger,
            TransactionTemplate transaction) {
        this.reports = reports;
        this.entries = entries;
        this.log = log;
        this.store = store;
        this.ledger = ledger;
        this.transaction = transaction;
    }

    /** Makes what is due; whether there was anything. */
    boolean pass() {
        return pass(store.now());
    }

    boolean pass(Instant now) {
        List<byte[]> first = log.entries(0, 1);
        if (first.isEmpty()) {
            return false;
        }
        String began = CanonicalJson.parse(first.get(0)).path("time").asText();
        YearMonth over =
                YearMonth.from(now.minus(SETTLED).atOffset(ZoneOffset.UTC)).minusMonths(1);
        YearMonth month = YearMonth.from(UtcTime.read(began).atOffset(ZoneOffset.UTC));
        boolean made = false;
        while (!month.isAfter(over)) {
            if (reports.find(organisation(), month.toString()).isEmpty()) {
                keep(month);
                made = true;
            }
            month = month.plusMonths(1);
        }
        return made;
    }

    /** Whoever comes second, on another node, keeps nothing and tells nothing. */
    private void keep(YearMonth month) {
        byte[] bytes = count(month);
        transaction.executeWithoutResult(status -> {
            Digest sha256 = store.putBlob(bytes);
            if (reports.keep(organisation(), month.toString(), sha256.hex(), store.now()) == 1) {
                ledger.append(Raising.SYSTEM, AlertEvents.reportMade(month.toString(), sha256.hex()));
            }
        });
    }

    /** The report as it would be made now. */
    byte[] count(YearMonth month) {
        return Objects.requireNonNull(transaction.execute(status -> counted(month)));
    }

    private byte[] counted(YearMonth month) {
        Instant from = month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        Instant end = month.plusMonths(1).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        Instant now = store.now();
        Instant until = now.isBefore(end) ? now : end;
        MonthCount count = new MonthCount();
        MonthCount.ATTEMPTS.forEach(
                (what, types) -> types.forEach(type -> each(type, from, until, entry -> count.attempt(what, entry))));
        MonthCount.UNLOCKINGS.forEach(type -> each(type, from, until, count::unlocking));
        each(MonthCount.REFUSED, from, until, count::refusal);
        MonthCount.ALERTS.forEach(type -> each(type, from, until, count::alert));
        return written(store.installation(), month, from, until, until.equals(end), count);
    }

    /** The report's bytes, pinned by a sample. */
    static byte[] written(
            Installation home, YearMonth month, Instant from, Instant until, boolean complete, MonthCount count) {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        report.put("format", FORMAT);
        report.put("organisation", home.organisation());
        report.put("installation", home.installationId().toString());
        report.put("environment", home.environment());
        report.put("month", month.toString());
        report.put("from", UtcTime.write(from));
        report.put("until", UtcTime.write(until));
        report.put("complete", complete);
        count.into(report);
        return CanonicalJson.write(report);
    }

    /** Day by day: what a page has to pass over stays little. */
    private void each(String type, Instant from, Instant until, Consumer<JsonNode> work) {
        for (Instant day = from; day.isBefore(until); day = day.plus(Duration.ofDays(1))) {
            Instant next = day.plus(Duration.ofDays(1));
            Criteria criteria = new Criteria(day, next.isBefore(until) ? next : until, null, type, null);
            List<StoredEntry> page;
            long offset = 0;
            do {
                page = entries.search(criteria, PAGE, offset, 0).entries();
                page.forEach(entry -> work.accept(CanonicalJson.parse(entry.entry())));
                offset += PAGE;
            } while (page.size() == PAGE);
        }
    }

    private String organisation() {
        return store.installation().organisation();
    }
}

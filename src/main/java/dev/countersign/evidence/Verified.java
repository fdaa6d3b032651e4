package dev.countersign.evidence;

import dev.countersign.evidence.verify.Report;
import dev.countersign.ledger.AuditEvent.Significance;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How a verification came out, for the audit trail (WRM-03).
 *
 * @param outcome a {@link Report.State}, or {@code NOT_DONE} where stored bytes kept it from coming to an end
 * @param failed names of the checks that failed
 */
public record Verified(String outcome, List<String> failed) {

    private static final String NOT_DONE = "NOT_DONE";
    private static final int TOLD = 20;

    public Verified {
        failed = List.copyOf(failed);
    }

    /** Tells how it came out before anybody learns it, and does so too when it could not be done. */
    public static Report telling(Supplier<Report> verification, Consumer<Verified> teller) {
        Report report;
        try {
            report = verification.get();
        } catch (RuntimeException e) {
            teller.accept(new Verified(NOT_DONE, List.of("verification")));
            throw e;
        }
        teller.accept(of(report));
        return report;
    }

    static Verified of(Report report) {
        return new Verified(
                report.state().name(),
                report.checks().stream()
                        .filter(check -> check.result() == Report.Result.FAILED)
                        .map(Report.Check::name)
                        .limit(TOLD)
                        .toList());
    }

    public boolean holds() {
        return !outcome.equals(NOT_DONE) && !outcome.equals(Report.State.INVALID.name());
    }

    /** @param otherwise where nothing is wrong */
    public Significance significance(Significance otherwise) {
        return holds() ? otherwise : Significance.EXCEPTION;
    }

    /** To be told with the entry. */
    public Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("verification", outcome);
        if (!failed.isEmpty()) {
            values.put("failed", failed);
        }
        return values;
    }
}

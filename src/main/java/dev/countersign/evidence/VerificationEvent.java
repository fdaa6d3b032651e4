package dev.countersign.evidence;

import dev.countersign.evidence.verify.StoreReport;
import dev.countersign.evidence.verify.StoreReport.Finding;
import dev.countersign.ledger.AuditEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The whole store was verified (WRM-03), or somebody asked for it. */
sealed interface VerificationEvent extends AuditEvent {

    @Override
    default String subject() {
        return "log";
    }

    /** Somebody wants it now. */
    record Requested() implements VerificationEvent {

        @Override
        public String type() {
            return "verification.requested";
        }
    }

    /** It came to an end. */
    record Ended(StoreReport report) implements VerificationEvent {

        private static final int TOLD = 20;
        private static final int LONGEST = 200;

        @Override
        public String type() {
            return report.holds() ? "verification.passed" : "verification.failed";
        }

        @Override
        public Significance significance() {
            return report.holds() ? Significance.NORMAL : Significance.EXCEPTION;
        }

        @Override
        public Map<String, Object> after() {
            Map<String, Object> told = new LinkedHashMap<>();
            told.put("size", Long.toString(report.size()));
            if (report.root() != null) {
                told.put("root", report.root());
            }
            told.put("failures", Long.toString(report.failures()));
            if (!report.holds()) {
                List<String> first = report.findings().stream()
                        .limit(TOLD)
                        .map(Ended::sentence)
                        .toList();
                told.put("findings", first);
            }
            return told;
        }

        static String sentence(Finding finding) {
            String sentence = finding.check() + ": " + finding.table() + " " + finding.key();
            return sentence.length() <= LONGEST ? sentence : sentence.substring(0, LONGEST) + "…";
        }
    }
}

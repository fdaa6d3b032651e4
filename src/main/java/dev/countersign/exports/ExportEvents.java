package dev.countersign.exports;

import dev.countersign.ledger.AuditEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the audit trail is told of an export itself; each record's is told apart. */
final class ExportEvents {

    private ExportEvents() {}

    /** Somebody wants what a search finds. */
    record Requested(ExportJob job) implements AuditEvent {

        @Override
        public String type() {
            return "export.requested";
        }

        @Override
        public String subject() {
            return subjectOf(job.exportId());
        }

        @Override
        public Map<String, Object> after() {
            Map<String, Object> told = new LinkedHashMap<>(job.asked().parameters());
            told.put("contents", job.contents());
            return told;
        }
    }

    /** It is whole, and may be fetched. */
    record Finished(UUID exportId, int matched, int enclosed, int altered, String sha256, long logSize)
            implements AuditEvent {

        @Override
        public String type() {
            return "export.finished";
        }

        @Override
        public String subject() {
            return subjectOf(exportId);
        }

        @Override
        public Map<String, Object> after() {
            return Map.of(
                    "matched", matched,
                    "enclosed", enclosed,
                    "altered", altered,
                    "sha256", sha256,
                    "logSize", Long.toString(logSize));
        }
    }

    /** It ended without a result. */
    record Failed(UUID exportId, String why) implements AuditEvent {

        @Override
        public String type() {
            return "export.failed";
        }

        @Override
        public String subject() {
            return subjectOf(exportId);
        }

        @Override
        public Map<String, Object> after() {
            return Map.of("why", why);
        }
    }

    /** Told before it leaves. */
    record Downloaded(UUID exportId, @Nullable String sha256) implements AuditEvent {

        @Override
        public String type() {
            return "export.downloaded";
        }

        @Override
        public String subject() {
            return subjectOf(exportId);
        }

        @Override
        public Map<String, Object> after() {
            return sha256 == null ? Map.of() : Map.of("sha256", sha256);
        }
    }

    /** Whoever asked for it wants it no longer. */
    record Cancelled(UUID exportId, String was) implements AuditEvent {

        @Override
        public String type() {
            return "export.cancelled";
        }

        @Override
        public String subject() {
            return subjectOf(exportId);
        }

        @Override
        public Map<String, Object> before() {
            return Map.of("state", was);
        }
    }

    private static String subjectOf(UUID exportId) {
        return "export:" + exportId;
    }
}

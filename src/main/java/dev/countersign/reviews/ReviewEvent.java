package dev.countersign.reviews;

import dev.countersign.ledger.AuditEvent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What this module tells the audit trail (AUD-01). */
record ReviewEvent(
        String type,
        String subject,
        Significance significance,
        Map<String, Object> after,
        @Nullable String reason) implements AuditEvent {

    static final String OVERDUE = "review.overdue";

    static ReviewEvent of(String type, String about, Map<String, Object> after, @Nullable String reason) {
        return new ReviewEvent(type, "person:" + about, Significance.HIGH, after, reason);
    }

    static ReviewEvent overdue(Reviews.Task task, String dueAt) {
        return new ReviewEvent(
                OVERDUE,
                "person:" + task.about(),
                Significance.EXCEPTION,
                Map.of("kind", task.kind(), "dueAt", dueAt),
                null);
    }
}

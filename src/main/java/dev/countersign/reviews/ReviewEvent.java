package dev.countersign.reviews;

import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.AuditEvent;
import dev.countersign.reviews.ReviewMapper.Opened;
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

    static ReviewEvent opened(Opened campaign) {
        return of(campaign, "access-campaign.opened", campaign.reason());
    }

    static ReviewEvent completed(Opened campaign) {
        return of(campaign, "access-campaign.completed", null);
    }

    private static ReviewEvent of(Opened campaign, String type, @Nullable String reason) {
        return new ReviewEvent(
                type,
                "access-campaign:" + campaign.campaignId(),
                Significance.HIGH,
                Map.of("dueAt", UtcTime.write(campaign.dueAt())),
                reason);
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

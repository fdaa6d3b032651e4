package dev.countersign.alerts;

import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.AuditEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What this module tells the audit trail (AUD-01). */
record AlertEvents(
        String type,
        String subject,
        Significance significance,
        Map<String, Object> after,
        @Nullable String reason) implements AuditEvent {

    static final String RAISED = "alert.raised";
    static final String ACKNOWLEDGED = "alert.acknowledged";
    static final String ESCALATED = "alert.escalated";

    /** From the first entry that belongs to it; the others are counted on the alert. */
    static AlertEvents raised(UUID alertId, Cause cause) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("kind", cause.kind().code());
        told.put("of", cause.subject());
        told.put("cause", cause.entryId().toString());
        return new AlertEvents(RAISED, alert(alertId), Significance.EXCEPTION, told, null);
    }

    static AlertEvents acknowledged(Alerts.Alert alert, String comment) {
        return new AlertEvents(ACKNOWLEDGED, alert(alert.alertId()), Significance.HIGH, of(alert), comment);
    }

    static AlertEvents escalated(Alerts.Alert alert) {
        return new AlertEvents(ESCALATED, alert(alert.alertId()), Significance.EXCEPTION, of(alert), null);
    }

    static AlertEvents delivered(Notice notice, String channel, int attempt) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("channel", channel);
        told.put("audience", notice.audience().code());
        told.put("attempt", attempt);
        return new AlertEvents("alert.delivered", alert(notice.alert().alertId()), Significance.NORMAL, told, null);
    }

    static AlertEvents reportMade(String month, String sha256) {
        return new AlertEvents(
                "alert.report-made", "alert-report:" + month, Significance.HIGH, Map.of("sha256", sha256), null);
    }

    static AlertEvents noticesSeen(String userId, int howMany) {
        return new AlertEvents(
                "account.notices-seen", "person:" + userId, Significance.LOW, Map.of("notices", howMany), null);
    }

    /** Without the address: it is in the entry that gave it. */
    static AlertEvents noticeMailed(PersonMailMapper.Mail mail, int attempt) {
        return new AlertEvents(
                "account.notice-mailed",
                "person:" + mail.userId(),
                Significance.LOW,
                Map.of("notice", mail.entryId().toString(), "what", mail.type(), "attempt", attempt),
                null);
    }

    static AlertEvents noticeUndelivered(PersonMailMapper.Mail mail, int attempts, String why) {
        return new AlertEvents(
                "account.notice-undelivered",
                "person:" + mail.userId(),
                Significance.EXCEPTION,
                Map.of("notice", mail.entryId().toString(), "what", mail.type(), "attempts", attempts, "detail", why),
                null);
    }

    /** Once for each outage. */
    static AlertEvents channelFailed(String channel, String why) {
        return new AlertEvents(
                "alert.channel-failed", "channel:" + channel, Significance.EXCEPTION, Map.of("detail", why), null);
    }

    static AlertEvents channelWorks(String channel, Instant failedSince) {
        return new AlertEvents(
                "alert.channel-works",
                "channel:" + channel,
                Significance.HIGH,
                Map.of("failedSince", UtcTime.write(failedSince)),
                null);
    }

    private static Map<String, Object> of(Alerts.Alert alert) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("kind", alert.kind().code());
        told.put("of", alert.subject());
        told.put("occurrences", alert.occurrences());
        told.put("raisedAt", UtcTime.write(alert.raisedAt()));
        return told;
    }

    private static String alert(UUID alertId) {
        return "alert:" + alertId;
    }
}

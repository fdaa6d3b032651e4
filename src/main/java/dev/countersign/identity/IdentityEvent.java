package dev.countersign.identity;

import dev.countersign.ledger.AuditEvent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happened to accounts, factors and keys. Type, subject and a few words; never a secret. */
record IdentityEvent(
        String type,
        String subject,
        Significance significance,
        Map<String, Object> before,
        Map<String, Object> after,
        @Nullable String reason)
        implements AuditEvent {

    static final String MAIL_ADDRESS_CHANGED = "person.email-changed";

    static IdentityEvent of(String type, String subject, Map<String, Object> after) {
        return new IdentityEvent(type, subject, Significance.NORMAL, Map.of(), after, null);
    }

    static IdentityEvent high(String type, String subject, Map<String, Object> after) {
        return new IdentityEvent(type, subject, Significance.HIGH, Map.of(), after, null);
    }

    static IdentityEvent exception(String type, String subject, Map<String, Object> after) {
        return new IdentityEvent(type, subject, Significance.EXCEPTION, Map.of(), after, null);
    }

    IdentityEvent because(String why) {
        return new IdentityEvent(type, subject, significance, before, after, why);
    }

    static String person(String userId) {
        return "person:" + userId;
    }
}

package dev.countersign.accounts;

import dev.countersign.ledger.AuditEvent;
import java.util.Map;
import java.util.UUID;

/**
 * A reset was asked for, or the request decided.
 *
 * @param type {@code reset.requested}, {@code reset.request-granted} or {@code reset.request-refused}
 */
record ResetDecided(UUID requestId, String userId, String type, String reason) implements AuditEvent {

    @Override
    public String subject() {
        return "person:" + userId;
    }

    @Override
    public Significance significance() {
        return Significance.HIGH;
    }

    @Override
    public Map<String, Object> after() {
        return Map.of("requestId", requestId.toString());
    }
}

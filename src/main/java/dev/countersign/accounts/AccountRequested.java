package dev.countersign.accounts;

import dev.countersign.ledger.AuditEvent;
import java.util.Map;
import java.util.UUID;

/**
 * An account was asked for, or the request decided.
 *
 * @param what {@code requested}, {@code request-met} or {@code request-declined}
 */
record AccountRequested(UUID requestId, String what, Map<String, Object> after, String reason) implements AuditEvent {

    @Override
    public String type() {
        return "account." + what;
    }

    @Override
    public String subject() {
        return "account-request:" + requestId;
    }

    @Override
    public Significance significance() {
        return Significance.HIGH;
    }
}

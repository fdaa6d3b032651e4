package dev.countersign.accounts;

import dev.countersign.authority.Role;
import dev.countersign.authority.Terms;
import dev.countersign.ledger.AuditEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A role was asked for, or the request decided.
 *
 * @param type {@code role.requested}, {@code role.request-granted} or {@code role.request-refused}
 */
record RoleDecided(UUID requestId, String userId, Role role, Terms terms, String type, String reason)
        implements AuditEvent {

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
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("role", role.code());
        facts.put("requestId", requestId.toString());
        facts.putAll(terms.facts());
        return facts;
    }
}

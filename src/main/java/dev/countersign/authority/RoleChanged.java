package dev.countersign.authority;

import dev.countersign.ledger.AuditEvent;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A role was granted or taken away (11.10(d), (g)).
 *
 * @param terms on which it was granted
 */
record RoleChanged(String userId, Role role, Terms terms, boolean granted, String reason) implements AuditEvent {

    @Override
    public String type() {
        return granted ? "role.granted" : "role.revoked";
    }

    @Override
    public String subject() {
        return "person:" + userId;
    }

    @Override
    public Significance significance() {
        return Significance.HIGH;
    }

    @Override
    public Map<String, Object> before() {
        return granted ? Map.of() : described();
    }

    @Override
    public Map<String, Object> after() {
        return granted ? described() : Map.of();
    }

    private Map<String, Object> described() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("role", role.code());
        facts.putAll(terms.facts());
        return facts;
    }
}

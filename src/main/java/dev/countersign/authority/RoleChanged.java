package dev.countersign.authority;

import dev.countersign.ledger.AuditEvent;
import java.util.Map;

/** A role was granted or taken away (11.10(d), (g)). */
record RoleChanged(String userId, Role role, boolean granted, String reason) implements AuditEvent {

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
        return granted ? Map.of() : Map.of("role", role.code());
    }

    @Override
    public Map<String, Object> after() {
        return granted ? Map.of("role", role.code()) : Map.of();
    }
}

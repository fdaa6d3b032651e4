package dev.countersign.web;

import dev.countersign.ledger.AuditEvent;
import dev.countersign.web.OpenSessions.OpenSession;
import java.util.Map;

/** Somebody ended a session: one of their own, or as an administrator another person's. */
record SessionRevoked(String userId, OpenSession session, String reason) implements AuditEvent {

    @Override
    public String type() {
        return "session.revoked";
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
        return Map.of("session", session.reference(), "address", session.address(), "browser", session.browser());
    }
}

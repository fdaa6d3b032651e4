package dev.countersign.evidence.web;

import dev.countersign.evidence.Verified;
import dev.countersign.ledger.AuditEvent;
import java.util.Map;
import java.util.UUID;

/** Somebody looked at a signature, or had a version verified, and how that came out (WRM-03). */
record EvidenceViewed(String subject, UUID recordId, int version, Verified verified) implements AuditEvent {

    @Override
    public String type() {
        return "evidence.viewed";
    }

    @Override
    public Significance significance() {
        return verified.significance(Significance.LOW);
    }

    @Override
    public RecordReference record() {
        return new RecordReference(recordId, version, false);
    }

    @Override
    public Map<String, Object> after() {
        return verified.values();
    }
}

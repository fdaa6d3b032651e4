package dev.countersign.evidence.web;

import dev.countersign.ledger.AuditEvent;
import java.util.UUID;

/** Somebody looked at a signature, or had a version verified. */
record EvidenceViewed(String subject, UUID recordId, int version) implements AuditEvent {

    @Override
    public String type() {
        return "evidence.viewed";
    }

    @Override
    public Significance significance() {
        return Significance.LOW;
    }

    @Override
    public RecordReference record() {
        return new RecordReference(recordId, version, false);
    }
}

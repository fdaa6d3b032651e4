package dev.countersign.evidence.web;

import dev.countersign.ledger.AuditEvent;
import java.util.Map;

/** Somebody had a bundle checked that they brought; of what record, only the bundle says. */
record BundleChecked(String state) implements AuditEvent {

    @Override
    public String type() {
        return "evidence.checked";
    }

    @Override
    public String subject() {
        return "bundle";
    }

    @Override
    public Significance significance() {
        return Significance.LOW;
    }

    @Override
    public Map<String, Object> after() {
        return Map.of("state", state);
    }
}

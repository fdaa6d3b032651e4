package dev.countersign.workspace.web;

import dev.countersign.ledger.AuditEvent;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Somebody took entries of the audit trail away (11.10(b), (e)). Told before they leave, so that no export is without it.
 *
 * @param form {@code csv}, {@code jsonl} or {@code pdf}
 * @param asked the fields that were not blank, as they were typed
 */
record AuditExported(String form, Map<String, String> asked, int most) implements AuditEvent {

    @Override
    public String type() {
        return "audit.exported";
    }

    @Override
    public String subject() {
        return "audit";
    }

    @Override
    public Map<String, Object> after() {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("form", form);
        told.put("asked", asked);
        told.put("most", most);
        return told;
    }
}

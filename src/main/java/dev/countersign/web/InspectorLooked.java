package dev.countersign.web;

import dev.countersign.ledger.AuditEvent;
import java.util.Map;

/**
 * An inspector asked to be shown something (CPY-05); told before they are. What they are refused is told besides. It belongs to no record's
 * own entries, which they would have looked at before it is sealed: its subject names the record.
 *
 * @param path of the page or call
 * @param asked the parameters that were not blank, as they were typed: a search or list is its question
 */
record InspectorLooked(String subject, String path, Map<String, String> asked) implements AuditEvent {

    @Override
    public String type() {
        return "inspection.viewed";
    }

    @Override
    public Significance significance() {
        return Significance.LOW;
    }

    @Override
    public Map<String, Object> after() {
        return asked.isEmpty() ? Map.of("path", path) : Map.of("path", path, "asked", asked);
    }
}

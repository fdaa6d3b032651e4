package dev.countersign.notices;

import dev.countersign.ledger.AuditEvent;
import dev.countersign.notices.Notices.Audience;
import java.util.Map;
import java.util.UUID;

/** People were told something of their work. */
record NoticeGiven(String toldBy, Audience audience, UUID recordId, int version, String text) implements AuditEvent {

    @Override
    public String type() {
        return "notice.given";
    }

    @Override
    public String subject() {
        return toldBy;
    }

    @Override
    public RecordReference record() {
        return new RecordReference(recordId, version, false);
    }

    @Override
    public Map<String, Object> after() {
        return Map.of("to", audience.name(), "people", audience.userIds(), "text", text);
    }
}

package dev.countersign.authority;

import dev.countersign.ledger.AuditEvent;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something happened to a certification letter (11.100(c)): it was recorded, confirmed, or a file of it was read. */
record LetterRecorded(
        UUID letterId,
        String what,
        Significance significance,
        Map<String, Object> after,
        @Nullable String reason) implements AuditEvent {

    @Override
    public String type() {
        return "certification-letter." + what;
    }

    @Override
    public String subject() {
        return "certification-letter:" + letterId;
    }
}

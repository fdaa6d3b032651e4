package dev.countersign.training;

import dev.countersign.ledger.AuditEvent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something happened to a course, an attempt or what somebody is trained by: counts and ids, never questions and never answers. */
record TrainingTold(
        String what,
        String subject,
        Significance significance,
        Map<String, Object> after,
        @Nullable String reason) implements AuditEvent {

    @Override
    public String type() {
        return "training." + what;
    }
}

package dev.countersign.studio;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.AuditEvent;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What this module tells the audit trail (AUD-01): hashes of drafts, never what is in them. */
record DraftEvent(String type, String subject, Map<String, Object> after) implements AuditEvent {

    static DraftEvent kept(String userId, String content) {
        return new DraftEvent(
                "models.draft-kept",
                "person:" + userId,
                Map.of(
                        "sha256",
                        Digest.of(content.getBytes(StandardCharsets.UTF_8)).hex()));
    }

    static DraftEvent discarded(String userId) {
        return new DraftEvent("models.draft-discarded", "person:" + userId, Map.of());
    }
}

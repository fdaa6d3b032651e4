package dev.countersign.authority;

import dev.countersign.ledger.AuditEvent;
import java.util.Map;

/**
 * What somebody may sign was asked for, granted, refused or taken away (AUT-02).
 *
 * @param type {@code signature-authority.requested}, {@code .granted}, {@code .refused} or {@code .taken-away}
 */
record SignatureAuthorityChanged(
        String type, String userId, Map<String, Object> before, Map<String, Object> after, String reason)
        implements AuditEvent {

    @Override
    public String subject() {
        return "person:" + userId;
    }

    @Override
    public Significance significance() {
        return Significance.HIGH;
    }
}

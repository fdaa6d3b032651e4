package dev.countersign.recovery;

import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.AuditEvent;
import dev.countersign.recovery.Recovery.Proposal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Somebody proposed that the log goes on without what it lost (AUD-02); an earlier proposal ends with it. */
record RecoveryProposed(Proposal proposal, @Nullable Proposal earlier) implements AuditEvent {

    @Override
    public String type() {
        return "log.recovery-proposed";
    }

    @Override
    public String subject() {
        return "log";
    }

    @Override
    public Significance significance() {
        return Significance.EXCEPTION;
    }

    @Override
    public Map<String, Object> before() {
        return earlier == null ? Map.of() : told(earlier);
    }

    @Override
    public Map<String, Object> after() {
        return told(proposal);
    }

    private static Map<String, Object> told(Proposal proposal) {
        return Map.of(
                "statementSha256",
                proposal.sha256().hex(),
                "proposedBy",
                proposal.userId(),
                "lapsesAt",
                UtcTime.write(proposal.lapsesAt()));
    }
}

package dev.countersign.recovery;

import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LogRecovery.Decision;
import dev.countersign.recovery.ProposalMapper.Row;
import dev.countersign.recovery.Recovery.Proposal;
import dev.countersign.worm.WormStore;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The proposal that waits, in {@code app.log_recovery_proposal}: whichever node is asked, until it lapses. */
@Component
class StoredProposal {

    private final ProposalMapper rows;
    private final WormStore store;
    private final Ledger ledger;

    StoredProposal(ProposalMapper rows, WormStore store, Ledger ledger) {
        this.rows = rows;
        this.store = store;
        this.ledger = ledger;
    }

    /** @param decision of the person who proposed it */
    record Proposed(Proposal proposal, Decision decision) {}

    /** Replaces an earlier one, and tells the audit trail. */
    @Transactional
    public void put(Caller caller, Proposal proposal, Decision decision) {
        String organisation = organisation();
        Row earlier = rows.find(organisation);
        rows.put(
                organisation,
                new Row(
                        proposal.userId(),
                        proposal.statement(),
                        decision.keyId(),
                        decision.signature(),
                        proposal.lapsesAt()));
        ledger.append(caller, new RecoveryProposed(proposal, earlier == null ? null : proposal(earlier)));
    }

    /** What waits at that moment. */
    @Transactional(readOnly = true)
    public Optional<Proposed> at(Instant now) {
        return Optional.ofNullable(rows.find(organisation()))
                .filter(row -> !now.isAfter(row.lapsesAt()))
                .map(row -> new Proposed(proposal(row), new Decision(row.keyId(), row.signature())));
    }

    /** It was confirmed, which the entry that opens the epoch tells. */
    @Transactional
    public void remove(Proposal proposal) {
        rows.remove(organisation(), proposal.statement());
    }

    private String organisation() {
        return store.installation().organisation();
    }

    private static Proposal proposal(Row row) {
        return new Proposal(row.userId(), row.statement(), row.lapsesAt());
    }
}

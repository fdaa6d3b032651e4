package dev.countersign.ledger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts what happens with witnesses on record; what keeps the record from being written stops no comparison. */
final class WitnessRecord {

    private static final Logger LOG = LoggerFactory.getLogger(WitnessRecord.class);

    private final Ledger ledger;

    WitnessRecord(Ledger ledger) {
        this.ledger = ledger;
    }

    void tell(AuditEvent event) {
        try {
            ledger.appendAlone(Caller.system("witnesses"), event);
        } catch (RuntimeException e) {
            LOG.error("{} of {} cannot be put on record: {}", event.type(), event.subject(), e.toString());
        }
    }
}

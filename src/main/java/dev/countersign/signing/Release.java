package dev.countersign.signing;

import dev.countersign.ledger.Caller;
import dev.countersign.records.RecordStatus;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.worm.WormStore;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The effect of a plan's signatures: the version becomes approved, then effective (WFL-11). Never on a process's word. */
@Component
class Release {

    private final ReleaseGate gate;
    private final Records records;
    private final WormStore worm;

    Release(ReleaseGate gate, Records records, WormStore worm) {
        this.gate = gate;
        this.records = records;
        this.worm = worm;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void make(Caller caller, UUID recordId, int version) {
        worm.lockRecord(recordId);
        int newest = records.latest(recordId).map(RecordVersion::version).orElse(0);
        if (newest != version) {
            throw SigningRefusal.NOT_NEWEST.refuse(version, recordId, newest);
        }
        gate.demandSigned(recordId, version);
        records.moveTo(caller, recordId, version, RecordStatus.APPROVED, null);
        records.moveTo(caller, recordId, version, RecordStatus.EFFECTIVE, null);
    }

    Optional<String> faultOf(UUID signatureId) {
        return gate.faultOf(signatureId);
    }
}

package dev.countersign.workflow;

import dev.countersign.authority.Authority;
import dev.countersign.changes.ProcessModels;
import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import dev.countersign.records.Intake;
import dev.countersign.records.NewVersion;
import dev.countersign.records.RecordStatus;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.signing.Signatures;
import dev.countersign.worm.WormStore;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Next versions (REC-04, WFL-03): appending one while the record is in rework is what completes the rework task. */
@Component
class Revising {

    private final Records records;
    private final Signatures signatures;
    private final Authority authority;
    private final WormStore store;
    private final Rework rework;
    private final ModelStarts models;
    private final TransactionTemplate transactions;

    Revising(
            Records records,
            Signatures signatures,
            Authority authority,
            WormStore store,
            Rework rework,
            ModelStarts models,
            PlatformTransactionManager transactions) {
        this.records = records;
        this.signatures = signatures;
        this.authority = authority;
        this.store = store;
        this.rework = rework;
        this.models = models;
        this.transactions = new TransactionTemplate(transactions);
    }

    RecordVersion revise(Caller caller, UUID recordId, NewVersion version, @Nullable Digest expected) {
        authority.require(caller, ModelStarts.permissionToWrite(version.type()));
        Intake received = records.validate(version);
        NewVersion accepted = models.accepted(version, recordId);
        Intake intake = accepted.equals(version) ? received : records.validate(accepted, received);
        return Objects.requireNonNull(transactions.execute(status -> {
            store.lockRecord(recordId);
            if (records.status(recordId) == RecordStatus.IN_REWORK) {
                demandFree(recordId, version, intake);
                return rework.complete(caller, recordId, intake, expected);
            }
            if (version.type().equals(ProcessModels.BREAK_GLASS)) {
                // a draft of one would wait for nobody, and come to its start without the doors of an intervention
                throw WorkflowRule.INTERVENTION_NOT_REWORKED.refuse(
                        recordId, records.status(recordId).code());
            }
            demandOwnDraft(caller, recordId);
            return records.appendNext(caller, recordId, intake, expected);
        }));
    }

    /** Of an intervention alone: what it takes is held for all of them. */
    private void demandFree(UUID recordId, NewVersion version, Intake intake) {
        boolean sameType = records.latest(recordId)
                .filter(latest -> latest.type().equals(version.type()))
                .isPresent();
        if (sameType) {
            models.demandFree(intake, recordId);
        }
    }

    private void demandOwnDraft(Caller caller, UUID recordId) {
        boolean draft = records.status(recordId) == RecordStatus.DRAFT;
        if (draft && !signatures.lineage(recordId).authors().contains(caller.actorId())) {
            throw WorkflowRule.NOT_YOUR_DRAFT.refuse(caller.actorId(), recordId);
        }
    }
}

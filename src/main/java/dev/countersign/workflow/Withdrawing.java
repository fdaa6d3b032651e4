package dev.countersign.workflow;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.ledger.Caller;
import dev.countersign.records.RecordStatus;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.signing.Signatures;
import dev.countersign.worm.WormStore;
import java.util.Optional;
import java.util.UUID;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Withdrawal: the one sanctioned way to end an approval early, along the model's own path. */
@Component
class Withdrawing {

    private static final String MESSAGE = "record-withdrawn";

    private final Records records;
    private final Signatures signatures;
    private final Authority authority;
    private final StartRequests requests;
    private final WorkNotices news;
    private final WormStore store;
    private final Engine engine;
    private final TransactionTemplate transactions;

    Withdrawing(
            Records records,
            Signatures signatures,
            Authority authority,
            StartRequests requests,
            WorkNotices news,
            WormStore store,
            Engine engine,
            PlatformTransactionManager transactions) {
        this.records = records;
        this.signatures = signatures;
        this.authority = authority;
        this.requests = requests;
        this.news = news;
        this.store = store;
        this.engine = engine;
        this.transactions = new TransactionTemplate(transactions);
    }

    void withdraw(Caller caller, UUID recordId, String reason) {
        Reasons.demand(reason, "a withdrawal");
        transactions.executeWithoutResult(status -> {
            store.lockRecord(recordId);
            RecordVersion latest =
                    records.latest(recordId).orElseThrow(() -> WorkflowRule.RECORD_NOT_FOUND.refuse(recordId));
            demandRight(caller, recordId);
            Optional<String> instance = running(caller, recordId);
            Carried.begin(caller).withdrawal(recordId, reason);
            if (instance.isPresent()) {
                engine.as(caller, context -> {
                    engine.services()
                            .getRuntimeService()
                            .createMessageCorrelation(MESSAGE)
                            .processInstanceId(instance.get())
                            .correlateWithResult();
                    return true;
                });
            } else {
                records.moveTo(caller, recordId, latest.version(), RecordStatus.WITHDRAWN, reason);
            }
            news.withdrawn(caller, signatures.lineage(recordId).authors(), latest);
        });
    }

    private void demandRight(Caller caller, UUID recordId) {
        boolean author =
                caller.isPerson() && signatures.lineage(recordId).authors().contains(caller.actorId());
        boolean manager = caller.isPerson() && authority.may(caller.actorId(), Permission.WITHDRAW_ANY_RECORD);
        if (!author && !manager) {
            throw WorkflowRule.WITHDRAWAL_NOT_ALLOWED.refuse(caller.actorId(), recordId);
        }
    }

    private Optional<String> running(Caller caller, UUID recordId) {
        RuntimeService runtime = engine.services().getRuntimeService();
        return requests.ofRecord(store.installation().organisation(), recordId)
                .map(StartRequests.Started::instanceId)
                .filter(id -> engine.as(
                        caller,
                        context -> runtime.createProcessInstanceQuery()
                                        .processInstanceId(id)
                                        .count()
                                == 1));
    }
}

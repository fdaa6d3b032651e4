package dev.countersign.workflow;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.Identifiers;
import dev.countersign.identity.ServiceAccounts;
import dev.countersign.identity.ServiceAccounts.ServiceAccount;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.records.Intake;
import dev.countersign.records.NewVersion;
import dev.countersign.records.RecordStatus;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.workflow.Processes.StartRequest;
import dev.countersign.workflow.Processes.Started;
import dev.countersign.workflow.WorkflowEvents.ApprovalStarted;
import dev.countersign.worm.WormStore;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Starts approvals (INT-01). One transaction takes the business key, binds the intake and starts the instance with ids only;
 * whoever loses the race for a key waits for the winner and answers with what the winner made.
 */
@Component
class Starting {

    static final Set<String> APPROVALS = Set.of("record-approval");

    private final Records records;
    private final Authority authority;
    private final ServiceAccounts serviceAccounts;
    private final StartRequests requests;
    private final WormStore store;
    private final Ledger ledger;
    private final Identifiers identifiers;
    private final Engine engine;
    private final TransactionTemplate transactions;

    Starting(
            Records records,
            Authority authority,
            ServiceAccounts serviceAccounts,
            StartRequests requests,
            WormStore store,
            Ledger ledger,
            Identifiers identifiers,
            Engine engine,
            PlatformTransactionManager transactions) {
        this.records = records;
        this.authority = authority;
        this.serviceAccounts = serviceAccounts;
        this.requests = requests;
        this.store = store;
        this.ledger = ledger;
        this.identifiers = identifiers;
        this.engine = engine;
        this.transactions = new TransactionTemplate(transactions);
    }

    Started start(Caller caller, String processKey, StartRequest request) {
        demandScope(caller, processKey);
        NewVersion content = request.content();
        return content == null
                ? startExisting(caller, processKey, request)
                : startNew(caller, processKey, request.businessKey(), content);
    }

    private void demandScope(Caller caller, String processKey) {
        Set<String> allowed =
                switch (caller.kind()) {
                    case PERSON -> {
                        authority.require(caller, Permission.START_APPROVALS);
                        yield APPROVALS;
                    }
                    case SERVICE_ACCOUNT ->
                        serviceAccounts
                                .find(caller.actorId())
                                .map(ServiceAccount::processKeys)
                                .orElse(Set.of());
                    case SYSTEM, ANONYMOUS -> Set.of();
                };
        if (!allowed.contains(processKey) || !APPROVALS.contains(processKey)) {
            throw WorkflowRule.START_NOT_ALLOWED.refuse(caller.actorId(), processKey, String.join(", ", allowed));
        }
    }

    private Started startNew(Caller caller, String processKey, @Nullable String key, NewVersion content) {
        // without a key there is nothing a second call could be compared with
        String businessKey = key == null ? identifiers.next().toString() : key;
        Intake intake = records.validate(content);
        return inTransaction(() -> {
            if (!take(caller, processKey, businessKey, intake.digest())) {
                return first(caller, processKey, businessKey, intake.digest());
            }
            Carried.begin(caller).intake(intake);
            return run(caller, processKey, businessKey, Map.of());
        });
    }

    private Started startExisting(Caller caller, String processKey, StartRequest request) {
        UUID recordId = request.recordId();
        if (recordId == null) {
            throw WorkflowRule.BAD_START_REQUEST.refuse("it has neither a record's content nor a recordId");
        }
        return inTransaction(() -> {
            store.lockRecord(recordId);
            RecordVersion version = startable(caller, recordId, request.recordVersion());
            String key = request.businessKey();
            String businessKey = key == null ? recordId + "/" + version.version() : key;
            Digest digest = Digest.of(("record " + recordId + " " + version.sha256()).getBytes(StandardCharsets.UTF_8));
            if (!take(caller, processKey, businessKey, digest)) {
                return first(caller, processKey, businessKey, digest);
            }
            if (records.status(recordId) != RecordStatus.DRAFT) {
                throw WorkflowRule.NOT_A_DRAFT.refuse(
                        recordId, records.status(recordId).code());
            }
            Carried.begin(caller);
            return run(caller, processKey, businessKey, Map.of(Variables.RECORD_ID, recordId.toString()));
        });
    }

    private RecordVersion startable(Caller caller, UUID recordId, @Nullable Integer wanted) {
        RecordVersion latest =
                records.latest(recordId).orElseThrow(() -> WorkflowRule.RECORD_NOT_FOUND.refuse(recordId));
        if (!caller.isPerson() && !latest.author().id().equals(caller.actorId())) {
            throw WorkflowRule.RECORD_NOT_FOUND.refuse(recordId);
        }
        if (wanted != null && wanted != latest.version()) {
            throw WorkflowRule.NOT_LATEST.refuse(wanted, recordId, latest.version());
        }
        return latest;
    }

    private boolean take(Caller caller, String processKey, String businessKey, Digest digest) {
        return requests.take(organisation(), processKey, businessKey, digest, caller.actorId(), store.now()) == 1;
    }

    private Started run(Caller caller, String processKey, String businessKey, Map<String, Object> ids) {
        ProcessInstance instance = engine.as(caller, context -> engine.services()
                .getRuntimeService()
                .startProcessInstanceByKey(processKey, businessKey, ids));
        String instanceId = instance.getProcessInstanceId();
        UUID recordId = engine.as(
                caller,
                context -> UUID.fromString(
                        (String) engine.services().getRuntimeService().getVariable(instanceId, Variables.RECORD_ID)));
        RecordVersion version =
                records.latest(recordId).orElseThrow(() -> WorkflowRule.RECORD_NOT_FOUND.refuse(recordId));
        requests.started(
                organisation(),
                processKey,
                businessKey,
                instanceId,
                instance.getProcessDefinitionId(),
                recordId,
                version.version());
        ledger.append(
                caller,
                new ApprovalStarted(
                        processKey,
                        instance.getProcessDefinitionId(),
                        instanceId,
                        businessKey,
                        recordId,
                        version.version()));
        return new Started(
                instanceId,
                instance.getProcessDefinitionId(),
                businessKey,
                recordId,
                version.version(),
                version.sha256(),
                false);
    }

    private Started first(Caller caller, String processKey, String businessKey, Digest digest) {
        StartRequests.Started first = requests.find(organisation(), processKey, businessKey)
                .orElseThrow(() -> WorkflowRule.TOO_MANY_COLLISIONS.refuse(businessKey));
        if (!first.startedBy().equals(caller.actorId())) {
            // a key that is guessed tells nothing about what it started
            throw WorkflowRule.BUSINESS_KEY_CONFLICT.refuse(businessKey, "an approval for another caller");
        }
        if (!first.digest().equals(digest)) {
            throw WorkflowRule.BUSINESS_KEY_CONFLICT.refuse(
                    businessKey, "record " + first.recordId() + " with other content");
        }
        RecordVersion version = records.version(first.recordId(), first.recordVersion())
                .orElseThrow(() -> WorkflowRule.RECORD_NOT_FOUND.refuse(first.recordId()));
        boolean running = engine.as(
                Caller.system("workflow"),
                context -> engine.services()
                                .getRuntimeService()
                                .createProcessInstanceQuery()
                                .processInstanceId(first.instanceId())
                                .count()
                        == 1);
        return new Started(
                first.instanceId(),
                first.definitionId(),
                businessKey,
                version.recordId(),
                version.version(),
                version.sha256(),
                !running);
    }

    private String organisation() {
        return store.installation().organisation();
    }

    private Started inTransaction(java.util.function.Supplier<Started> work) {
        return java.util.Objects.requireNonNull(transactions.execute(status -> work.get()));
    }
}

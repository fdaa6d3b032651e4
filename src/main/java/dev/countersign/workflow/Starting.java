package dev.countersign.workflow;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.changes.ProcessModels;
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
import dev.countersign.signing.Declarations;
import dev.countersign.workflow.Processes.StartRequest;
import dev.countersign.workflow.Processes.Started;
import dev.countersign.workflow.WorkflowEvents.ApprovalStarted;
import dev.countersign.worm.WormStore;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
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

    /** Processes at whose end a record is effective or withdrawn. */
    static final Set<String> APPROVALS =
            Set.of("record-approval", ModelWatch.MODEL_CHANGE, ModelWatch.BREAK_GLASS, ModelStarts.DECLARATION);

    private final Records records;
    private final Authority authority;
    private final ServiceAccounts serviceAccounts;
    private final BusinessKeys keys;
    private final WormStore store;
    private final Ledger ledger;
    private final Identifiers identifiers;
    private final Engine engine;
    private final ModelStarts models;
    private final TransactionTemplate transactions;

    Starting(
            Records records,
            Authority authority,
            ServiceAccounts serviceAccounts,
            BusinessKeys keys,
            WormStore store,
            Ledger ledger,
            Identifiers identifiers,
            Engine engine,
            ModelStarts models,
            PlatformTransactionManager transactions) {
        this.records = records;
        this.authority = authority;
        this.serviceAccounts = serviceAccounts;
        this.keys = keys;
        this.store = store;
        this.ledger = ledger;
        this.identifiers = identifiers;
        this.engine = engine;
        this.models = models;
        this.transactions = new TransactionTemplate(transactions);
    }

    Started start(Caller caller, String processKey, StartRequest request) {
        demandScope(caller, processKey);
        models.demandStartable(processKey);
        NewVersion content = request.content();
        return content == null
                ? startExisting(caller, processKey, request)
                : startNew(caller, processKey, request.businessKey(), content);
    }

    private void demandScope(Caller caller, String processKey) {
        Set<String> allowed =
                switch (caller.kind()) {
                    case PERSON -> {
                        authority.require(caller, ModelStarts.permission(processKey));
                        yield APPROVALS;
                    }
                    case SERVICE_ACCOUNT ->
                        serviceAccounts
                                .find(caller.actorId())
                                .map(ServiceAccount::processKeys)
                                // no program proposes what people work by, nor intervenes in it
                                .filter(keys -> ModelStarts.permission(processKey) == Permission.START_APPROVALS)
                                .orElse(Set.of());
                    case SYSTEM, ANONYMOUS -> Set.of();
                };
        if (!allowed.contains(processKey) || !APPROVALS.contains(processKey)) {
            throw WorkflowRule.START_NOT_ALLOWED.refuse(caller.actorId(), processKey, String.join(", ", allowed));
        }
    }

    private Started startNew(Caller caller, String processKey, @Nullable String key, NewVersion content) {
        BusinessKeys.demandFree(key, null);
        // without a key there is nothing a second call could be compared with
        String businessKey = key == null ? identifiers.next().toString() : key;
        Intake received = records.validate(content);
        NewVersion fitting = models.fitting(processKey, content);
        Intake intake = fitting.equals(content) ? received : records.validate(fitting, received);
        return inTransaction(() -> {
            if (!keys.take(caller, processKey, businessKey, intake.digest())) {
                return keys.again(caller, processKey, businessKey, intake.digest());
            }
            Optional<UUID> revised = models.revised(caller, processKey, intake);
            Carried carried = Carried.begin(caller);
            if (revised.isPresent()) {
                return run(
                        caller,
                        processKey,
                        businessKey,
                        Map.of(Variables.RECORD_ID, revised.get().toString()));
            }
            carried.intake(intake);
            return run(caller, processKey, businessKey, Map.of());
        });
    }

    private Started startExisting(Caller caller, String processKey, StartRequest request) {
        UUID recordId = request.recordId();
        if (recordId == null) {
            throw WorkflowRule.BAD_START_REQUEST.refuse("it has neither a record's content nor a recordId");
        }
        Integer wanted = request.recordVersion();
        // a dry run takes minutes: it holds neither the record's lock nor a connection
        RecordVersion tried = models.tried(processKey, readable(caller, recordId), wanted);
        return inTransaction(() -> {
            store.lockRecord(recordId);
            RecordVersion latest = readable(caller, recordId);
            String own = BusinessKeys.ofRecord(recordId, wanted == null ? latest.version() : wanted);
            String key = request.businessKey() == null ? own : request.businessKey();
            return keys.again(caller, processKey, key, latest, wanted).orElseGet(() -> {
                demandLatest(latest, wanted);
                BusinessKeys.demandFree(key, own);
                models.demandTried(tried, latest);
                return startDraft(caller, processKey, key, latest);
            });
        });
    }

    private Started startDraft(Caller caller, String processKey, String key, RecordVersion draft) {
        UUID recordId = draft.recordId();
        if (records.status(recordId) != RecordStatus.DRAFT) {
            throw WorkflowRule.NOT_A_DRAFT.refuse(
                    recordId, records.status(recordId).code());
        }
        Digest digest = Digest.of(("record " + recordId + " " + draft.sha256()).getBytes(StandardCharsets.UTF_8));
        if (!keys.take(caller, processKey, key, digest)) {
            return keys.again(caller, processKey, key, digest);
        }
        Carried.begin(caller);
        return run(caller, processKey, key, Map.of(Variables.RECORD_ID, recordId.toString()));
    }

    private RecordVersion readable(Caller caller, UUID recordId) {
        RecordVersion latest =
                records.latest(recordId).orElseThrow(() -> WorkflowRule.RECORD_NOT_FOUND.refuse(recordId));
        if (caller.isPerson()) {
            demandReader(caller, latest);
        } else if (records.version(recordId, 1)
                .filter(first ->
                        !first.author().isPerson() && first.author().id().equals(caller.actorId()))
                .isEmpty()) {
            throw WorkflowRule.RECORD_NOT_FOUND.refuse(recordId);
        }
        return latest;
    }

    /** Whoever declared something reads it, whatever else they may read. */
    private void demandReader(Caller caller, RecordVersion latest) {
        boolean own = Declarations.isOne(latest.type()) && latest.author().id().equals(caller.actorId());
        if (!own) {
            authority.require(
                    caller,
                    ProcessModels.isAboutProcesses(latest.type()) ? Permission.READ_MODELS : Permission.READ_RECORDS);
        }
    }

    private static void demandLatest(RecordVersion latest, @Nullable Integer wanted) {
        if (wanted != null && wanted != latest.version()) {
            throw WorkflowRule.NOT_LATEST.refuse(wanted, latest.recordId(), latest.version());
        }
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
        String definitionId = instance.getProcessDefinitionId();
        Started started = new Started(
                instanceId, definitionId, businessKey, recordId, version.version(), version.sha256(), false);
        keys.started(processKey, started);
        ledger.append(
                caller,
                new ApprovalStarted(processKey, definitionId, instanceId, businessKey, recordId, version.version()));
        return started;
    }

    private Started inTransaction(Supplier<Started> work) {
        return Objects.requireNonNull(transactions.execute(status -> work.get()));
    }
}

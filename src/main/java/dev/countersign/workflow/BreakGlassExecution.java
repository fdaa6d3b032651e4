package dev.countersign.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.changes.ProcessModels;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.RecordStatus;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.workflow.Intervention.Instruction;
import dev.countersign.workflow.WorkflowEvents.BreakGlassCarriedOut;
import dev.countersign.workflow.WorkflowEvents.ProcessIntervened;
import dev.countersign.worm.WormStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.ProcessEngineServices;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstanceModificationBuilder;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Carries out what a break-glass record holds, in the transaction of its last signature (PRC-02). All guards of the processes it touches stay
 * where they are: it may end steps, it signs none.
 */
@Component
class BreakGlassExecution {

    private static final Logger LOG = LoggerFactory.getLogger(BreakGlassExecution.class);

    private final BreakGlassPreview preview;
    private final MigrationPlans migrations;
    private final Records records;
    private final WormStore store;
    private final Ledger ledger;

    BreakGlassExecution(
            BreakGlassPreview preview, MigrationPlans migrations, Records records, WormStore store, Ledger ledger) {
        this.preview = preview;
        this.migrations = migrations;
        this.records = records;
        this.store = store;
        this.ledger = ledger;
    }

    /**
     * Demands that the approvals still stand as this version shows them: nobody signs for anything else.
     *
     * @throws RefusedException {@code instance-moved-on}
     */
    void demandCurrent(RecordVersion version, ProcessEngineServices engine) {
        JsonNode content = records.content(version);
        Intervention asked = Intervention.of(content);
        JsonNode now;
        try {
            now = Engine.inOurName(() -> preview.content(engine, asked));
        } catch (RefusedException e) {
            LOG.info(
                    "record {} cannot be carried out any more: {}",
                    version.recordId(),
                    e.refusal().detail());
            throw stale(asked, version);
        }
        if (!BreakGlassPreview.isSame(now, content)) {
            throw stale(asked, version);
        }
    }

    private static RefusedException stale(Intervention asked, RecordVersion version) {
        return WorkflowRule.PREVIEW_STALE.refuse(String.join(", ", asked.instances()), version.recordId());
    }

    /**
     * Does it. The version is effective by now, which the store allows with all signatures of its plan alone.
     *
     * @throws RefusedException {@code not-authorized}, {@code instance-moved-on}, {@code intervention-refused} if the status of a record would
     *     change otherwise than by {@code cancel}, {@code intervention-failed}, and whatever a guard of the
     *     processes it touches refuses: then nothing was done and nothing was signed
     */
    void carryOut(Carried carried, RecordVersion version, ProcessEngineServices engine) {
        demandSigned(version);
        JsonNode content = records.content(version);
        Intervention asked = Intervention.of(content);
        Map<String, UUID> touched = new LinkedHashMap<>();
        content.path("preview")
                .forEach(one -> touched.put(
                        one.path("id").asText(),
                        UUID.fromString(one.path("recordId").asText())));
        Set<UUID> locked = new TreeSet<>(touched.values());
        locked.forEach(store::lockRecord);
        demandCurrent(version, engine);
        TouchedRecords before = TouchedRecords.of(records, locked);
        carried.breakingGlass(locked);
        try {
            Engine.as(Party.BREAKING_GLASS, () -> {
                act(carried.caller(), asked, touched, version, engine);
                return version;
            });
        } catch (RefusedException e) {
            throw e;
        } catch (ProcessEngineException e) {
            throw Engine.refusalIn(e).map(RuntimeException.class::cast).orElseGet(() -> failed(version, e));
        } finally {
            carried.breakingGlass(Set.of());
        }
        before.demandUnmoved(records, asked.operation());
        told(carried.caller(), asked, touched, version);
    }

    /** Of this very version: while a later one is drafted, another status would be the record's. */
    private void demandSigned(RecordVersion version) {
        Optional<RecordStatus> status = records.status(version.recordId(), version.version());
        boolean signed = status.filter(RecordStatus.EFFECTIVE::equals).isPresent();
        if (!signed || !version.type().equals(ProcessModels.BREAK_GLASS)) {
            throw WorkflowRule.INTERVENTION_UNSIGNED.refuse(
                    version.version(),
                    version.recordId(),
                    status.map(RecordStatus::code).orElse("not there"));
        }
    }

    private static RuntimeException failed(RecordVersion version, ProcessEngineException e) {
        if (Engine.isCollision(e)) {
            return e;
        }
        LOG.error("record {} cannot be carried out", version.recordId(), e);
        return WorkflowRule.INTERVENTION_FAILED.refuse(version.recordId(), "the application's log says why");
    }

    private void act(
            Caller caller,
            Intervention asked,
            Map<String, UUID> touched,
            RecordVersion version,
            ProcessEngineServices engine) {
        RuntimeService runtime = engine.getRuntimeService();
        String reason = "break-glass record " + version.recordId();
        switch (asked.operation()) {
            case Intervention.MODIFY -> modify(engine, asked, reason);
            case Intervention.MIGRATE ->
                runtime.newMigration(migrations.plan(
                                engine,
                                records.content(version)
                                        .at("/preview/0/definition")
                                        .asText(),
                                String.valueOf(asked.definition()),
                                asked.activities()))
                        .processInstanceIds(asked.instances())
                        .execute();
            default ->
                touched.forEach((instance, recordId) -> {
                    withdraw(caller, recordId, reason + ": " + asked.incident());
                    runtime.deleteProcessInstance(instance, reason, false, false, false, false);
                });
        }
    }

    private static void modify(ProcessEngineServices engine, Intervention asked, String reason) {
        String instance = asked.instances().get(0);
        BpmnModelInstance model = engine.getRepositoryService()
                .getBpmnModelInstance(engine.getRuntimeService()
                        .createProcessInstanceQuery()
                        .processInstanceId(instance)
                        .singleResult()
                        .getProcessDefinitionId());
        ProcessInstanceModificationBuilder builder =
                engine.getRuntimeService().createProcessInstanceModification(instance);
        for (Instruction one : asked.instructions()) {
            String activity = ModificationCheck.whole(model, one.activity());
            switch (one.kind()) {
                case Instruction.STOP -> builder.cancelAllForActivity(activity);
                case Instruction.BEFORE -> builder.startBeforeActivity(activity);
                default -> builder.startAfterActivity(activity);
            }
        }
        builder.setAnnotation(reason).execute(false, false);
    }

    private void withdraw(Caller caller, UUID recordId, String reason) {
        if (BreakGlassPreview.ends(records.status(recordId))) {
            int version = records.latest(recordId).map(RecordVersion::version).orElseThrow();
            String shortened = reason.length() <= 1000 ? reason : reason.substring(0, 999) + "…";
            records.moveTo(caller, recordId, version, RecordStatus.WITHDRAWN, shortened);
        }
    }

    private void told(Caller caller, Intervention asked, Map<String, UUID> touched, RecordVersion version) {
        touched.forEach((instance, recordId) -> ledger.append(
                caller,
                new ProcessIntervened(
                        asked.operation(),
                        instance,
                        recordId,
                        records.latest(recordId).map(RecordVersion::version).orElseThrow(),
                        records.status(recordId).code(),
                        version.recordId(),
                        asked.incident())));
        ledger.append(caller, new BreakGlassCarriedOut(version, asked.operation(), touched, asked.incident()));
    }
}

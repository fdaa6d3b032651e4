package dev.countersign.workflow;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.workflow.BeginningMapper.Beginning;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.db.sql.DbSqlSession;
import org.camunda.bpm.engine.impl.history.event.HistoricScopeInstanceEvent;
import org.camunda.bpm.engine.impl.history.event.HistoricVariableUpdateEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoryEvent;
import org.camunda.bpm.engine.impl.history.event.HistoryEventTypes;
import org.camunda.bpm.engine.impl.history.handler.DbHistoryEventHandler;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Hears everything the engine puts into its history, writes it there as the engine would, and has it told in the same transaction. What
 * history does not hear of, deployments and definitions, it hears from the deployer.
 */
@Component
class EngineHistory extends DbHistoryEventHandler implements Deployer {

    static final Caller ENGINE = Caller.system("engine");
    static final Caller JOBS = Caller.system("job-executor");

    private final Ledger ledger;

    EngineHistory(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * What ends is told with when it began, which the engine reads for each activity, task and process instance by itself. Here one
     * question of a transaction answers for all that end in it.
     */
    @Override
    protected void insertOrUpdate(HistoryEvent event) {
        if (event instanceof HistoricScopeInstanceEvent scope
                && !isInitialEvent(event)
                && event.getRootProcessInstanceId() != null
                && getDbEntityManager().getCachedEntity(event.getClass(), event.getId()) == null) {
            @Nullable
            Date began = EngineChanges.ofThisTransaction(ledger)
                    .beginnings(event.getRootProcessInstanceId(), EngineHistory::unfinished)
                    .get(event.getId());
            if (began != null) {
                scope.setStartTime(began);
                getDbEntityManager().merge(event);
                return;
            }
        }
        super.insertOrUpdate(event);
    }

    private static List<Beginning> unfinished(String rootProcessInstanceId) {
        return Context.getCommandContext()
                .getSession(DbSqlSession.class)
                .getSqlSession()
                .getMapper(BeginningMapper.class)
                .unfinished(rootProcessInstanceId);
    }

    @Override
    public void handleEvent(HistoryEvent event) {
        super.handleEvent(event);
        EngineChanges changes = EngineChanges.ofThisTransaction(ledger);
        Caller actor = actor();
        String what = String.valueOf(event.getEventType());
        Map<String, Object> facts = HistoryFacts.of(event);
        if (event instanceof HistoricVariableUpdateEventEntity variable) {
            if (variable.isEventOfType(HistoryEventTypes.VARIABLE_INSTANCE_MIGRATE)) {
                // the one event of a variable that writes no detail
                changes.add(actor, "act_hi_varinst", variable.getVariableInstanceId(), what, facts);
                return;
            }
            // the same value written again changes no row of the variable, but is an event
            facts.put("of", "act_hi_varinst/" + variable.getVariableInstanceId());
        }
        changes.add(actor, HistoryFacts.table(event), String.valueOf(event.getId()), what, facts);
    }

    @Override
    public void deploy(DeploymentEntity deployment) {
        if (!deployment.isNew()) {
            return;
        }
        EngineChanges changes = EngineChanges.ofThisTransaction(ledger);
        Caller actor = actor();
        Map<String, Object> resources = new TreeMap<>();
        deployment
                .getResources()
                .forEach((name, resource) ->
                        resources.put(name, Digest.of(resource.getBytes()).hex()));
        changes.add(actor, "act_re_deployment", deployment.getId(), "create", Map.of("resources", resources));
        @Nullable
        List<ProcessDefinitionEntity> definitions = deployment.getDeployedArtifacts(ProcessDefinitionEntity.class);
        for (ProcessDefinitionEntity definition :
                definitions == null ? List.<ProcessDefinitionEntity>of() : definitions) {
            changes.add(
                    actor,
                    "act_re_procdef",
                    definition.getId(),
                    "create",
                    Map.of("deployment", deployment.getId(), "resource", definition.getResourceName()));
        }
    }

    /** Whoever opened the transaction at a door of ours; else the user the engine knows; else the part of the engine that acts. */
    private static Caller actor() {
        Caller door = Carried.find().map(Carried::caller).or(Engine::acting).orElse(null);
        if (door != null) {
            return door;
        }
        if (Context.getJobExecutorContext() != null) {
            return JOBS;
        }
        @Nullable CommandContext context = Context.getCommandContext();
        @Nullable String user = context == null ? null : context.getAuthenticatedUserId();
        return user == null ? ENGINE : Caller.person(user, null, null);
    }
}

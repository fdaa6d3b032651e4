package dev.countersign.workflow;

import dev.countersign.workflow.Intervention.Pair;
import dev.countersign.workflow.ModelComparison.Mismatch;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.ProcessEngineServices;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.migration.MigrateProcessInstanceCmd;
import org.camunda.bpm.engine.impl.migration.MigrationPlanExecutionBuilderImpl;
import org.camunda.bpm.engine.impl.migration.instance.MigratingProcessInstance;
import org.camunda.bpm.engine.migration.MigratingProcessInstanceValidationException;
import org.camunda.bpm.engine.migration.MigrationInstruction;
import org.camunda.bpm.engine.migration.MigrationPlan;
import org.camunda.bpm.engine.migration.MigrationPlanBuilder;
import org.camunda.bpm.engine.migration.MigrationPlanValidationException;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Plans by which approvals go on on another definition: made and validated by the engine, carried out elsewhere. */
@Component
class MigrationPlans {

    private final RunningModels running;

    MigrationPlans(RunningModels running) {
        this.running = running;
    }

    /**
     * The definition that instances of this process are migrated to: what the next start runs, if it is what was signed.
     *
     * @param wanted by the request; null for whatever it is
     * @throws dev.countersign.ledger.RefusedException {@code definition-not-in-force}, {@code models-altered}
     */
    ProcessDefinition target(ProcessEngineServices engine, String key, @Nullable String wanted) {
        ProcessDefinition newest = Objects.requireNonNull(engine.getRepositoryService()
                .createProcessDefinitionQuery()
                .processDefinitionKey(key)
                .latestVersion()
                .singleResult());
        if (wanted != null && !wanted.equals(newest.getId())) {
            throw WorkflowRule.TARGET_NOT_IN_FORCE.refuse(wanted, key, newest.getId());
        }
        demandTrusted(newest.getId());
        return newest;
    }

    /** @throws dev.countersign.ledger.RefusedException {@code models-altered} */
    void demandTrusted(String definitionId) {
        List<Mismatch> found = running.untrusted(List.of(definitionId));
        if (!found.isEmpty()) {
            throw WorkflowRule.DEFINITION_NOT_TRUSTED.refuse(definitionId, new ModelComparison("", found).sentence());
        }
    }

    /**
     * @param pairs none for those that the engine proposes
     * @throws dev.countersign.ledger.RefusedException {@code migration-refused}
     */
    MigrationPlan plan(ProcessEngineServices engine, String source, String target, Collection<Pair> pairs) {
        MigrationPlanBuilder builder = engine.getRuntimeService().createMigrationPlan(source, target);
        try {
            if (pairs.isEmpty()) {
                return builder.mapEqualActivities().build();
            }
            pairs.forEach(pair -> builder.mapActivities(pair.source(), pair.target()));
            return builder.build();
        } catch (MigrationPlanValidationException e) {
            String reasons = e.getValidationReport().getInstructionReports().stream()
                    .map(one -> one.getMigrationInstruction().getSourceActivityId() + " to "
                            + one.getMigrationInstruction().getTargetActivityId() + ": "
                            + String.join(", ", one.getFailures()))
                    .collect(Collectors.joining("; "));
            throw refused(source, target, reasons.isEmpty() ? String.valueOf(e.getMessage()) : reasons);
        } catch (ProcessEngineException e) {
            throw refused(source, target, String.valueOf(e.getMessage()));
        }
    }

    static List<Pair> pairs(MigrationPlan plan) {
        return plan.getInstructions().stream()
                .map((MigrationInstruction one) -> new Pair(one.getSourceActivityId(), one.getTargetActivityId()))
                .toList();
    }

    /**
     * Has the engine validate a plan against instances as they stand, and changes nothing. Call inside a command of the engine.
     *
     * @throws dev.countersign.ledger.RefusedException {@code migration-refused}
     */
    void demandApplicable(ProcessEngineServices engine, MigrationPlan plan, List<String> instances) {
        MigrationPlanExecutionBuilderImpl execution =
                (MigrationPlanExecutionBuilderImpl) engine.getRuntimeService().newMigration(plan);
        execution.processInstanceIds(instances);
        try {
            new Validation(execution).execute(Context.getCommandContext());
        } catch (MigratingProcessInstanceValidationException e) {
            String reasons = e.getValidationReport().getActivityInstanceReports().stream()
                    .map(one -> one.getSourceScopeId() + ": " + String.join(", ", one.getFailures()))
                    .collect(Collectors.joining("; "));
            throw refused(
                    plan.getSourceProcessDefinitionId(),
                    plan.getTargetProcessDefinitionId(),
                    reasons.isEmpty() ? String.valueOf(e.getMessage()) : reasons);
        } catch (ProcessEngineException e) {
            throw refused(
                    plan.getSourceProcessDefinitionId(),
                    plan.getTargetProcessDefinitionId(),
                    String.valueOf(e.getMessage()));
        }
    }

    private static RuntimeException refused(String source, String target, String why) {
        return WorkflowRule.MIGRATION_REFUSED.refuse(source, target, why);
    }

    /** What the engine looks at before it migrates, without the migration. */
    private static final class Validation extends MigrateProcessInstanceCmd {

        Validation(MigrationPlanExecutionBuilderImpl execution) {
            super(execution, false);
        }

        @Override
        protected void deleteUnmappedActivityInstances(MigratingProcessInstance instance) {
            // nothing of it happens here
        }

        @Override
        protected void migrateProcessInstance(MigratingProcessInstance instance) {
            // nothing of it happens here
        }
    }
}

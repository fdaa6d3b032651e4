package dev.countersign.workflow;

import static dev.countersign.workflow.CommandList.Effect.CHANGES;
import static dev.countersign.workflow.CommandList.Effect.HOUSEKEEPING;
import static dev.countersign.workflow.CommandList.Effect.READS;
import static dev.countersign.workflow.Party.BREAK_GLASS;
import static dev.countersign.workflow.Party.ENGINE_SET_UP;
import static dev.countersign.workflow.Party.JOB_EXECUTOR;
import static dev.countersign.workflow.Party.NOBODY;
import static dev.countersign.workflow.Party.PERSON_AT_A_DOOR;
import static dev.countersign.workflow.Party.PROGRAM_AT_A_DOOR;
import static dev.countersign.workflow.Party.WORKFLOW;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every command of the engine that anybody may run, and who (PRC-02, T4, T9). What is not in this table is closed to everybody:
 * restart, variables from outside, signals, batches, suspension, deletion of history and deployments, native queries, and whatever a
 * later release of the engine adds. Modification, migration and deletion of an instance are a signed break-glass record's alone.
 */
final class CommandList {

    /** What a command may do. */
    enum Effect {
        /** Reads. */
        READS("reads"),
        /** Changes; no second one of the same party runs inside it. */
        CHANGES("changes"),
        /** The engine's own book-keeping, which nests. */
        HOUSEKEEPING("housekeeping");

        private final String shown;

        Effect(String shown) {
            this.shown = shown;
        }

        String shown() {
            return shown;
        }
    }

    /**
     * @param purpose what it is for, in words
     * @param parties who may
     * @param commands class names of commands, below {@code org.camunda.bpm.engine.impl.} unless whole
     */
    record Row(String purpose, Effect effect, Set<Party> parties, List<String> commands) {}

    private static final Set<Party> EVERYBODY = EnumSet.allOf(Party.class);

    static final List<Row> ROWS = List.of(
            row(
                    "ask what there is (no expression is evaluated, no SQL is taken)",
                    READS,
                    EVERYBODY,
                    "TaskQueryImpl",
                    "ProcessDefinitionQueryImpl",
                    "ProcessInstanceQueryImpl",
                    "ExecutionQueryImpl",
                    "VariableInstanceQueryImpl",
                    "EventSubscriptionQueryImpl",
                    "IncidentQueryImpl",
                    "JobQueryImpl",
                    "DeploymentQueryImpl",
                    "AuthorizationQueryImpl",
                    "HistoricTaskInstanceQueryImpl",
                    "HistoricProcessInstanceQueryImpl",
                    "HistoricActivityInstanceQueryImpl",
                    "HistoricVariableInstanceQueryImpl",
                    "HistoricDetailQueryImpl",
                    "HistoricIncidentQueryImpl",
                    "UserOperationLogQueryImpl",
                    "filter.FilterQueryImpl",
                    "dmn.entity.repository.DecisionDefinitionQueryImpl"),
            row(
                    "read one thing",
                    READS,
                    EVERYBODY,
                    "cmd.GetActivityInstanceCmd",
                    "cmd.GetDeployedProcessDefinitionCmd",
                    "cmd.GetDeploymentBpmnModelInstanceCmd",
                    "cmd.GetDeploymentProcessDiagramCmd",
                    "cmd.GetDeploymentProcessDiagramLayoutCmd",
                    "cmd.GetDeploymentProcessModelCmd",
                    "cmd.GetDeploymentResourceCmd",
                    "cmd.GetDeploymentResourceForIdCmd",
                    "cmd.GetDeploymentResourceNamesCmd",
                    "cmd.GetDeploymentResourcesCmd",
                    "cmd.GetExecutionVariableCmd",
                    "cmd.GetExecutionVariableTypedCmd",
                    "cmd.GetExecutionVariablesCmd",
                    "cmd.GetFilterCmd",
                    "cmd.GetHistoryLevelCmd",
                    "cmd.GetIdentityLinksForTaskCmd",
                    "cmd.GetProcessApplicationForDeploymentCmd",
                    "cmd.GetProcessInstanceCommentsCmd",
                    "cmd.GetProcessInstanceAttachmentsCmd",
                    "cmd.GetTaskAttachmentsCmd",
                    "cmd.GetTaskCommentsCmd",
                    "cmd.GetTaskEventsCmd",
                    "cmd.GetTaskVariableCmd",
                    "cmd.GetTaskVariableCmdTyped",
                    "cmd.GetTaskVariablesCmd"),
            row(
                    "show a task's form",
                    READS,
                    EVERYBODY,
                    "cmd.GetTaskFormCmd",
                    "cmd.GetFormKeyCmd",
                    "cmd.GetTaskFormVariablesCmd",
                    "GetDeployedTaskFormCmd"),
            row(
                    "ask who somebody is, and what the engine lets them see",
                    READS,
                    EVERYBODY,
                    "cmd.CreateUserQueryCmd",
                    "cmd.CreateGroupQueryCmd",
                    "cmd.CreateTenantQueryCmd",
                    "cmd.IsIdentityServiceReadOnlyCmd",
                    "cmd.AuthorizationCheckCmd",
                    "dev.countersign.workflow.PeopleAsUsers$Users",
                    "dev.countersign.workflow.PeopleAsUsers$Groups",
                    "dev.countersign.workflow.PeopleAsUsers$Tenants"),
            row(
                    "list with the stored filter",
                    READS,
                    EnumSet.of(Party.PERSON_OVER_REST),
                    "cmd.ExecuteFilterListCmd",
                    "cmd.ExecuteFilterListPageCmd",
                    "cmd.ExecuteFilterCountCmd",
                    "cmd.ExecuteFilterSingleResultCmd"),
            row(
                    "act at a door of ours, as one command",
                    READS,
                    EnumSet.of(PERSON_AT_A_DOOR, PROGRAM_AT_A_DOOR, WORKFLOW),
                    "dev.countersign.workflow.Engine$AtTheDoor"),
            row(
                    "start an approval",
                    CHANGES,
                    EnumSet.of(PERSON_AT_A_DOOR, PROGRAM_AT_A_DOOR),
                    "cmd.StartProcessInstanceCmd"),
            row(
                    "sign or hand in a version, which completes the task",
                    CHANGES,
                    EnumSet.of(PERSON_AT_A_DOOR, PROGRAM_AT_A_DOOR),
                    "cmd.CompleteTaskCmd"),
            row("take a task", CHANGES, EnumSet.of(PERSON_AT_A_DOOR), "cmd.ClaimTaskCmd"),
            row(
                    "give a task back, reassign it with a reason",
                    CHANGES,
                    EnumSet.of(PERSON_AT_A_DOOR),
                    "cmd.AssignTaskCmd"),
            row("withdraw a record", CHANGES, EnumSet.of(PERSON_AT_A_DOOR), "cmd.CorrelateMessageCmd"),
            row("deploy what was released", CHANGES, EnumSet.of(WORKFLOW), "cmd.DeployCmd"),
            row(
                    "make a plan of a migration, which changes nothing",
                    READS,
                    EnumSet.of(WORKFLOW, BREAK_GLASS),
                    "cmd.CreateMigrationPlanCmd"),
            row(
                    "carry out a break-glass record that has all its signatures",
                    CHANGES,
                    EnumSet.of(BREAK_GLASS),
                    "cmd.ModifyProcessInstanceCmd",
                    "migration.MigrateProcessInstanceCmd",
                    "cmd.DeleteProcessInstanceCmd"),
            row(
                    "set what people see in Tasklist, at the start",
                    CHANGES,
                    EnumSet.of(WORKFLOW),
                    "cmd.CreateFilterCmd",
                    "cmd.SaveFilterCmd",
                    "cmd.CreateAuthorizationCommand",
                    "cmd.SaveAuthorizationCmd"),
            row(
                    "run a job that is due",
                    HOUSEKEEPING,
                    EnumSet.of(JOB_EXECUTOR),
                    "cmd.ExecuteJobsCmd",
                    "cmd.UnlockJobCmd",
                    "jobexecutor.SuccessfulJobListener",
                    "jobexecutor.FailedJobListener",
                    "jobexecutor.FailedJobListener$FailedJobListenerCmd",
                    "jobexecutor.RepeatingFailedJobListener$CreateNewTimerJobCommand"),
            row(
                    "look for jobs that are due (its own thread; no service of the engine leads there)",
                    HOUSEKEEPING,
                    EnumSet.of(NOBODY),
                    "cmd.AcquireJobsCmd"),
            row(
                    "build the engine",
                    HOUSEKEEPING,
                    EnumSet.of(ENGINE_SET_UP),
                    "SchemaOperationsProcessEngineBuild",
                    "HistoryLevelSetupCommand",
                    "BootstrapEngineCommand",
                    "cmd.DetermineHistoryLevelCmd",
                    "cmd.GetLicenseKeyCmd",
                    "cmd.GetTableMetaDataCmd"),
            row(
                    "take a failed deployment out of memory, close the engine",
                    HOUSEKEEPING,
                    EnumSet.of(WORKFLOW, NOBODY),
                    "persistence.deploy.DeploymentFailListener$DeleteDeploymentListenerCmd",
                    "SchemaOperationProcessEngineClose"));

    private static final String ENGINE = "org.camunda.bpm.engine.impl.";
    private static final Map<Class<?>, Row> BY_COMMAND = byCommand();

    private CommandList() {}

    /** The row of that command, if it has one. */
    static Optional<Row> of(Class<?> command) {
        return Optional.ofNullable(BY_COMMAND.get(command));
    }

    private static Row row(String purpose, Effect effect, Set<Party> parties, String... commands) {
        return new Row(purpose, effect, parties, List.of(commands));
    }

    /** @throws IllegalStateException if the table names a command that this engine does not have: then nothing starts */
    private static Map<Class<?>, Row> byCommand() {
        Map<Class<?>, Row> found = new HashMap<>();
        for (Row row : ROWS) {
            for (String command : row.commands()) {
                String name = command.startsWith("dev.") ? command : ENGINE + command;
                try {
                    Class<?> type = Class.forName(name, false, CommandList.class.getClassLoader());
                    if (found.put(type, row) != null) {
                        throw new IllegalStateException("the list of commands names " + name + " twice");
                    }
                } catch (ClassNotFoundException e) {
                    throw new IllegalStateException("the list of commands names " + name + ", which does not exist", e);
                }
            }
        }
        return Map.copyOf(found);
    }
}

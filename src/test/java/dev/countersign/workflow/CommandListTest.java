package dev.countersign.workflow;

import static dev.countersign.workflow.TestApprovals.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.database.DatabaseRoles;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import dev.countersign.workflow.CommandList.Effect;
import dev.countersign.workflow.CommandList.Row;
import dev.countersign.workflow.TestApprovals.Cast;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cmd.AssignTaskCmd;
import org.camunda.bpm.engine.impl.cmd.CompleteTaskCmd;
import org.camunda.bpm.engine.impl.cmd.DeployCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.impl.repository.DeploymentBuilderImpl;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** The engine runs the commands that the list names, for whom it names (T4, T9). */
@CountersignTest
@Requirement({"PRC-02", "WFL-01"})
class CommandListTest {

    @Autowired
    ProcessEngine services;

    @Autowired
    Engine engine;

    @Autowired
    TestApprovals approvals;

    @Autowired
    TransactionTemplate transactions;

    Cast cast;
    Task task;
    EngineRows rows;

    @BeforeEach
    void init(@Autowired DatabaseRoles roles) throws Exception {
        cast = approvals.cast();
        services.getIdentityService().clearAuthentication();
        task = approvals.openTask(approvals.startedByService().recordId());
        Connection superuser = roles.connect(DatabaseRoles.SUPERUSER);
        rows = new EngineRows(superuser, services);
    }

    @AfterEach
    void done() throws SQLException {
        services.getIdentityService().clearAuthentication();
        rows.close();
    }

    @Test
    void everyChangingMethodOfTheServicesThrowsOnABareThreadAndChangesNothing() throws SQLException {
        String before = rows.digest();
        ServiceCalls calls = new ServiceCalls(services, task);
        calls.all();
        assertThat(calls.done())
                .as("methods that change something and did not throw")
                .isEmpty();
        // most reach the command; the others stop at their arguments, and the table of commands below holds for all
        assertThat(calls.refused()).hasSizeGreaterThan(100);
        assertThat(rows.digest()).isEqualTo(before);
    }

    @Test
    void thatIsTheListsDoing() throws SQLException {
        String before = rows.digest();
        Unlisted.of(services).getTaskService().setPriority(task.getId(), 7);
        assertThat(rows.digest()).isNotEqualTo(before);
    }

    @Test
    void everyCommandOfTheEngineThatNobodyIsNamedForIsClosedAndNobodyMayChange() {
        Set<String> byNobody = new TreeSet<>();
        Set<String> open = new TreeSet<>();
        for (JavaClass command : commands()) {
            CommandList.of(command.reflect()).ifPresent(row -> {
                open.add(command.getName());
                if (row.effect() != Effect.READS && row.parties().contains(Party.NOBODY)) {
                    byNobody.add(command.getSimpleName());
                }
            });
        }
        assertThat(open).hasSizeGreaterThan(60);
        assertThat(commands()).hasSizeGreaterThan(250);
        assertThat(byNobody)
                .containsExactly("AcquireJobsCmd", "DeleteDeploymentListenerCmd", "SchemaOperationProcessEngineClose");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cmd.ProcessInstanceModificationCmd",
                "cmd.RestartProcessInstancesCmd",
                "cmd.StartProcessInstanceAtActivitiesCmd",
                "cmd.SignalCmd",
                "cmd.SignalEventReceivedCmd",
                "cmd.MessageEventReceivedCmd",
                "cmd.CorrelateAllMessageCmd",
                "cmd.EvaluateStartConditionCmd",
                "cmd.SubmitTaskFormCmd",
                "cmd.ResolveTaskCmd",
                "cmd.DelegateTaskCmd",
                "cmd.HandleTaskBpmnErrorCmd",
                "cmd.HandleTaskEscalationCmd",
                "cmd.SetExecutionVariablesCmd",
                "cmd.SetTaskVariablesCmd",
                "cmd.PatchExecutionVariablesCmd",
                "cmd.DeleteDeploymentCmd",
                "cmd.DeleteHistoricProcessInstancesCmd",
                "cmd.DeleteUserOperationLogEntryCmd",
                "cmd.PurgeDatabaseAndCacheCmd",
                "cmd.SuspendProcessInstanceCmd",
                "cmd.SetProcessDefinitionVersionCmd",
                "cmd.CompleteExternalTaskCmd",
                "cmd.CreateTaskCmd",
                "cmd.AddUserIdentityLinkCmd",
                "cmd.CheckPassword",
                "cmd.CreateUserCmd",
                "dmn.cmd.EvaluateDecisionCmd",
                "NativeTaskQueryImpl",
                "NativeHistoricProcessInstanceQueryImpl"
            })
    void whatNoCallerNeedsIsClosedToEverybody(String command) throws ClassNotFoundException {
        assertThat(CommandList.of(Class.forName("org.camunda.bpm.engine.impl." + command)))
                .isEmpty();
    }

    @Test
    void deploymentsAreTheWorkflowsAlone() {
        assertThat(CommandList.of(DeployCmd.class).map(Row::parties)).hasValue(EnumSet.of(Party.WORKFLOW));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cmd.ModifyProcessInstanceCmd",
                "migration.MigrateProcessInstanceCmd",
                "cmd.DeleteProcessInstanceCmd"
            })
    void interventionsAreASignedRecordsAlone(String command) throws ClassNotFoundException {
        assertThat(CommandList.of(Class.forName("org.camunda.bpm.engine.impl." + command))
                        .map(Row::parties))
                .hasValue(EnumSet.of(Party.BREAK_GLASS));
    }

    @Test
    void whoIsKnownOverRestChangesNothing() {
        services.getIdentityService().setAuthentication(cast.analyst(), List.of("qa-analyst"));
        assertThatThrownBy(() -> services.getTaskService().claim(task.getId(), cast.analyst()))
                .isInstanceOf(AuthorizationException.class)
                .hasMessageContaining("WFL-029", "ClaimTaskCmd", "person over REST");
        assertThat(services.getTaskService()
                        .createTaskQuery()
                        .taskId(task.getId())
                        .count())
                .isZero();
    }

    static Stream<Caller> noParties() {
        return Stream.of(Caller.system("demo"), Caller.system("alerts"), Caller.anonymous("127.0.0.1"));
    }

    @ParameterizedTest
    @MethodSource("noParties")
    void otherPartsOfTheSystemDoNotAct(Caller caller) {
        assertThatThrownBy(() -> engine.as(
                        caller,
                        context -> services.getTaskService().createTaskQuery().count()))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal().number()).isEqualTo("WFL-029"));
    }

    @Test
    @Requirement("SIG-07")
    void aRefusedCommandIsOnRecordThoughItsTransactionRolledBack() throws SQLException {
        long before = rows.entries();
        assertThatThrownBy(() -> services.getTaskService().complete(task.getId()))
                .isInstanceOf(AuthorizationException.class);
        services.getIdentityService().setAuthentication(cast.manager(), List.of("qa-manager"));
        assertThatThrownBy(() ->
                        services.getRuntimeService().deleteProcessInstance(task.getProcessInstanceId(), "not needed"))
                .isInstanceOf(AuthorizationException.class);
        assertThat(rows.entriesAfter(before, "refused").stream().map(CanonicalJson::parse))
                .extracting(
                        entry -> entry.at("/actor/id").asText(),
                        entry -> entry.path("subject").asText(),
                        entry -> entry.at("/new/rule").asText())
                .contains(
                        org.assertj.core.groups.Tuple.tuple("system:engine", "CompleteTaskCmd", "WFL-029"),
                        org.assertj.core.groups.Tuple.tuple(cast.manager(), "DeleteProcessInstanceCmd", "WFL-029"));
    }

    @Test
    void aTransactionOfOnesOwnMakesNobodySomebody() {
        assertThatThrownBy(() -> transactions.executeWithoutResult(status -> {
                    Carried.begin(person(cast.analyst()));
                    services.getTaskService().complete(task.getId());
                }))
                .isInstanceOf(AuthorizationException.class);
        assertThat(approvals.openTask(recordOf(task)).getId()).isEqualTo(task.getId());
    }

    @Test
    void aChangeInsideAChangeIsRefusedUnlessTheWorkflowItselfActs() {
        Command<?> completion = new CompleteTaskCmd(task.getId(), null);
        CommandGate gate = new CommandGate(() -> true);
        within(gate, completion, inner -> assertThatThrownBy(
                        () -> gate.execute(new AssignTaskCmd(task.getId(), cast.otherAnalyst())))
                .hasMessageContaining("WFL-030"));
        within(gate, completion, inner -> assertThatThrownBy(() -> gate.execute(deployment()))
                .hasMessageContaining("WFL-029"));
        within(gate, completion, inner -> engine.as(Party.OURSELVES, context -> gate.execute(deployment())));
    }

    /** Runs {@code inner} where the engine would run the command; a command inside it is let through to nothing. */
    private void within(CommandGate gate, Command<?> outer, Consumer<Command<?>> inner) {
        gate.setNext(new CommandInterceptor() {
            @Override
            public <T> T execute(Command<T> command) {
                if (command == outer) {
                    inner.accept(command);
                }
                return null;
            }
        });
        engine.as(person(cast.analyst()), context -> gate.execute(outer));
    }

    private static DeployCmd deployment() {
        return new DeployCmd((DeploymentBuilderImpl) null);
    }

    private java.util.UUID recordOf(Task open) {
        return Variables.recordId(name -> services.getTaskService().getVariable(open.getId(), name));
    }

    private static List<JavaClass> commands() {
        return new ClassFileImporter()
                .importPackages("org.camunda.bpm.engine.impl").stream()
                        .filter(type -> type.isAssignableTo(Command.class))
                        .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT) && !type.isInterface())
                        .collect(Collectors.toList());
    }
}

package dev.countersign.workflow;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.authority.Role;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.signing.RecordAccess;
import dev.countersign.signing.SignaturePlan;
import dev.countersign.signing.Signatures;
import dev.countersign.signing.SigningTask;
import dev.countersign.workflow.Tasks.TaskView;
import dev.countersign.workflow.Tasks.TaskViews;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.task.TaskQuery;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Open tasks as their people see them: assigned to them, or offered to a role they hold at this moment. */
@Component
class OpenTasks {

    /** More than anybody reads; a list longer than this is worked off from its oldest end, or asked for a record's tasks. */
    static final int MOST = 1000;

    private final Engine engine;
    private final SigningTasks signingTasks;
    private final Signatures signatures;
    private final Records records;
    private final Authority authority;
    private final RecordAccess access;
    private final TransactionTemplate reading;

    OpenTasks(
            Engine engine,
            SigningTasks signingTasks,
            Signatures signatures,
            Records records,
            Authority authority,
            RecordAccess access,
            PlatformTransactionManager transactions) {
        this.engine = engine;
        this.signingTasks = signingTasks;
        this.signatures = signatures;
        this.records = records;
        this.authority = authority;
        this.access = access;
        this.reading = new TransactionTemplate(transactions);
        reading.setReadOnly(true);
    }

    /** What the engine says of a task, and the signature it asks for, if it does. */
    record OpenTask(
            String taskId,
            String name,
            UUID recordId,
            int version,
            @Nullable String assignee,
            boolean offered,
            @Nullable SigningTask signing) {}

    /** A task to be signed, and what the engine will read when it is. */
    record ToSign(SigningTask task, ForeseenReads reads) {}

    /** In one transaction: what is the same for many tasks, as who asks and with which roles, is asked of the database once. */
    TaskViews of(Caller caller, @Nullable UUID recordId) {
        return Objects.requireNonNull(reading.execute(status -> views(caller, recordId)));
    }

    private TaskViews views(Caller caller, @Nullable UUID recordId) {
        boolean[] more = new boolean[1];
        List<OpenTask> mine = engine.as(caller, context -> {
            List<Task> all = queries(caller, recordId)
                    .map(query -> query.orderByTaskCreateTime().asc().listPage(0, MOST + 1))
                    .peek(found -> more[0] |= found.size() > MOST)
                    .flatMap(found -> found.stream().limit(MOST))
                    .toList();
            ListedVariables variables = ListedVariables.of(engine.services().getRuntimeService(), all);
            return all.stream()
                    .map(task -> listed((TaskEntity) task, variables))
                    .toList();
        });
        List<TaskView> views = new ArrayList<>();
        for (OpenTask task : mine) {
            records.version(task.recordId(), task.version())
                    .ifPresent(version -> views.add(view(caller, task, version)));
        }
        // what one can do comes first, and what one cannot, with its reason, last
        views.sort(
                Comparator.comparing(view -> !view.canSign() && !view.meanings().isEmpty()));
        return new TaskViews(views, more[0]);
    }

    /** Of tasks that are the caller's, and of those that are offered to their roles. */
    private Stream<TaskQuery> queries(Caller caller, @Nullable UUID recordId) {
        List<String> roles =
                authority.roles(caller.actorId()).stream().map(Role::code).toList();
        Stream<TaskQuery> queries = Stream.of(query().taskAssignee(caller.actorId()));
        if (!roles.isEmpty()) {
            queries = Stream.concat(
                    queries, Stream.of(query().taskCandidateGroupIn(roles).taskUnassigned()));
        }
        return recordId == null
                ? queries
                : queries.map(one -> one.processVariableValueEquals(Variables.RECORD_ID, recordId.toString()));
    }

    private TaskQuery query() {
        return engine.services().getTaskService().createTaskQuery();
    }

    /**
     * The open task with that id.
     *
     * @throws dev.countersign.ledger.RefusedException {@code task-completed} if it was one, {@code task-not-found} if not
     */
    OpenTask open(Caller caller, String taskId) {
        return open(caller, taskId, this::told);
    }

    private <T> T open(Caller caller, String taskId, Function<TaskEntity, T> told) {
        if (!caller.isPerson()) {
            throw WorkflowRule.PEOPLE_ONLY.refuse(caller.actorId());
        }
        try {
            return engine.as(caller, context -> find(context, taskId).map(told).orElseThrow(() -> gone(taskId)));
        } catch (RefusedException e) {
            throw e;
        } catch (RuntimeException e) {
            // somebody completed it between two of the reads that tell of it, and what they look for is no longer there
            if (finished(taskId)) {
                throw WorkflowRule.TASK_COMPLETED.refuse(taskId);
            }
            throw e;
        }
    }

    private boolean finished(String taskId) {
        return engine.services()
                        .getHistoryService()
                        .createHistoricTaskInstanceQuery()
                        .taskId(taskId)
                        .finished()
                        .count()
                > 0;
    }

    /** Behind it lies the record itself: whoever may not read records sees no signature task, whatever its id (11.10(d)). */
    SigningTask signing(Caller caller, String taskId) {
        return toSign(caller, taskId).task();
    }

    /** As {@link #signing}. */
    ToSign toSign(Caller caller, String taskId) {
        if (!caller.isPerson() || !authority.may(caller.actorId(), Permission.READ_MODELS)) {
            authority.require(caller, Permission.READ_RECORDS);
        }
        record Found(OpenTask task, ForeseenReads reads) {}
        Found found = open(caller, taskId, task -> new Found(told(task), ForeseenReads.of(task)));
        access.demandReader(caller, found.task().recordId());
        SigningTask signing = found.task().signing();
        if (signing == null) {
            throw WorkflowRule.NO_SIGNATURE_TASK.refuse(taskId, found.task().recordId());
        }
        return new ToSign(signing, found.reads());
    }

    boolean isOpen(String taskId) {
        return engine.as(Party.OURSELVES, context -> find(context, taskId).isPresent());
    }

    boolean asksForSignature(String taskId) {
        return engine.as(
                Party.OURSELVES,
                context -> find(context, taskId).map(SigningTasks::isSignature).orElse(false));
    }

    /** By its primary key, and for the rest of the command from the engine's cache: a task query costs more than the task. */
    static Optional<TaskEntity> find(CommandContext context, String taskId) {
        return Optional.ofNullable(context.getTaskManager().findTaskById(taskId));
    }

    RuntimeException gone(String taskId) {
        boolean existed = engine.services()
                        .getHistoryService()
                        .createHistoricTaskInstanceQuery()
                        .taskId(taskId)
                        .count()
                > 0;
        return existed ? WorkflowRule.TASK_COMPLETED.refuse(taskId) : WorkflowRule.TASK_NOT_FOUND.refuse(taskId);
    }

    private OpenTask told(TaskEntity task) {
        return told(task, task::getVariable, SigningTasks.isSignature(task) ? signingTasks.of(task) : null);
    }

    /** Without the path through the process, which whoever signs needs and nobody who looks at a list. */
    private static OpenTask listed(TaskEntity task, ListedVariables variables) {
        Function<String, @Nullable Object> values = name -> variables.value(task, name);
        SigningTask signing = SigningTasks.isSignature(task) ? SigningTasks.of(task, values, List.of()) : null;
        return told(task, values, signing);
    }

    private static OpenTask told(
            TaskEntity task, Function<String, @Nullable Object> variables, @Nullable SigningTask signing) {
        Object role = variables.apply(signing == null ? Variables.REWORK_ROLE : Variables.ROLE);
        return new OpenTask(
                task.getId(),
                signing == null ? "Write a new version" : signing.taskName(),
                Variables.recordId(variables),
                Variables.recordVersion(variables),
                task.getAssignee(),
                !Variables.AUTHOR_ALONE.equals(role),
                signing);
    }

    private TaskView view(Caller caller, OpenTask task, RecordVersion version) {
        SigningTask signing = task.signing();
        Optional<String> whyNot = signing == null
                ? Optional.of("This task asks for a new version of the record, not for a signature.")
                : signatures.refusalToSign(caller.actorId(), signing).map(Refusal::detail);
        List<String> meanings = signing == null
                ? List.of()
                : signatures
                        .planOf(task.recordId())
                        .flatMap(plan -> plan.step(signing.planStep()))
                        .map(SignaturePlan.Step::meaning)
                        .map(List::of)
                        .orElse(List.of());
        return new TaskView(
                task.taskId(),
                task.name(),
                task.recordId(),
                task.version(),
                version.sha256(),
                version.title(),
                meanings,
                null,
                task.assignee(),
                whyNot.isEmpty(),
                whyNot.orElse(null));
    }
}

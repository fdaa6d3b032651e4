package dev.countersign.workflow;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import dev.countersign.signing.RecordAccess;
import dev.countersign.signing.SigningTask;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Open tasks one by one, for whoever may see them: of signatures, and of the rework of a record. */
@Component
class OpenTasks {

    private final Engine engine;
    private final SigningTasks signingTasks;
    private final Authority authority;
    private final RecordAccess access;

    OpenTasks(Engine engine, SigningTasks signingTasks, Authority authority, RecordAccess access) {
        this.engine = engine;
        this.signingTasks = signingTasks;
        this.authority = authority;
        this.access = access;
    }

    /**
     * What the engine says of a task, and the signature it asks for, if it does.
     *
     * @param since when it was made
     * @param dueAt when it should be done, where the model says so
     */
    record OpenTask(
            String taskId,
            String name,
            UUID recordId,
            int version,
            Instant since,
            @Nullable Instant dueAt,
            @Nullable String assignee,
            boolean offered,
            @Nullable SigningTask signing) {}

    /** A task to be signed, and what the engine will read when it is. */
    record ToSign(SigningTask task, ForeseenReads reads) {}

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

    static OpenTask told(TaskEntity task, Function<String, @Nullable Object> variables, @Nullable SigningTask signing) {
        Object role = variables.apply(signing == null ? Variables.REWORK_ROLE : Variables.ROLE);
        return new OpenTask(
                task.getId(),
                signing == null ? "Write a new version" : signing.taskName(),
                Variables.recordId(variables),
                Variables.recordVersion(variables),
                task.getCreateTime().toInstant(),
                task.getDueDate() == null ? null : task.getDueDate().toInstant(),
                task.getAssignee(),
                !Variables.AUTHOR_ALONE.equals(role),
                signing);
    }
}

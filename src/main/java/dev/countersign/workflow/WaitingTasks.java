package dev.countersign.workflow;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** For whom a record waits, and since when (WFL-09). Whether somebody may see that is the caller's to check. */
@Component
public class WaitingTasks {

    private final Engine engine;
    private final FoundTasks found;

    WaitingTasks(Engine engine, FoundTasks found) {
        this.engine = engine;
        this.found = found;
    }

    /**
     * An open task.
     *
     * @param recordId of what it is about
     * @param planStep of the signature that is waited for; null where a new version is
     * @param role code of the role it is offered to; null where it is its author's alone
     * @param assignee who has taken it; null while nobody has
     */
    public record Waiting(
            String taskId,
            String name,
            UUID recordId,
            int version,
            @Nullable String planStep,
            @Nullable String role,
            @Nullable String assignee,
            Instant since,
            @Nullable Instant dueAt) {}

    /** Oldest first. */
    public List<Waiting> of(UUID recordId) {
        return told(() -> found.ofRecord(recordId));
    }

    /** Those of them that are open still, oldest first. */
    List<Waiting> withIds(List<String> taskIds) {
        return told(() -> found.withIds(taskIds));
    }

    private List<Waiting> told(Supplier<List<Task>> sought) {
        return engine.as(Party.OURSELVES, context -> {
            List<Task> tasks = sought.get();
            ListedVariables variables = ListedVariables.of(engine.services().getRuntimeService(), tasks);
            return tasks.stream().map(task -> waiting(task, variables)).toList();
        });
    }

    private static Waiting waiting(Task task, ListedVariables variables) {
        Function<String, @Nullable Object> values = name -> variables.value(task, name);
        boolean signature = SigningTasks.isSignature((TaskEntity) task);
        OpenTasks.OpenTask told = OpenTasks.told(
                (TaskEntity) task, values, signature ? SigningTasks.of((TaskEntity) task, values, List.of()) : null);
        @Nullable Object role = values.apply(signature ? Variables.ROLE : Variables.REWORK_ROLE);
        return new Waiting(
                told.taskId(),
                told.name(),
                told.recordId(),
                told.version(),
                told.signing() == null ? null : told.signing().planStep(),
                told.offered() && role != null ? role.toString() : null,
                told.assignee(),
                told.since(),
                told.dueAt());
    }
}

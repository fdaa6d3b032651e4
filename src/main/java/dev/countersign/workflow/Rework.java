package dev.countersign.workflow;

import dev.countersign.authority.Authority;
import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import dev.countersign.records.Intake;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import java.util.UUID;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The task that waits for a new version of a record that was rejected (WFL-03). */
@Component
class Rework {

    private final Records records;
    private final Authority authority;
    private final FoundTasks found;
    private final Engine engine;

    Rework(Records records, Authority authority, FoundTasks found, Engine engine) {
        this.records = records;
        this.authority = authority;
        this.found = found;
        this.engine = engine;
    }

    /**
     * Appends the version and completes the task that waits for it, in the caller's transaction.
     *
     * @throws dev.countersign.ledger.RefusedException {@code task-not-found}, {@code not-authorized}, {@code not-latest}
     */
    RecordVersion complete(Caller caller, UUID recordId, Intake intake, @Nullable Digest expected) {
        return engine.as(caller, context -> {
            TaskService tasks = engine.services().getTaskService();
            TaskEntity task = openRework(recordId);
            demandReworker(caller, task, recordId);
            RecordVersion version = records.appendNext(caller, recordId, intake, expected);
            Carried.begin(caller).revised(recordId);
            if (task.getAssignee() == null) {
                tasks.claim(task.getId(), caller.actorId());
            }
            tasks.complete(task.getId());
            return version;
        });
    }

    private TaskEntity openRework(UUID recordId) {
        return found.ofRecord(recordId).stream()
                .filter(task -> SigningTasks.REWORK.equals(task.getTaskDefinitionKey()))
                .map(TaskEntity.class::cast)
                .findFirst()
                .orElseThrow(() -> WorkflowRule.TASK_NOT_FOUND.refuse("of the rework of record " + recordId));
    }

    /** The task's own assignment decides: the author, or any QA Analyst for what a service account wrote. */
    private void demandReworker(Caller caller, TaskEntity task, UUID recordId) {
        String assignee = task.getAssignee();
        if (assignee != null && !assignee.equals(caller.actorId())) {
            throw WorkflowRule.REWORK_NOT_YOURS.refuse(recordId, assignee, caller.actorId());
        }
        String role = (String) task.getVariable(Variables.REWORK_ROLE);
        boolean holder = authority.roles(caller.actorId()).stream()
                .anyMatch(held -> held.code().equals(role));
        if (assignee == null && !holder) {
            throw WorkflowRule.REWORK_NOT_YOURS.refuse(recordId, "role " + role, caller.actorId());
        }
    }
}

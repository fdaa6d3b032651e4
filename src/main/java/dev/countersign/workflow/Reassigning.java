package dev.countersign.workflow;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RefusedException;
import dev.countersign.signing.Signatures;
import dev.countersign.signing.SigningTask;
import dev.countersign.workflow.OpenTasks.OpenTask;
import dev.countersign.workflow.WorkflowEvents.TaskReassigned;
import dev.countersign.worm.WormStore;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives a task to somebody else, with a reason (WFL-07). Whoever gets it must be able to do it at this moment; whoever had it
 * loses it with the commit, because signing reads the assignee under the same lock of the record.
 */
@Component
class Reassigning {

    private final OpenTasks open;
    private final Signatures signatures;
    private final Authority authority;
    private final WormStore store;
    private final Ledger ledger;
    private final WorkNotices news;
    private final Engine engine;
    private final TransactionTemplate transactions;

    Reassigning(
            OpenTasks open,
            Signatures signatures,
            Authority authority,
            WormStore store,
            Ledger ledger,
            WorkNotices news,
            Engine engine,
            PlatformTransactionManager transactions) {
        this.open = open;
        this.signatures = signatures;
        this.authority = authority;
        this.store = store;
        this.ledger = ledger;
        this.news = news;
        this.engine = engine;
        this.transactions = new TransactionTemplate(transactions);
    }

    void reassign(Caller caller, String taskId, String assignee, String reason) {
        authority.require(caller, Permission.REASSIGN_TASKS);
        Reasons.demand(reason, "a reassignment");
        OpenTask seen = open.open(caller, taskId);
        try {
            transactions.executeWithoutResult(status -> {
                store.lockRecord(seen.recordId());
                reassignOpen(caller, open.open(caller, taskId), assignee, reason);
            });
        } catch (RefusedException e) {
            throw e;
        } catch (RuntimeException e) {
            throw Engine.isCollision(e) ? WorkflowRule.TOO_MANY_COLLISIONS.refuse(seen.recordId()) : e;
        }
    }

    private void reassignOpen(Caller caller, OpenTask task, String assignee, String reason) {
        if (assignee.equals(task.assignee())) {
            throw WorkflowRule.ALREADY_THEIRS.refuse(task.taskId(), assignee);
        }
        demandAble(task, assignee);
        engine.as(caller, context -> {
            engine.services().getTaskService().setAssignee(task.taskId(), assignee);
            return true;
        });
        String before = task.assignee() == null ? "" : task.assignee();
        ledger.append(
                caller,
                new TaskReassigned(
                        task.taskId(), task.name(), task.recordId(), task.version(), before, assignee, reason));
        news.reassigned(caller, task, assignee);
    }

    /** As if the task were nobody's: everything else that signing asks, from the role to the separation of duties. */
    private void demandAble(OpenTask task, String assignee) {
        SigningTask signing = task.signing();
        if (signing == null) {
            if (!authority.may(assignee, Permission.DRAFT_RECORDS)) {
                throw WorkflowRule.REWORK_NOT_YOURS.refuse(task.recordId(), "somebody who may draft records", assignee);
            }
            return;
        }
        SigningTask free = new SigningTask(
                signing.taskId(),
                signing.taskName(),
                signing.recordId(),
                signing.version(),
                signing.planStep(),
                null,
                signing.path());
        signatures.refusalToSign(assignee, free).ifPresent(refusal -> {
            throw new RefusedException(refusal);
        });
    }
}

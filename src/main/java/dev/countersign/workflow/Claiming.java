package dev.countersign.workflow;

import dev.countersign.authority.Authority;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RefusedException;
import dev.countersign.signing.Signatures;
import dev.countersign.signing.SigningTask;
import dev.countersign.workflow.OpenTasks.OpenTask;
import dev.countersign.workflow.WorkflowEvents.TaskClaimed;
import dev.countersign.workflow.WorkflowEvents.TaskReleased;
import org.camunda.bpm.engine.TaskAlreadyClaimedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Claiming and giving back, with the rules of signing asked already at the claim (AUT-04). */
@Component
class Claiming {

    private final OpenTasks open;
    private final Signatures signatures;
    private final Authority authority;
    private final Ledger ledger;
    private final Engine engine;
    private final TransactionTemplate transactions;

    Claiming(
            OpenTasks open,
            Signatures signatures,
            Authority authority,
            Ledger ledger,
            Engine engine,
            PlatformTransactionManager transactions) {
        this.open = open;
        this.signatures = signatures;
        this.authority = authority;
        this.ledger = ledger;
        this.engine = engine;
        this.transactions = new TransactionTemplate(transactions);
    }

    void claim(Caller caller, String taskId) {
        OpenTask task = open.open(caller, taskId);
        demandUnclaimed(caller, task);
        demandRight(caller, task);
        if (task.assignee() != null) {
            return;
        }
        try {
            transactions.executeWithoutResult(status -> claimOpen(caller, task));
        } catch (TaskAlreadyClaimedException e) {
            throw WorkflowRule.CLAIMED.refuse(taskId, e.getTaskAssignee());
        } catch (RuntimeException e) {
            throw Engine.isCollision(e) ? WorkflowRule.CLAIMED.refuse(taskId, "somebody else, just now") : e;
        }
    }

    /** In the caller's transaction: the task gets its assignee and the trail its entry. */
    void claimOpen(Caller caller, OpenTask task) {
        engine.as(caller, context -> {
            if (OpenTasks.find(context, task.taskId()).isEmpty()) {
                throw open.gone(task.taskId());
            }
            engine.services().getTaskService().claim(task.taskId(), caller.actorId());
            return true;
        });
        ledger.append(
                caller, new TaskClaimed(task.taskId(), task.name(), task.recordId(), task.version(), caller.actorId()));
    }

    void release(Caller caller, String taskId) {
        OpenTask task = open.open(caller, taskId);
        if (!caller.actorId().equals(task.assignee()) || !task.offered()) {
            throw WorkflowRule.CLAIM_FOR_ANOTHER.refuse(taskId);
        }
        transactions.executeWithoutResult(status -> {
            engine.as(caller, context -> {
                engine.services().getTaskService().setAssignee(taskId, null);
                return true;
            });
            ledger.append(
                    caller, new TaskReleased(taskId, task.name(), task.recordId(), task.version(), caller.actorId()));
        });
    }

    private static void demandUnclaimed(Caller caller, OpenTask task) {
        String assignee = task.assignee();
        if (assignee != null && !assignee.equals(caller.actorId())) {
            throw WorkflowRule.CLAIMED.refuse(task.taskId(), assignee);
        }
    }

    private void demandRight(Caller caller, OpenTask task) {
        SigningTask signing = task.signing();
        if (signing != null) {
            signatures.refusalToSign(caller.actorId(), signing).ifPresent(refusal -> {
                throw new RefusedException(refusal);
            });
        } else if (task.assignee() == null && !mayRework(caller)) {
            throw WorkflowRule.REWORK_NOT_YOURS.refuse(task.recordId(), "role QA Analyst", caller.actorId());
        }
    }

    private boolean mayRework(Caller caller) {
        return authority.roles(caller.actorId()).contains(dev.countersign.authority.Role.QA_ANALYST);
    }
}

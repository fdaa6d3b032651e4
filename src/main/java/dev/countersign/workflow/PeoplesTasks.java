package dev.countersign.workflow;

import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.passkeys.Site;
import dev.countersign.signing.Presentation;
import dev.countersign.signing.Signature;
import dev.countersign.signing.Signatures;
import dev.countersign.signing.SigningRequest;
import dev.countersign.signing.SigningTask;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@link Tasks}: each refusal recorded once, here or where a ceremony is burnt. */
@Component
class PeoplesTasks implements Tasks {

    private final TaskLists lists;
    private final OpenTasks open;
    private final Claiming claiming;
    private final Reassigning reassigning;
    private final Completing completing;
    private final Signatures signatures;
    private final Refusals refusals;

    PeoplesTasks(
            TaskLists lists,
            OpenTasks open,
            Claiming claiming,
            Reassigning reassigning,
            Completing completing,
            Signatures signatures,
            Refusals refusals) {
        this.lists = lists;
        this.open = open;
        this.claiming = claiming;
        this.reassigning = reassigning;
        this.completing = completing;
        this.signatures = signatures;
        this.refusals = refusals;
    }

    @Override
    public TaskViews of(Caller caller, @Nullable UUID recordId) {
        return lists.of(caller, recordId);
    }

    @Override
    public List<TaskCard> cards(Caller caller) {
        return lists.cards(caller);
    }

    @Override
    public void claim(Caller caller, String taskId) {
        refusals.guarding(caller, "task.claim", subject(taskId), () -> {
            claiming.claim(caller, taskId);
            return true;
        });
    }

    @Override
    public void release(Caller caller, String taskId) {
        refusals.guarding(caller, "task.release", subject(taskId), () -> {
            claiming.release(caller, taskId);
            return true;
        });
    }

    @Override
    public void reassign(Caller caller, String taskId, String assignee, String reason) {
        refusals.guarding(caller, "task.reassign", subject(taskId), () -> {
            reassigning.reassign(caller, taskId, assignee, reason);
            return true;
        });
    }

    @Override
    public SigningTask signingTask(Caller caller, String taskId) {
        return refusals.guarding(caller, "task.view", subject(taskId), () -> open.signing(caller, taskId));
    }

    @Override
    public Presentation presentation(Caller caller, String taskId, Locale reader) {
        return refusals.guarding(
                caller,
                "task.present",
                subject(taskId),
                () -> signatures.present(caller, open.signing(caller, taskId), reader));
    }

    @Override
    public boolean isOpen(String taskId) {
        return open.isOpen(taskId);
    }

    @Override
    public boolean asksForSignature(String taskId) {
        return open.asksForSignature(taskId);
    }

    @Override
    public Signature sign(Caller caller, String taskId, SigningRequest request, char[] password, String code) {
        try {
            return completing.sign(caller, taskId, request, password, code);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    @Override
    public Signature signInSeries(Caller caller, String taskId, SigningRequest request, char[] password) {
        try {
            return completing.signInSeries(caller, taskId, request, password);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    @Override
    public Asked askPasskeyInSeries(Caller caller, String taskId, SigningRequest request, Site site) {
        return completing.askInSeries(caller, taskId, request, site);
    }

    @Override
    public Signature signInSeries(
            Caller caller, String taskId, SigningRequest request, Answered answer, byte[] secret) {
        return completing.signInSeries(caller, taskId, request, answer, secret);
    }

    @Override
    public Asked askPasskey(Caller caller, String taskId, SigningRequest request, Site site) {
        return completing.ask(caller, taskId, request, site);
    }

    @Override
    public Signature sign(Caller caller, String taskId, SigningRequest request, char[] password, Answered answer) {
        try {
            return completing.sign(caller, taskId, request, password, answer);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private static String subject(String taskId) {
        return "task:" + taskId;
    }
}

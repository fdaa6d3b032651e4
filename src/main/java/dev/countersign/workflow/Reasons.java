package dev.countersign.workflow;

import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.records.PlainText;
import java.util.List;

/** Reasons that people give for what they do to a process. */
final class Reasons {

    private static final int LONGEST = 1_000;

    private Reasons() {}

    /**
     * Demands a reason that says something and that everybody reads alike.
     *
     * @param what for, e.g. {@code a withdrawal}
     * @throws dev.countersign.ledger.RefusedException {@code reason-required}, {@code invalid-request}
     */
    static void demand(String reason, String what) {
        if (reason.isBlank() || reason.length() > LONGEST) {
            throw WorkflowRule.REASON_REQUIRED.refuse(what);
        }
        PlainText.hidden(reason).ifPresent(point -> {
            String complaint = "the reason " + PlainText.complaint(point);
            throw WorkflowRule.BAD_REQUEST.refuseInput(List.of(new InputError("/reason", complaint)), complaint);
        });
    }
}

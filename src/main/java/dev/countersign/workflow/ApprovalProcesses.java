package dev.countersign.workflow;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.records.NewVersion;
import dev.countersign.records.RecordVersion;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@link Processes}: one class per door behind it, each refusal recorded once, here. */
@Component
class ApprovalProcesses implements Processes {

    private final Starting starting;
    private final Revising revising;
    private final Withdrawing withdrawing;
    private final Refusals refusals;

    ApprovalProcesses(Starting starting, Revising revising, Withdrawing withdrawing, Refusals refusals) {
        this.starting = starting;
        this.revising = revising;
        this.withdrawing = withdrawing;
        this.refusals = refusals;
    }

    @Override
    public Started start(Caller caller, String processKey, StartRequest request) {
        return refusals.guarding(
                caller, "process.start", "process:" + processKey, () -> starting.start(caller, processKey, request));
    }

    @Override
    public RecordVersion revise(Caller caller, UUID recordId, NewVersion version, @Nullable Digest expected) {
        return refusals.guarding(
                caller,
                "record.revise",
                "record:" + recordId,
                () -> revising.revise(caller, recordId, version, expected));
    }

    @Override
    public void withdraw(Caller caller, UUID recordId, String reason) {
        refusals.guarding(caller, "record.withdraw", "record:" + recordId, () -> {
            withdrawing.withdraw(caller, recordId, reason);
            return true;
        });
    }
}

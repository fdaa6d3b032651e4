package dev.countersign.workflow;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import dev.countersign.records.NewVersion;
import dev.countersign.records.RecordVersion;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Starts, rework and withdrawal (WFL-01, WFL-03, INT-01). */
public interface Processes {

    /**
     * Starts an approval, idempotent by business key: the same key and content answer with the first instance.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code business-key-conflict}, {@code
     *     status-conflict} or {@code not-latest} for an existing record, or what {@code Records.validate} refuses
     */
    Started start(Caller caller, String processKey, StartRequest request);

    /**
     * Appends the next version and, where the record waits for rework, completes the caller's rework task with it.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code status-conflict}, {@code claimed}, or what
     *     {@code Records.validate} and {@code Records.appendNext} refuse
     */
    RecordVersion revise(Caller caller, UUID recordId, NewVersion version, @Nullable Digest expected);

    /**
     * Withdraws a record, ending its process by the model's own path; for an author of the lineage or a QA Manager.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code reason-required}, {@code status-conflict}
     */
    void withdraw(Caller caller, UUID recordId, String reason);

    /**
     * Either a new record or an existing one.
     *
     * @param content a new record; null if {@code recordId} names one
     */
    record StartRequest(
            @Nullable String businessKey,
            @Nullable NewVersion content,
            @Nullable UUID recordId,
            @Nullable Integer recordVersion) {}

    /** @param ended whether the instance is over by now, when an earlier start is answered again */
    record Started(
            String instanceId,
            String definitionId,
            String businessKey,
            UUID recordId,
            int version,
            Digest sha256,
            boolean ended) {}
}

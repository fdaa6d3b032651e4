package dev.countersign.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.ledger.Caller;
import dev.countersign.records.RecordVersion;
import dev.countersign.workflow.Processes.Started;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Interventions in approvals that are stuck (PRC-02, 11.10(f), (g)): asked for by a Process Administrator, reviewed and approved by two people
 * of quality assurance, carried out with the last signature. No intervention makes a record effective.
 */
public interface BreakGlass {

    /**
     * Running approvals, those first that failed or are suspended, then from the oldest.
     *
     * @param q id of a process instance or a record, or how a business key begins; null or empty for all
     * @param page from 0, of 50
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}
     */
    List<RunningApproval> running(Caller caller, @Nullable String q, int page);

    /**
     * What an intervention would do, and changes nothing: the content of the record that asks for it.
     *
     * @param revised the record whose next version would ask for it; null for a new one
     * @param request {@code operation}, {@code incident}, {@code instances}, and as the operation needs {@code instructions} or {@code
     *     migration}
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, and for whatever would not be possible
     */
    JsonNode preview(Caller caller, @Nullable UUID revised, JsonNode request);

    /**
     * Asks for an intervention and starts its approval.
     *
     * @param title of the record; null for one that says what is done
     * @throws dev.countersign.ledger.RefusedException as {@link #preview}
     */
    Started propose(Caller caller, @Nullable String title, JsonNode request);

    /**
     * Hands in the next version of one that was rejected, with a preview of now.
     *
     * @param reason for the change
     * @throws dev.countersign.ledger.RefusedException as {@link #preview}
     */
    RecordVersion revise(Caller caller, UUID recordId, String reason, JsonNode request);

    /**
     * What instructions can name: the activities of the model that the first of these runs on; none where there is no such instance.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}
     */
    List<ModelActivity> activities(Caller caller, List<String> instances);

    /**
     * The newest 50 interventions and what became of them.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}
     */
    List<Intervened> interventions(Caller caller);

    /** @param name by which people know it; its id where it has none */
    record ModelActivity(String id, String name) {}

    /**
     * @param activities that are open, by their ids
     * @param incidents the engine's own count of what failed
     */
    record RunningApproval(
            String instanceId,
            String process,
            int definitionVersion,
            String definitionId,
            @Nullable String businessKey,
            UUID recordId,
            Instant startedAt,
            boolean suspended,
            long incidents,
            long failedJobs,
            String activities,
            long openTasks) {}

    /**
     * @param status of its record; {@code effective} once it was carried out
     * @param current whether the approvals still stand as its preview shows them; null once it came to an end
     * @param carriedOutAt null if it was not
     */
    record Intervened(
            UUID recordId,
            int version,
            String title,
            String status,
            String author,
            String operation,
            String incident,
            List<String> instances,
            @Nullable Boolean current,
            @Nullable Instant carriedOutAt) {}
}

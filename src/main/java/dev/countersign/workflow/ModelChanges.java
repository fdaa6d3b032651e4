package dev.countersign.workflow;

import dev.countersign.changes.DryRun;
import dev.countersign.changes.ModelTexts;
import dev.countersign.changes.ResourceDifference;
import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import dev.countersign.records.NewVersion;
import dev.countersign.records.RecordVersion;
import dev.countersign.signing.Signature;
import dev.countersign.workflow.Processes.Started;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Process models as people see and change them (PRC-03, 11.10(k)). */
public interface ModelChanges {

    /**
     * What runs, beside what was signed.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}
     */
    Running running(Caller caller);

    /**
     * Proposes a whole set: the first, or the next version of the one in force, and starts its approval.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code models-refused} with all findings, {@code
     *     status-conflict} while another change is under way, {@code reason-required}
     */
    Started propose(Caller caller, NewVersion set);

    /**
     * Proposes the set that came with this program, as it is: the first adoption, or that of a new release.
     *
     * @throws dev.countersign.ledger.RefusedException as {@link #propose}
     */
    Started proposeShipped(Caller caller, String reason);

    /**
     * What a version changes of what runs, or for a version that was in force, of the one before it.
     *
     * @param version null for the newest
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code record-not-found}
     */
    Difference difference(Caller caller, UUID recordId, @Nullable Integer version);

    /**
     * @param inForce the signed version that ought to run; null while nobody has signed one, and the shipped set waits for that
     * @param signatures on that version
     * @param definitions that the next start takes
     * @param mismatches what is not what was signed, a sentence each; none if all is well
     * @param awaitingAdoption resources that this release brings and nobody has signed yet, with their hashes
     * @param underWay versions that are drafted, reviewed or reworked
     */
    record Running(
            @Nullable RecordVersion inForce,
            List<Signature> signatures,
            List<RunningDefinition> definitions,
            List<RunningResource> resources,
            List<String> mismatches,
            SortedMap<String, Digest> awaitingAdoption,
            List<Change> underWay) {}

    /** @param equal whether its model is what was signed */
    record RunningDefinition(
            String kind,
            String key,
            int version,
            String resource,
            @Nullable String sha256,
            boolean equal,
            long instances) {}

    record RunningResource(String name, Digest sha256, int length) {}

    /** @param status as of a record */
    record Change(
            UUID recordId,
            int version,
            String title,
            String status,
            String author,
            @Nullable String reason) {}

    /**
     * @param before the version it is compared with; null for the set of the release
     * @param from the set it is compared with
     * @param to the set that the version holds
     * @param dryRun that lies beside it; null for a version from before dry runs were made
     * @param instances that run on definitions of what changes or goes; they end on the models they began with
     */
    record Difference(
            RecordVersion version,
            @Nullable RecordVersion before,
            ModelTexts from,
            ModelTexts to,
            @Nullable DryRun dryRun,
            List<ResourceDifference> resources,
            List<TouchedInstances> instances) {}

    /** @param instanceIds the first hundred */
    record TouchedInstances(String key, int version, long count, List<String> instanceIds) {}
}

package dev.countersign.changes;

import dev.countersign.crypto.Digest;
import dev.countersign.records.RecordVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Process models as one controlled record (PRC-03): its version in force is what people signed, whatever an engine holds. */
public interface ProcessModels {

    /** Code of the record type. */
    String TYPE = "process-model";

    /** Code of the record type of interventions in running processes: who reads models reads them too. */
    String BREAK_GLASS = "break-glass";

    /** What is shipped, and what every set has: without them no approval and no change could run. */
    List<String> ALWAYS = List.of(
            "forms/rework.html",
            "forms/signature.html",
            "processes/break-glass.bpmn",
            "processes/declaration.bpmn",
            "processes/model-change.bpmn",
            "processes/record-approval.bpmn",
            "processes/signature-step.bpmn");

    /** Whether records of this type are about processes, so that Process Administrators write and read them. */
    static boolean isAboutProcesses(String recordType) {
        return recordType.equals(TYPE) || recordType.equals(BREAK_GLASS);
    }

    /** The set that came with this program. */
    ModelTexts shipped();

    /** The set that was signed last, if one was: from the store, not from the engine. */
    Optional<SignedSet> inForce();

    /** The set that was in force at that moment, if one was: by what the store tells of its record's statuses. */
    Optional<SignedSet> inForce(Instant at);

    /** What ought to run: the set in force, or before any was adopted the shipped one. */
    ModelTexts expected();

    /** The set that a version of such a record holds. */
    ModelTexts of(RecordVersion version);

    /** The dry run that lies beside the set, if the version has one: those of before dry runs were made have none. */
    Optional<DryRun> dryRunOf(RecordVersion version);

    /** Whether exactly this was in force at any time, or came with any release: what older instances may run on. */
    boolean trusted(String name, Digest sha256);

    /**
     * What this release brings and nobody has signed yet, by name with its hash; empty where nothing waits. Only where a set is in force:
     * before that, all of it waits.
     */
    SortedMap<String, Digest> awaitingAdoption();

    /** What differs, resource by resource, those first that changed. */
    List<ResourceDifference> difference(ModelTexts before, ModelTexts after);

    /** @param version of the record, and what its content holds */
    record SignedSet(RecordVersion version, ModelTexts set) {}
}

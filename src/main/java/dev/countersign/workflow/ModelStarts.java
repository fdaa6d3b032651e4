package dev.countersign.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.authority.Permission;
import dev.countersign.changes.ModelTexts;
import dev.countersign.changes.ProcessModels;
import dev.countersign.ledger.Caller;
import dev.countersign.records.Intake;
import dev.countersign.records.NewVersion;
import dev.countersign.records.RecordStatus;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.signing.Declarations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What a start has to do with process models: that those which run were signed, that a set of them goes through {@code model-change}, an
 * intervention through {@code break-glass}, and nothing else does. There is one record of the installation's models: a change is its next version.
 */
@Component
class ModelStarts {

    private static final List<RecordStatus> OPEN =
            List.of(RecordStatus.DRAFT, RecordStatus.IN_REVIEW, RecordStatus.IN_REWORK);

    /** Process of what people declare of themselves. */
    static final String DECLARATION = "declaration";

    /** Processes that are for records of these types, and those for them alone. */
    private static final Map<String, Set<String>> TYPES = Map.of(
            ModelWatch.MODEL_CHANGE,
            Set.of(ProcessModels.TYPE),
            ModelWatch.BREAK_GLASS,
            Set.of(ProcessModels.BREAK_GLASS),
            DECLARATION,
            Declarations.types());

    private final ProcessModels models;
    private final ModelGate gate;
    private final ModelEvidence evidence;
    private final ModelWatch watch;
    private final BreakGlassAdmission breakGlass;
    private final Records records;
    private final StartRequests lock;

    ModelStarts(
            ProcessModels models,
            ModelGate gate,
            ModelEvidence evidence,
            ModelWatch watch,
            BreakGlassAdmission breakGlass,
            Records records,
            StartRequests lock) {
        this.models = models;
        this.gate = gate;
        this.evidence = evidence;
        this.watch = watch;
        this.breakGlass = breakGlass;
        this.records = records;
        this.lock = lock;
    }

    /** What a person needs who starts this process. */
    static Permission permission(String processKey) {
        return switch (processKey) {
            case ModelWatch.MODEL_CHANGE -> Permission.CHANGE_MODELS;
            case ModelWatch.BREAK_GLASS -> Permission.BREAK_GLASS;
            case DECLARATION -> Permission.DECLARE;
            default -> Permission.START_APPROVALS;
        };
    }

    /** What a person needs who writes the next version of a record of this type. */
    static Permission permissionToWrite(String recordType) {
        return switch (recordType) {
            case ProcessModels.TYPE -> Permission.CHANGE_MODELS;
            case ProcessModels.BREAK_GLASS -> Permission.BREAK_GLASS;
            default -> Declarations.isOne(recordType) ? Permission.DECLARE : Permission.DRAFT_RECORDS;
        };
    }

    /**
     * As {@link ModelWatch#demandStartable}, and that the set in force has the process at all: sets of earlier releases have no break-glass.
     *
     * @throws dev.countersign.ledger.RefusedException {@code models-not-adopted}, {@code models-altered}
     */
    void demandStartable(String processKey) {
        watch.demandStartable(processKey);
        if (models.expected().text("processes/" + processKey + ".bpmn").isEmpty()) {
            throw WorkflowRule.PROCESS_NOT_ADOPTED.refuse(processKey);
        }
    }

    /**
     * Demands that what is handed in goes with the process, and that a set of models passes the gate and its dry run; before anything is
     * stored.
     *
     * @param content validated by its schema
     * @return what is to be stored, see {@link ModelEvidence}
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code models-refused}
     */
    NewVersion fitting(String processKey, NewVersion content) {
        demandFit(processKey, content.type());
        return accepted(content, null);
    }

    /**
     * As {@link #fitting}, for a draft, which has its dry run already. Outside any transaction; what is no draft, or not the version that was
     * asked for, is not run: its start is refused, or was made already.
     *
     * @param wanted the version asked for; null for the latest
     * @return what was looked at, for {@link #demandTried}
     */
    RecordVersion tried(String processKey, RecordVersion latest, @Nullable Integer wanted) {
        demandFit(processKey, latest.type());
        if (isTried(latest)
                && (wanted == null || wanted == latest.version())
                && records.status(latest.recordId()) == RecordStatus.DRAFT) {
            JsonNode content = records.content(latest);
            ModelTexts set = ModelTexts.ofContent(content);
            gate.demandAccepted(set, names(content));
            evidence.demandAttached(latest, set);
        }
        return latest;
    }

    /**
     * That the version which starts is the one that was tried, and that an intervention still is what it shows; in the transaction that
     * holds its record; and that its author has not too many others open. A draft that was none when it was looked at does not exist: the version of a record that left this status does not
     * come back to it.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-latest}, {@code preview-mismatch}
     */
    void demandTried(RecordVersion tried, RecordVersion latest) {
        if (isTried(latest) && !latest.sha256().equals(tried.sha256())) {
            throw WorkflowRule.NOT_LATEST.refuse(tried.version(), latest.recordId(), latest.version());
        }
        UUID recordId = latest.recordId();
        if (latest.type().equals(ProcessModels.BREAK_GLASS) && records.status(recordId) == RecordStatus.DRAFT) {
            lock.lockSetUp();
            breakGlass.demandFew(latest.author().id());
            breakGlass.demandAsShown(records.content(latest), recordId);
        }
    }

    private static boolean isTried(RecordVersion version) {
        return version.type().equals(ProcessModels.TYPE);
    }

    /**
     * That a set passes the gate and its dry run, and an intervention can be made as it stands there; nothing of other records.
     *
     * @param revised the record whose next version it is; null for a new one
     * @return what is to be stored: a set with its dry run, any other record as it is
     */
    NewVersion accepted(NewVersion content, @Nullable UUID revised) {
        if (content.type().equals(ProcessModels.TYPE)) {
            gate.demandAccepted(ModelTexts.ofContent(content.content()), names(content.content()));
        } else if (content.type().equals(ProcessModels.BREAK_GLASS)) {
            breakGlass.demandAsShown(content.content(), revised);
        }
        return evidence.attachedTo(content);
    }

    /**
     * That no other intervention has come in for the same instances; in the transaction that holds the record, see {@link
     * BreakGlassAdmission#demandFree}.
     *
     * @throws dev.countersign.ledger.RefusedException {@code status-conflict}
     */
    void demandFree(Intake intake, UUID revised) {
        if (intake.type().equals(ProcessModels.BREAK_GLASS)) {
            lock.lockSetUp();
            breakGlass.demandFree(intake.said(), revised);
        }
    }

    private static List<String> names(JsonNode content) {
        List<String> names = new ArrayList<>();
        content.path("resources").forEach(one -> names.add(one.path("name").asText()));
        return names;
    }

    private static void demandFit(String processKey, String type) {
        Set<String> demanded = TYPES.get(processKey);
        boolean fits = demanded == null
                ? TYPES.values().stream().noneMatch(types -> types.contains(type))
                : demanded.contains(type);
        if (!fits) {
            throw WorkflowRule.MODEL_WITHOUT_CHANGE.refuse(type, processKey);
        }
    }

    /**
     * The record that has this set as its next version by now; empty where none was adopted, and for other processes. In the caller's
     * transaction.
     *
     * @throws dev.countersign.ledger.RefusedException {@code status-conflict} while another change is under way, or too many interventions of
     *     the caller are, {@code reason-required}
     */
    Optional<UUID> revised(Caller caller, String processKey, Intake intake) {
        if (processKey.equals(ModelWatch.BREAK_GLASS)) {
            lock.lockSetUp();
            breakGlass.demandFew(caller.actorId());
            breakGlass.demandFree(intake.said(), null);
        }
        if (!processKey.equals(ModelWatch.MODEL_CHANGE)) {
            return Optional.empty();
        }
        lock.lockSetUp();
        Optional<UUID> record = models.inForce().map(set -> set.version().recordId());
        if (record.isPresent()) {
            records.appendNext(caller, record.get(), intake, null);
            return record;
        }
        for (RecordStatus status : OPEN) {
            records.search(ProcessModels.TYPE, status, null, null, 0, 1).items().stream()
                    .findFirst()
                    .ifPresent(other -> {
                        throw WorkflowRule.MODEL_CHANGE_UNDER_WAY.refuse(other.recordId(), status.code());
                    });
        }
        return Optional.empty();
    }
}

package dev.countersign.workflow;

import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.Kind;
import dev.countersign.ledger.RefusedException;
import java.util.List;

/** The numbered rules of the process (SIG-10). Never renumbered; a retired number stays unused. */
public enum WorkflowRule {
    START_NOT_ALLOWED(
            "WFL-001",
            "not-authorized",
            Kind.FORBIDDEN,
            "%s may not start process %s (may start: %s); ask an IT administrator"),
    BUSINESS_KEY_CONFLICT(
            "WFL-002",
            "business-key-conflict",
            Kind.CONFLICT,
            "business key %s already started %s; use a new key, or send what was sent then"),
    BAD_START_REQUEST("WFL-003", "invalid-request", Kind.INVALID, "the start request is not as it should be: %s"),
    RECORD_NOT_FOUND("WFL-004", "record-not-found", Kind.NOT_FOUND, "there is no record %s"),
    NOT_A_DRAFT(
            "WFL-005",
            "status-conflict",
            Kind.CONFLICT,
            "record %s is %s (expected: draft, and not in an approval already); only a draft can be started"),
    WITHDRAWAL_NOT_ALLOWED(
            "WFL-006",
            "not-authorized",
            Kind.FORBIDDEN,
            "person %s is no author of record %s and no QA Manager; ask one of them to withdraw it"),
    REASON_REQUIRED("WFL-007", "reason-required", Kind.INVALID, "%s needs a reason of at most 1,000 characters"),
    TASK_NOT_FOUND("WFL-008", "task-not-found", Kind.NOT_FOUND, "there is no task %s that you may act on"),
    TASK_COMPLETED(
            "WFL-009",
            "task-completed",
            Kind.CONFLICT,
            "task %s was completed or ended in the meantime; open your tasks anew"),
    CLAIMED("WFL-010", "claimed", Kind.CONFLICT, "task %s is claimed by %s; ask them to give it back"),
    SIGN_INSTEAD(
            "WFL-011",
            "sign-instead",
            Kind.FORBIDDEN,
            "task %s is a signature: it is completed by signing on the signing page /tasks/%s/sign, or by POST"
                    + " /api/tasks/%s/signature, and in no other way"),
    OPERATION_CLOSED(
            "WFL-012",
            "operation-closed",
            Kind.FORBIDDEN,
            "%s is closed here: this interface reads, starts approvals, takes tasks and gives them back; everything else goes"
                    + " through /api (see /v3/api-docs)"),
    EXPRESSION_REFUSED(
            "WFL-013",
            "expression-refused",
            Kind.FORBIDDEN,
            "%s: expressions are not accepted from outside; send plain values"),
    NO_SIGNATURE_TASK(
            "WFL-014",
            "no-signature-task",
            Kind.CONFLICT,
            "task %s asks for a new version, not for a signature; hand in"
                    + " the version at POST /api/records/%s/versions"),
    REWORK_NOT_YOURS("WFL-015", "not-authorized", Kind.FORBIDDEN, "the rework of record %s is for %s, not for %s"),
    NOT_LATEST("WFL-016", "not-latest", Kind.CONFLICT, "version %s of record %s is not its latest, %s; start that one"),
    STEP_HAS_A_DOOR(
            "WFL-017",
            "not-authorized",
            Kind.FORBIDDEN,
            "step %s ends only through its own door in the transaction that proves it; nothing was changed"),
    CANCELLATION_REFUSED(
            "WFL-018",
            "not-authorized",
            Kind.FORBIDDEN,
            "the approval of record %s ends effective or by withdrawal; withdraw the record with a reason instead"),
    CLAIM_FOR_ANOTHER(
            "WFL-019", "not-authorized", Kind.FORBIDDEN, "task %s cannot be claimed or given back for somebody else"),
    TOO_MANY_COLLISIONS(
            "WFL-020", "try-again", Kind.UNAVAILABLE, "others acted on record %s at the same moment; try once more"),
    VERSION_IN_REVIEW(
            "WFL-021",
            "status-conflict",
            Kind.CONFLICT,
            "record %s is %s (expected: draft or in-rework); a version under review does not change"),
    NOT_YOUR_DRAFT(
            "WFL-022", "not-authorized", Kind.FORBIDDEN, "person %s is no author of the draft %s; ask its author"),
    PEOPLE_ONLY("WFL-023", "not-authorized", Kind.FORBIDDEN, "%s is no person; tasks are for people"),
    NOT_JSON("WFL-024", "invalid-json", Kind.MALFORMED, "the body is not JSON as it is accepted here: %s"),
    BODY_TOO_LARGE("WFL-025", "too-large", Kind.TOO_LARGE, "the body is longer than %s bytes"),
    NOT_SIGNED_IN(
            "WFL-026", "not-authenticated", Kind.UNAUTHENTICATED, "sign in first, or send a service account's token"),
    FORGED_REQUEST(
            "WFL-027",
            "csrf",
            Kind.FORBIDDEN,
            "the request does not carry the token of this session; reload Tasklist and try again"),
    BAD_REQUEST("WFL-028", "invalid-request", Kind.INVALID, "the request is not as it should be: %s"),
    COMMAND_CLOSED(
            "WFL-029",
            "command-closed",
            Kind.FORBIDDEN,
            "command %s of the engine is closed to %s; a process goes on by signing, handing in a version or withdrawing its"
                    + " record (see /v3/api-docs)"),
    COMMAND_INSIDE_COMMAND(
            "WFL-030",
            "command-closed",
            Kind.FORBIDDEN,
            "command %s of the engine cannot run inside another change by %s; end that one first"),
    REASSIGN_INSTEAD(
            "WFL-031",
            "reassign-instead",
            Kind.FORBIDDEN,
            "task %s is given to somebody else by a QA Manager and with a reason: POST /api/tasks/%s/reassignment"
                    + " {assignee, reason}; a task that waits for your role you take by claiming it"),
    ALREADY_THEIRS("WFL-032", "status-conflict", Kind.CONFLICT, "task %s is %s's already; name somebody else"),
    OPERATION_NOT_YOURS("WFL-033", "not-authorized", Kind.FORBIDDEN, "%s is for %s, not for %s"),
    EXPRESSION_CLOSED(
            "WFL-034",
            "not-authorized",
            Kind.FORBIDDEN,
            "%s of a model does not run here (expected: %s); correct the model"),
    MODELS_ALTERED(
            "WFL-060",
            "models-altered",
            Kind.UNAVAILABLE,
            "process %s does not start: the models that run are not those that were signed. %s. Have a Process Administrator propose the"
                    + " signed set again, or restore the engine's tables"),
    MODELS_NOT_ADOPTED(
            "WFL-061",
            "models-not-adopted",
            Kind.UNAVAILABLE,
            "process %s does not start: nobody has signed the process models of this installation yet. A Process Administrator proposes the"
                    + " shipped set, QA reviews and approves it"),
    STEP_ALTERED(
            "WFL-062",
            "models-altered",
            Kind.UNAVAILABLE,
            "this step cannot be signed: the model it runs on is not one that was signed. %s. Have the engine's tables restored"),
    MODEL_WITHOUT_CHANGE(
            "WFL-063",
            "not-authorized",
            Kind.FORBIDDEN,
            "a record of type %s does not go with process %s; process models, and they alone, go through model-change, interventions, and they"
                    + " alone, through break-glass, and what one person declares, and that alone, through declaration"),
    MODELS_REFUSED("WFL-064", "models-refused", Kind.INVALID, "the deployment gate refuses the set, %s finding(s): %s"),
    MODELS_NOT_DEPLOYED(
            "WFL-065",
            "models-not-deployed",
            Kind.CONFLICT,
            "nothing was signed, because version %s of record %s cannot be deployed: %s. Reject it with this reason, so that its author"
                    + " mends it"),
    MODEL_CHANGE_UNDER_WAY(
            "WFL-066",
            "status-conflict",
            Kind.CONFLICT,
            "another set of process models, record %s, is %s already; sets are changed one after the other: finish or withdraw it first"),
    MODELS_INCOMPLETE(
            "WFL-067",
            "models-refused",
            Kind.INVALID,
            "a set is deployed as a whole, and without %s no approval, no change of models or no break-glass could run; add it"),
    PROCESS_NOT_ADOPTED(
            "WFL-070",
            "models-not-adopted",
            Kind.UNAVAILABLE,
            "process %s is not in the set of process models in force; have a Process Administrator propose the set of this release on"
                    + " /models, QA reviews and approves it"),
    INSTANCE_UNKNOWN(
            "WFL-071",
            "unknown-instance",
            Kind.INVALID,
            "there is no process instance %s; take the id of one that /models/break-glass lists"),
    INSTANCE_ENDED(
            "WFL-072",
            "instance-ended",
            Kind.INVALID,
            "process instance %s has ended; there is nothing left to intervene in, see its record"),
    INSTANCE_IS_PART(
            "WFL-073",
            "instance-is-part",
            Kind.INVALID,
            "process instance %s is a step within process instance %s; name that one, and the step by its activity there"),
    INSTANCE_EXEMPT(
            "WFL-074",
            "not-authorized",
            Kind.FORBIDDEN,
            "process instance %s is a %s; nobody intervenes in it (expected: an approval of a record of other types). Withdraw its"
                    + " record %s instead"),
    INSTANCE_TWICE(
            "WFL-075", "invalid-request", Kind.INVALID, "process instance %s is named more than once; name it once"),
    INTERVENTION_UNDER_WAY(
            "WFL-076",
            "status-conflict",
            Kind.CONFLICT,
            "process instance %s waits for break-glass record %s already, which is %s; finish or withdraw that one first"),
    INTERVENTION_INCOMPLETE(
            "WFL-077", "invalid-request", Kind.INVALID, "the operation %s takes %s; correct the request"),
    ACTIVITY_UNKNOWN(
            "WFL-078",
            "unknown-activity",
            Kind.INVALID,
            "process definition %s has no activity %s (expected: one of %s)"),
    INSTRUCTION_REFUSED(
            "WFL-079", "instruction-refused", Kind.INVALID, "instruction %s of activity %s is not possible: %s"),
    TARGET_NOT_IN_FORCE(
            "WFL-080",
            "definition-not-in-force",
            Kind.INVALID,
            "process definition %s is not what the next start of process %s runs; migrate to %s"),
    DEFINITION_NOT_TRUSTED(
            "WFL-081",
            "models-altered",
            Kind.INVALID,
            "process definition %s was neither signed nor released: %s. Have the engine's tables restored, or migrate to the definition in"
                    + " force"),
    SOURCES_DIFFER(
            "WFL-082",
            "invalid-request",
            Kind.INVALID,
            "process instance %s runs on %s, the others on %s; migrate the instances of one definition at a time"),
    MIGRATION_REFUSED(
            "WFL-083",
            "migration-refused",
            Kind.INVALID,
            "the engine refuses this migration from %s to %s: %s. Map the activities otherwise, or modify the instance first"),
    PREVIEW_FOREIGN(
            "WFL-084",
            "preview-mismatch",
            Kind.CONFLICT,
            "the preview in the content is not what this intervention would do now; take the content that POST /api/break-glass/preview"
                    + " answers"),
    PREVIEW_STALE(
            "WFL-085",
            "instance-moved-on",
            Kind.CONFLICT,
            "nothing was signed and nothing was done: process instance %s has moved on since the preview in record %s was made. Reject it"
                    + " with this reason and have its author hand in a new preview, or withdraw it"),
    INTERVENTION_FAILED(
            "WFL-086",
            "intervention-failed",
            Kind.CONFLICT,
            "nothing was signed and nothing was done, because the engine cannot carry out record %s: %s. Reject it with this reason, or"
                    + " withdraw it"),
    INTERVENTION_UNSIGNED(
            "WFL-087",
            "not-authorized",
            Kind.FORBIDDEN,
            "version %s of record %s is %s (expected: an effective version of type break-glass); an intervention is carried out with its"
                    + " last signature, and in no other way"),
    INTERVENTION_MOVED_STATUS(
            "WFL-088",
            "intervention-refused",
            Kind.CONFLICT,
            "nothing was signed and nothing was done: carried out, the intervention would have made of record %s with the versions %s one with"
                    + " the versions %s (expected: %s). An intervention changes no status but by cancel; start before a step that waits, or"
                    + " use the operation cancel"),
    INSTANCE_OF_ANOTHER(
            "WFL-089",
            "models-altered",
            Kind.CONFLICT,
            "process instance %s says that it is the approval of record %s, but the audit trail of that record knows nothing of its start;"
                    + " have the engine's tables restored"),
    DRY_RUN_FAILED(
            "WFL-090",
            "models-refused",
            Kind.INVALID,
            "the dry run of the set failed, %s failure(s): %s. Mend the model; POST /api/models/dry-run tells all runs"),
    DRY_RUNS_BUSY("WFL-091", "try-again", Kind.UNAVAILABLE, "%s; try again when one has ended, in a few minutes"),
    DRY_RUN_RESERVED(
            "WFL-092",
            "invalid-request",
            Kind.INVALID,
            "a version of process models takes no attachment of the name %s from outside: its dry run is made here, from its own models"),
    DRY_RUN_MISSING(
            "WFL-093",
            "models-refused",
            Kind.INVALID,
            "version %s of record %s lacks the dry run of exactly its models; hand the set in again, as its next version"),
    INTERVENTION_NOT_REWORKED(
            "WFL-094",
            "status-conflict",
            Kind.CONFLICT,
            "break-glass record %s is %s, and takes a next version after a rejection alone (expected: in-rework); ask for another intervention"
                    + " with POST /api/break-glass"),
    INTERVENTIONS_OPEN(
            "WFL-095",
            "status-conflict",
            Kind.CONFLICT,
            "%s has written %s break-glass records that wait for signatures (expected: at most %s at a time): %s; have them decided, or withdraw"
                    + " what is not needed, before you ask for another"),
    PROPOSE_INSTEAD(
            "WFL-096",
            "propose-instead",
            Kind.FORBIDDEN,
            "nothing is deployed here, and nothing was: process models change by model-change, which a Process Administrator starts on"
                    + " /models or by POST /api/models/changes. %s");

    private final String number;
    private final String code;
    private final Kind kind;
    private final String sentence;

    WorkflowRule(String number, String code, Kind kind, String sentence) {
        this.number = number;
        this.code = code;
        this.kind = kind;
        this.sentence = sentence;
    }

    /** As messages and documents have it. */
    String number() {
        return number;
    }

    /** The refusal with its offender and expectation filled in. */
    public RefusedException refuse(Object... facts) {
        return new RefusedException(new Refusal(number, code, kind, sentence.formatted(facts)));
    }

    /** As {@link #refuse}, pointing at what was wrong with the input. */
    public RefusedException refuseInput(List<Refusal.InputError> errors, Object... facts) {
        return new RefusedException(new Refusal(number, code, kind, sentence.formatted(facts), errors));
    }
}

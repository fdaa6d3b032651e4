package dev.countersign.workflow;

import static java.util.Map.entry;

import dev.countersign.changes.ProcessModels;
import dev.countersign.records.RecordStatus;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.signing.Signature;
import dev.countersign.signing.Signatures;
import dev.countersign.signing.SigningTask;
import dev.countersign.training.Training;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Everything a model can call, by the name it uses: this map is all that expressions see. A delegate is one call of a door
 * below; what it needs beyond ids comes from the store or from what the transaction carries.
 */
@Component
class Delegates {

    private final Records records;
    private final Signatures signatures;
    private final ModelDeployment deployment;
    private final BreakGlassExecution breakGlass;
    private final ProcessNotices notices;
    private final WorkNotices news;
    private final Training training;

    Delegates(
            Records records,
            Signatures signatures,
            ModelDeployment deployment,
            BreakGlassExecution breakGlass,
            ProcessNotices notices,
            WorkNotices news,
            Training training) {
        this.training = training;
        this.notices = notices;
        this.news = news;
        this.records = records;
        this.signatures = signatures;
        this.deployment = deployment;
        this.breakGlass = breakGlass;
    }

    Map<Object, Object> byName() {
        return Map.ofEntries(
                named("keepRecord", this::keepRecord),
                named("planSignatures", this::planSignatures),
                named("putInReview", this::putInReview),
                named("checkAuthority", execution -> signatures.authorise(signing(execution))),
                named("checkReauthentication", execution -> signatures.reauthenticate(signing(execution))),
                named("bindSignature", execution -> signatures.bind(signing(execution))),
                named("persistSignature", this::persistSignature),
                named("sendToRework", this::sendToRework),
                named("makeEffective", this::makeEffective),
                named("deployModels", this::deployModels),
                named("breakGlass", this::breakGlass),
                named("withdrawRecord", this::withdrawRecord),
                named("tellPeople", execution -> notices.tell(execution, latest(execution))));
    }

    private static Map.Entry<Object, Object> named(String name, JavaDelegate delegate) {
        return entry(name, delegate);
    }

    private void keepRecord(DelegateExecution execution) {
        Carried carried = carried(execution);
        RecordVersion version = carried.intake()
                .map(intake -> records.append(carried.caller(), intake))
                .orElseGet(() -> latest(execution));
        execution.setVariable(Variables.RECORD_ID, version.recordId().toString());
        remember(execution, version);
    }

    private void planSignatures(DelegateExecution execution) {
        signatures.plan(carried(execution).caller(), latest(execution));
    }

    private void putInReview(DelegateExecution execution) {
        RecordVersion version = latest(execution);
        records.moveTo(
                carried(execution).caller(), version.recordId(), version.version(), RecordStatus.IN_REVIEW, null);
        remember(execution, version);
    }

    private void persistSignature(DelegateExecution execution) {
        boolean approve = signatures.persist(signing(execution)).approve();
        RecordVersion version = latest(execution);
        if (approve && version.type().equals(ProcessModels.BREAK_GLASS)) {
            breakGlass.demandCurrent(version, execution.getProcessEngineServices());
        }
        execution.setVariable(Variables.DECISION, approve ? Variables.APPROVE : Variables.REJECT);
    }

    /** The reason is the one that was signed, not one a variable tells. */
    private void sendToRework(DelegateExecution execution) {
        RecordVersion version = latest(execution);
        String reason = signatures.ofRecord(version.recordId()).stream()
                .filter(signature -> signature.version() == version.version() && !signature.approve())
                .reduce((first, second) -> second)
                .map(Signature::reason)
                .orElseThrow(() -> WorkflowRule.STEP_HAS_A_DOOR.refuse(execution.getCurrentActivityId()));
        records.moveTo(
                carried(execution).caller(), version.recordId(), version.version(), RecordStatus.IN_REWORK, reason);
        news.sentBack(carried(execution).caller(), version);
        boolean person = version.author().isPerson();
        execution.setVariable(Variables.REWORKER, person ? version.author().id() : null);
        execution.setVariable(Variables.REWORK_ROLE, person ? Variables.AUTHOR_ALONE : "qa-analyst");
    }

    private void makeEffective(DelegateExecution execution) {
        RecordVersion version = latest(execution);
        signatures.release(carried(execution).caller(), version.recordId(), version.version());
        training.effective(carried(execution).caller(), version, () -> records.content(version));
        news.effective(carried(execution).caller(), version);
    }

    private void deployModels(DelegateExecution execution) {
        deployment.deploy(
                carried(execution).caller(),
                latest(execution),
                execution.getProcessEngineServices().getRepositoryService());
    }

    private void breakGlass(DelegateExecution execution) {
        breakGlass.carryOut(carried(execution), latest(execution), execution.getProcessEngineServices());
    }

    private void withdrawRecord(DelegateExecution execution) {
        RecordVersion version = latest(execution);
        Carried carried = carried(execution);
        Carried.Withdrawal withdrawal = carried.withdrawalOf(version.recordId())
                .orElseThrow(() -> WorkflowRule.STEP_HAS_A_DOOR.refuse(execution.getCurrentActivityId()));
        records.moveTo(
                carried.caller(), version.recordId(), version.version(), RecordStatus.WITHDRAWN, withdrawal.reason());
    }

    private static void remember(DelegateExecution execution, RecordVersion version) {
        boolean person = version.author().isPerson();
        execution.setVariable(Variables.RECORD_VERSION, version.version());
        execution.setVariable(Variables.RECORD_SHA256, version.sha256().hex());
        execution.setVariable(Variables.PERSON_DRAFTED, person);
        execution.setVariable(Variables.AUTHOR, person ? version.author().id() : "");
    }

    private RecordVersion latest(DelegateExecution execution) {
        return records.latest(Variables.recordId(execution))
                .orElseThrow(() -> WorkflowRule.RECORD_NOT_FOUND.refuse(Variables.recordId(execution)));
    }

    private static Carried carried(DelegateExecution execution) {
        return Carried.required(execution.getCurrentActivityId());
    }

    private static SigningTask signing(DelegateExecution execution) {
        return carried(execution)
                .completedIn(execution.getProcessInstanceId())
                .orElseThrow(() -> WorkflowRule.STEP_HAS_A_DOOR.refuse(execution.getCurrentActivityId()));
    }
}

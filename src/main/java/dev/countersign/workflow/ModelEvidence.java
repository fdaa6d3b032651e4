package dev.countersign.workflow;

import dev.countersign.changes.DryRun;
import dev.countersign.changes.DryRunFormat;
import dev.countersign.changes.ModelTexts;
import dev.countersign.changes.ProcessModels;
import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.records.NewVersion;
import dev.countersign.records.NewVersion.NewAttachment;
import dev.countersign.records.RecordVersion;
import dev.countersign.workflow.dryrun.DryRuns;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The evidence that a set of models was validated (PRC-05): its dry run, an attachment of the version that holds it. Made here alone. */
@Component
class ModelEvidence {

    private final DryRuns dryRuns;

    ModelEvidence(DryRuns dryRuns) {
        this.dryRuns = dryRuns;
    }

    /**
     * The version with the dry run of its models, so that it is stored, hashed and signed with them; any other record as it is.
     *
     * @param content accepted by the gate
     * @throws dev.countersign.ledger.RefusedException {@code models-refused} with every failure, {@code invalid-request} if it brings a dry run
     */
    NewVersion attachedTo(NewVersion content) {
        if (!content.type().equals(ProcessModels.TYPE)) {
            return content;
        }
        if (content.attachments().stream().anyMatch(one -> one.name().equalsIgnoreCase(DryRun.ATTACHMENT))) {
            throw WorkflowRule.DRY_RUN_RESERVED.refuse(DryRun.ATTACHMENT);
        }
        List<NewAttachment> attachments = new ArrayList<>(content.attachments());
        attachments.add(new NewAttachment(
                DryRun.ATTACHMENT,
                DryRun.MEDIA_TYPE,
                DryRunFormat.write(passed(ModelTexts.ofContent(content.content())))));
        return new NewVersion(
                content.type(),
                content.title(),
                content.content(),
                List.copyOf(attachments),
                content.reason(),
                content.businessKey());
    }

    /**
     * Demands that a draft bears the dry run of exactly its models.
     *
     * @throws dev.countersign.ledger.RefusedException {@code models-refused}
     */
    void demandAttached(RecordVersion draft, ModelTexts set) {
        Digest made = Digest.of(DryRunFormat.write(passed(set)));
        if (draft.attachments().stream()
                .noneMatch(one ->
                        one.name().equals(DryRun.ATTACHMENT) && one.sha256().equals(made))) {
            throw WorkflowRule.DRY_RUN_MISSING.refuse(draft.version(), draft.recordId());
        }
    }

    private DryRun passed(ModelTexts set) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("a dry run takes minutes: no transaction waits for it");
        }
        DryRun dryRun = dryRuns.of(set);
        if (!dryRun.passed()) {
            throw WorkflowRule.DRY_RUN_FAILED.refuseInput(
                    dryRun.failures().stream()
                            .map(failure -> new InputError("/content/resources", failure))
                            .toList(),
                    dryRun.failures().size(),
                    dryRun.failures().get(0));
        }
        return dryRun;
    }
}

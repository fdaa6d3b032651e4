package dev.countersign.workflow;

import dev.countersign.changes.ProcessModels;
import dev.countersign.changes.ProcessModels.SignedSet;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.workflow.ModelComparison.Mismatch;
import dev.countersign.workflow.WorkflowEvents.ModelsCompared;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Whether what runs equals what was signed (11.10(k), PRC-03): looked at when the program starts, before each start of a process, and as
 * often as the guards of the store. A difference stops starts, is on record and raises an alert, once until it is another one.
 */
@Component
class ModelWatch {

    static final String MODEL_CHANGE = "model-change";
    static final String BREAK_GLASS = "break-glass";

    private static final List<String> MENDING =
            List.of("processes/model-change.bpmn", "processes/signature-step.bpmn", "forms/signature.html");

    private static final Logger LOG = LoggerFactory.getLogger(ModelWatch.class);
    private static final Caller SYSTEM = Caller.system("workflow");

    private final RunningModels running;
    private final ProcessModels models;
    private final Ledger ledger;
    private final TransactionTemplate transactions;
    private volatile @Nullable ModelComparison last;

    ModelWatch(RunningModels running, ProcessModels models, Ledger ledger, PlatformTransactionManager transactions) {
        this.running = running;
        this.models = models;
        this.ledger = ledger;
        this.transactions = new TransactionTemplate(transactions);
    }

    /** What the last look found; empty before the first. */
    Optional<ModelComparison> last() {
        return Optional.ofNullable(last);
    }

    /** Looks at every definition there is. Call without a transaction: what is found is on record whatever comes of it. */
    @Scheduled(
            initialDelayString = "${countersign.protection.check-every:PT1M}",
            fixedDelayString = "${countersign.protection.check-every:PT1M}")
    void look() {
        tell(Objects.requireNonNull(transactions.execute(status -> running.all())));
    }

    /**
     * Demands that a process may be started: the set was signed, and it is what runs. A change of models is exempt from both as long as its own
     * models can be trusted, because it is the way to mend them. Call without a transaction.
     *
     * @throws dev.countersign.ledger.RefusedException {@code models-not-adopted}, {@code models-altered}
     */
    void demandStartable(String processKey) {
        boolean change = processKey.equals(MODEL_CHANGE);
        ModelComparison found = Objects.requireNonNull(transactions.execute(status -> {
            Optional<SignedSet> inForce = models.inForce();
            if (!change && inForce.isEmpty()) {
                throw WorkflowRule.MODELS_NOT_ADOPTED.refuse(processKey);
            }
            return running.newest(inForce.map(SignedSet::set).orElseGet(models::shipped));
        }));
        if (found.equal()) {
            return;
        }
        tell(found);
        List<Mismatch> inTheWay = found.mismatches().stream()
                .filter(one -> !change || MENDING.contains(one.resource()))
                .toList();
        if (!inTheWay.isEmpty()) {
            throw WorkflowRule.MODELS_ALTERED.refuse(
                    processKey, new ModelComparison(found.deploymentId(), inTheWay).sentence());
        }
    }

    /**
     * Demands that a step runs on models that were signed or released.
     *
     * @throws dev.countersign.ledger.RefusedException {@code models-altered}
     */
    void demandTrusted(List<String> definitionIds) {
        List<Mismatch> found = running.untrusted(definitionIds);
        if (!found.isEmpty()) {
            throw WorkflowRule.STEP_ALTERED.refuse(new ModelComparison("", found).sentence());
        }
    }

    private synchronized void tell(ModelComparison found) {
        ModelComparison before = last;
        boolean news = before == null ? !found.equal() : !before.mismatches().equals(found.mismatches());
        if (news) {
            transactions.executeWithoutResult(status -> ledger.append(SYSTEM, new ModelsCompared(found)));
            if (found.equal()) {
                LOG.info("The process models that run are again those that were signed");
            } else {
                LOG.error("WFL-060 The process models that run are not those that were signed: {}", found.sentence());
            }
        }
        last = found;
    }
}

package dev.countersign.workflow;

import dev.countersign.changes.ProcessModels;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.workflow.WorkflowEvents.EngineAuthorizationsSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * At every start, before anything else uses the engine: sets what people may see, and looks whether the models that run are those that were
 * signed. Where nobody has signed any, the shipped ones are deployed, so that they can be adopted; what was adopted is never replaced here,
 * whatever a new release brings. One node at a time.
 */
@Component
@Order(EngineSetUp.FIRST)
class EngineSetUp implements ApplicationRunner {

    static final int FIRST = -100;
    private static final Caller SYSTEM = Party.OURSELVES;

    private final Engine engine;
    private final EngineAuthorizations authorizations;
    private final StartRequests lock;
    private final ProcessModels models;
    private final ModelDeployment deployment;
    private final ModelWatch watch;
    private final Ledger ledger;
    private final TransactionTemplate transactions;

    EngineSetUp(
            Engine engine,
            EngineAuthorizations authorizations,
            StartRequests lock,
            ProcessModels models,
            ModelDeployment deployment,
            ModelWatch watch,
            Ledger ledger,
            PlatformTransactionManager transactions) {
        this.engine = engine;
        this.authorizations = authorizations;
        this.lock = lock;
        this.models = models;
        this.deployment = deployment;
        this.watch = watch;
        this.ledger = ledger;
        this.transactions = new TransactionTemplate(transactions);
    }

    @Override
    public void run(@Nullable ApplicationArguments arguments) {
        transactions.executeWithoutResult(transaction -> {
            lock.lockSetUp();
            engine.as(SYSTEM, context -> {
                if (models.inForce().isEmpty()) {
                    deployment.deployShipped(SYSTEM, engine.services().getRepositoryService());
                }
                Map<String, Object> added = authorizations.complete();
                if (!added.isEmpty()) {
                    ledger.append(SYSTEM, new EngineAuthorizationsSet(added));
                }
                return null;
            });
        });
        watch.look();
    }
}

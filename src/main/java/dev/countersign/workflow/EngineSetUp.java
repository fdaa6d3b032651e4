package dev.countersign.workflow;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.workflow.WorkflowEvents.EngineAuthorizationsSet;
import dev.countersign.workflow.WorkflowEvents.ModelsDeployed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.Deployment;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * At every start, before anything else uses the engine: deploys the shipped models under fixed names as one set, if they
 * differ from the deployed ones, and sets what people may see. One node at a time.
 */
@Component
@Order(EngineSetUp.FIRST)
class EngineSetUp implements ApplicationRunner {

    static final int FIRST = -100;
    static final List<String> MODEL_SET = List.of(
            "processes/record-approval.bpmn",
            "processes/signature-step.bpmn",
            "forms/signature.html",
            "forms/rework.html");
    private static final String DEPLOYMENT = "countersign-approval";
    private static final Caller SYSTEM = Caller.system("workflow");

    private final Engine engine;
    private final EngineAuthorizations authorizations;
    private final StartRequests lock;
    private final Ledger ledger;
    private final TransactionTemplate transactions;

    EngineSetUp(
            Engine engine,
            EngineAuthorizations authorizations,
            StartRequests lock,
            Ledger ledger,
            PlatformTransactionManager transactions) {
        this.engine = engine;
        this.authorizations = authorizations;
        this.lock = lock;
        this.ledger = ledger;
        this.transactions = new TransactionTemplate(transactions);
    }

    @Override
    public void run(@Nullable ApplicationArguments arguments) {
        Map<String, byte[]> models = models();
        transactions.executeWithoutResult(transaction -> {
            lock.lockSetUp();
            engine.as(SYSTEM, context -> {
                deploy(models);
                Map<String, Object> added = authorizations.complete();
                if (!added.isEmpty()) {
                    ledger.append(SYSTEM, new EngineAuthorizationsSet(added));
                }
                return null;
            });
        });
    }

    private void deploy(Map<String, byte[]> models) {
        RepositoryService repository = engine.services().getRepositoryService();
        String before = newest(repository);
        DeploymentBuilder builder =
                repository.createDeployment().name(DEPLOYMENT).source("release").enableDuplicateFiltering(false);
        models.forEach((name, bytes) -> builder.addInputStream(name, new ByteArrayInputStream(bytes)));
        Deployment deployment = builder.deploy();
        if (!deployment.getId().equals(before)) {
            Map<String, Object> hashes = new TreeMap<>();
            models.forEach((name, bytes) -> hashes.put(name, Digest.of(bytes).hex()));
            ledger.append(SYSTEM, new ModelsDeployed(deployment.getId(), hashes));
        }
    }

    private static String newest(RepositoryService repository) {
        return repository
                .createDeploymentQuery()
                .deploymentName(DEPLOYMENT)
                .orderByDeploymentTime()
                .desc()
                .listPage(0, 1)
                .stream()
                .map(Deployment::getId)
                .findFirst()
                .orElse("");
    }

    private static Map<String, byte[]> models() {
        Map<String, byte[]> models = new LinkedHashMap<>();
        for (String name : MODEL_SET) {
            try {
                models.put(name, new ClassPathResource(name).getContentAsByteArray());
            } catch (IOException e) {
                throw new UncheckedIOException("the release has no " + Objects.requireNonNull(name), e);
            }
        }
        return models;
    }
}

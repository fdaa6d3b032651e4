package dev.countersign.workflow;

import dev.countersign.changes.ModelTexts;
import dev.countersign.changes.ProcessModels;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.records.RecordVersion;
import dev.countersign.workflow.WorkflowEvents.ModelsDeployed;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Makes a whole set what runs, from exactly the bytes that were signed, in the transaction that made it effective (PRC-03). */
@Component
class ModelDeployment {

    /** Every set has this name in the engine, whatever it holds. */
    static final String NAME = "countersign-approval";

    private static final Logger LOG = LoggerFactory.getLogger(ModelDeployment.class);

    private final ProcessModels models;
    private final RunningModels running;
    private final ModelGate gate;
    private final Ledger ledger;

    ModelDeployment(ProcessModels models, RunningModels running, ModelGate gate, Ledger ledger) {
        this.models = models;
        this.running = running;
        this.gate = gate;
        this.ledger = ledger;
    }

    /**
     * Deploys the set of a version that is in force by now, unless it runs already.
     *
     * @throws dev.countersign.ledger.RefusedException {@code models-refused}, {@code models-not-deployed}: then nothing is in force either
     */
    void deploy(Caller caller, RecordVersion version, RepositoryService repository) {
        ModelTexts set = models.of(version);
        gate.demandAccepted(set, List.copyOf(set.texts().keySet()));
        ModelComparison found = running.newest(set);
        String deploymentId = found.equal()
                ? found.deploymentId()
                : deployed(repository, set, "record " + version.recordId() + " version " + version.version(), version);
        ledger.append(caller, new ModelsDeployed(deploymentId, hashes(set), version));
    }

    /** The set of the release, where nobody has signed one yet; unless it runs already. */
    void deployShipped(Caller caller, RepositoryService repository) {
        ModelTexts set = models.shipped();
        if (!running.newest(set).equal()) {
            String deploymentId = deployed(repository, set, "release", null);
            ledger.append(caller, new ModelsDeployed(deploymentId, hashes(set), null));
        }
    }

    private static String deployed(
            RepositoryService repository, ModelTexts set, String source, @Nullable RecordVersion version) {
        DeploymentBuilder builder = repository.createDeployment().name(NAME).source(source);
        set.texts().keySet().forEach(name -> builder.addInputStream(name, new ByteArrayInputStream(set.bytes(name))));
        try {
            return Engine.inOurName(builder::deploy).getId();
        } catch (ProcessEngineException e) {
            if (version == null) {
                throw e;
            }
            LOG.error("version {} of record {} cannot be deployed", version.version(), version.recordId(), e);
            throw WorkflowRule.MODELS_NOT_DEPLOYED.refuse(
                    version.version(),
                    version.recordId(),
                    e instanceof ParseException
                            ? String.valueOf(e.getMessage())
                            : "the engine could not take it; the application's log says more");
        }
    }

    private static Map<String, Object> hashes(ModelTexts set) {
        Map<String, Object> hashes = new TreeMap<>();
        set.hashes().forEach((name, sha256) -> hashes.put(name, sha256.hex()));
        return hashes;
    }
}

package dev.countersign.workflow;

import dev.countersign.crypto.Identifiers;
import dev.countersign.models.RequiredSignatures;
import dev.countersign.workflow.dryrun.DryRuns;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the engine of dry runs has in common with the one that runs: how models are read, and what they may name. */
@Configuration(proxyBeanMethods = false)
class DryRunSetUp {

    @Bean(destroyMethod = "close")
    DryRuns dryRuns(RequiredSignatures required, DeploymentGate gate, Identifiers identifiers, Clock clock) {
        return DryRuns.inMemory(
                Starting.APPROVALS,
                (settings, delegates) -> contain(settings, delegates, gate),
                required,
                identifiers,
                clock);
    }

    /** What a model may name in the engine that runs, it may name there, and no more. */
    static void contain(ProcessEngineConfigurationImpl settings, Map<Object, Object> delegates, DeploymentGate gate) {
        Containment containment = new Containment();
        settings.setBeans(delegates);
        settings.setExpressionManager(new ModelExpressions(delegates));
        settings.setArtifactFactory(containment);
        settings.setCustomPreBPMNParseListeners(new ArrayList<>(List.of(containment)));
        settings.setCustomPreDeployers(List.of(gate));
        EngineDefaults.change(settings);
    }
}

package dev.countersign.workflow;

import java.util.List;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;

/** A deployment as an engine without the gate would take it: models of before, and models that show what the gate is for. */
final class UngatedDeployment {

    private UngatedDeployment() {}

    static <T> T of(ProcessEngine engine, Supplier<T> deployment) {
        ProcessEngineConfigurationImpl configuration =
                (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
        List<Deployer> deployers = configuration.getDeployers();
        configuration
                .getDeploymentCache()
                .setDeployers(deployers.stream()
                        .filter(deployer -> !(deployer instanceof DeploymentGate))
                        .toList());
        try {
            return deployment.get();
        } finally {
            configuration.getDeploymentCache().setDeployers(deployers);
        }
    }
}

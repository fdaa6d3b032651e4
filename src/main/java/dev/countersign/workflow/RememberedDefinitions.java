package dev.countersign.workflow;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.persistence.deploy.cache.DefaultCacheFactory;
import org.camunda.bpm.engine.impl.persistence.deploy.cache.DeploymentCache;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.jspecify.annotations.Nullable;

/**
 * Definitions that were read and parsed once, without asking the database for their row at every command: a deployed definition never
 * changes, and no door suspends one. Whether the rows still say what was signed, and are not suspended past the engine, is asked of the
 * tables themselves, by {@link RunningModels}, which remembers nothing of them.
 */
final class RememberedDefinitions extends DeploymentCache {

    /** As many as the engine's own cache has. */
    private static final int DEFINITIONS = 1000;

    private record Named(String deploymentId, String key) {}

    /** Id of the definition with that key in that deployment. */
    private final Map<Named, String> ids = new ConcurrentHashMap<>();

    private RememberedDefinitions(ProcessEngineConfigurationImpl engine) {
        super(new DefaultCacheFactory(), DEFINITIONS);
        setDeployers(engine.getDeployers());
    }

    /** Puts one in the place of the engine's own, which is still empty. */
    static void in(ProcessEngineConfigurationImpl engine) {
        engine.setDeploymentCache(new RememberedDefinitions(engine));
    }

    @Override
    public ProcessDefinitionEntity findDeployedProcessDefinitionById(String id) {
        @Nullable ProcessDefinitionEntity known = id == null ? null : findProcessDefinitionFromCache(id);
        return known != null ? known : super.findDeployedProcessDefinitionById(id);
    }

    @Override
    public ProcessDefinitionEntity findDeployedProcessDefinitionByDeploymentAndKey(String deploymentId, String key) {
        Named named = new Named(deploymentId, key);
        @Nullable String id = ids.get(named);
        @Nullable ProcessDefinitionEntity known = id == null ? null : findProcessDefinitionFromCache(id);
        if (known == null) {
            known = super.findDeployedProcessDefinitionByDeploymentAndKey(deploymentId, key);
            ids.put(named, known.getId());
        }
        return known;
    }
}

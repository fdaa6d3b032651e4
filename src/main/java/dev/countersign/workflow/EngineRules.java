package dev.countersign.workflow;

import dev.countersign.ledger.Refusals;
import dev.countersign.worm.WormStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.ibatis.session.Configuration;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantIdProvider;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantIdProviderCaseInstanceContext;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantIdProviderHistoricDecisionInstanceContext;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantIdProviderProcessInstanceContext;
import org.camunda.bpm.engine.impl.history.HistoryLevel;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.impl.persistence.StrongUuidGenerator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * How the engine is set up, whatever a configuration file says: the last plugin to speak. Its defaults trust process modelers
 * and administrators; these settings trust neither (11.10(f), T6, T24).
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class EngineRules implements ProcessEnginePlugin {

    private final Delegates delegates;
    private final Controls controls;
    private final PeopleAsUsers users;
    private final WormStore store;
    private final EngineHistory history;
    private final DeploymentGate gate;
    private final ObjectProvider<Refusals> refusals;
    private final Containment containment = new Containment();

    /** Until then, what the engine does without a caller is its own set-up. */
    private volatile boolean built;

    EngineRules(
            Delegates delegates,
            Controls controls,
            PeopleAsUsers users,
            WormStore store,
            EngineHistory history,
            DeploymentGate gate,
            ObjectProvider<Refusals> refusals) {
        this.delegates = delegates;
        this.controls = controls;
        this.users = users;
        this.store = store;
        this.history = history;
        this.gate = gate;
        this.refusals = refusals;
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl engine) {
        engine.setDatabaseSchemaUpdate(ProcessEngineConfigurationImpl.DB_SCHEMA_UPDATE_FALSE);
        engine.setIdGenerator(new StrongUuidGenerator());
        engine.setHistory(ProcessEngineConfigurationImpl.HISTORY_FULL);
        engine.setHistoryEventHandler(history);
        engine.setCustomPreDeployers(List.of(gate));
        engine.setCustomPostDeployers(List.of(history));
        engine.setIdentityProviderSessionFactory(users);
        engine.setTenantIdProvider(new OneOrganisation());
        engine.setArtifactFactory(containment);
        engine.setBeans(delegates.byName());
        // Spring's factory has made one over the whole application context before any plugin could speak
        engine.setExpressionManager(new ModelExpressions(delegates.byName()));
        List<org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener> listeners = new ArrayList<>(
                engine.getCustomPreBPMNParseListeners() == null ? List.of() : engine.getCustomPreBPMNParseListeners());
        listeners.add(controls);
        listeners.add(containment);
        engine.setCustomPreBPMNParseListeners(listeners);
        engine.setCustomPreCommandInterceptorsTxRequired(List.of(recording(engine)));
        engine.setCustomPreCommandInterceptorsTxRequiresNew(List.of(recording(engine)));
        engine.setCustomPostCommandInterceptorsTxRequired(List.of(new CommandGate(() -> built)));
        engine.setCustomPostCommandInterceptorsTxRequiresNew(List.of(new CommandGate(() -> built)));
        engine.setCustomSessionFactories(List.of(new WholeFlush.Sessions()));
        engine.setResourceAuthorizationProvider(new NewTaskAuthorizations());
        EngineDefaults.change(engine);
    }

    @Override
    public void postInit(ProcessEngineConfigurationImpl engine) {
        engine.setHistoryLevel(HistoryLevel.HISTORY_LEVEL_FULL);
        Configuration statements = engine.getSqlSessionFactory().getConfiguration();
        statements.addInterceptor(new FamiliarOrders(statements));
        ForeseenReads.in(statements);
        RememberedDefinitions.in(engine);
        // the engine adds an administrators' group of its own
        engine.setAdminGroups(new ArrayList<>());
        engine.setAdminUsers(new ArrayList<>());
    }

    /** Refuses to start on an engine that some later plugin opened again. */
    @Override
    public void postProcessEngineBuild(ProcessEngine ready) {
        ProcessEngineConfigurationImpl engine = (ProcessEngineConfigurationImpl) ready.getProcessEngineConfiguration();
        List<String> open = new ArrayList<>(EngineDefaults.open(engine));
        kept(engine).forEach((part, ours) -> {
            if (!ours) {
                open.add(part);
            }
        });
        if (!open.isEmpty()) {
            throw new IllegalStateException("the process engine was configured less strictly than it must be: " + open
                    + ". Take out what sets it: a plugin, a property, or a bean of the engine's configuration");
        }
        built = true;
    }

    /** Parts of the engine that are ours, and whether they still are. */
    private Map<String, Boolean> kept(ProcessEngineConfigurationImpl engine) {
        return Map.of(
                "the history event handler", engine.getHistoryEventHandler() == history,
                "the first deployer", engine.getDeployers().get(0) == gate,
                "the last interceptor of commands",
                        isGated(engine.getCommandInterceptorsTxRequired())
                                && isGated(engine.getCommandInterceptorsTxRequiresNew()),
                "the expression manager", engine.getExpressionManager().getClass() == ModelExpressions.class,
                "the artifact factory", engine.getArtifactFactory() == containment,
                "the beans of models",
                        engine.getBeans().keySet().equals(delegates.byName().keySet()),
                "administrators",
                        engine.getAdminGroups().isEmpty()
                                && engine.getAdminUsers().isEmpty());
    }

    private CommandInterceptor recording(ProcessEngineConfigurationImpl engine) {
        return new RefusedCommands(
                refusals::getObject, () -> engine.getIdentityService().getCurrentAuthentication());
    }

    /** The gate is the last before the command itself: nothing behind it could run another. */
    private static boolean isGated(List<CommandInterceptor> chain) {
        return chain.size() > 2 && chain.get(chain.size() - 2) instanceof CommandGate;
    }

    /** Instances belong to the organisation; definitions to none, because the REST lookup by key finds only those. */
    private final class OneOrganisation implements TenantIdProvider {

        @Override
        public String provideTenantIdForProcessInstance(TenantIdProviderProcessInstanceContext context) {
            return store.installation().organisation();
        }

        @Override
        public String provideTenantIdForCaseInstance(TenantIdProviderCaseInstanceContext context) {
            return store.installation().organisation();
        }

        @Override
        public String provideTenantIdForHistoricDecisionInstance(
                TenantIdProviderHistoricDecisionInstanceContext context) {
            return store.installation().organisation();
        }
    }
}

package dev.countersign.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.changes.ProcessModels;
import dev.countersign.crypto.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.el.ExpressionManager;
import org.camunda.bpm.engine.repository.Deployment;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.ExtensionElements;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.ScriptTask;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;

/** How the engine is set up: nothing trusts a modeler, a caller or a default. */
@CountersignTest
@Requirement("WFL-01")
class EngineRulesTest {

    @Autowired
    ProcessEngine engine;

    @Autowired
    EngineSetUp setUp;

    @Autowired
    Delegates delegates;

    @Autowired
    EngineRules rules;

    @ParameterizedTest
    @ValueSource(strings = {"dataSource", "people", "signatures", "wormSignatures", "processEngine", "environment"})
    void expressionsSeeNoBeanOfTheApplication(String bean) {
        ProcessEngineConfigurationImpl configuration = configuration();
        assertThatThrownBy(() -> Unlisted.commands(engine).execute(context -> {
                    ExpressionManager expressions = configuration.getExpressionManager();
                    return expressions
                            .createExpression("${" + bean + "}")
                            .getValue(new org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity());
                }))
                .hasMessageContaining("Unknown property used in expression");
    }

    @Test
    void thePeopleOfTheEngineAreOursAndReadOnly() {
        assertThat(engine.getIdentityService().isReadOnly()).isTrue();
        assertThatThrownBy(() -> engine.getIdentityService().checkPassword("reviewer", "Countersign-demo-1"))
                .isInstanceOf(AuthorizationException.class);
        assertThat(engine.getIdentityService()
                        .createGroupQuery()
                        .groupMember("reviewer")
                        .list())
                .extracting(group -> group.getId())
                .containsExactly("qa-analyst");
        assertThat(engine.getIdentityService()
                        .createUserQuery()
                        .userId("reviewer")
                        .singleResult()
                        .getFirstName())
                .isEqualTo("Robin Reviewer");
        assertThatThrownBy(() -> engine.getIdentityService().newUser("intruder"))
                .isInstanceOf(AuthorizationException.class);
        Unlisted.commands(engine).execute(context -> {
            assertThat(context.getReadOnlyIdentityProvider().checkPassword("reviewer", "Countersign-demo-1"))
                    .isFalse();
            assertThatThrownBy(context::getWritableIdentityProvider).hasMessageContaining("WritableIdentityProvider");
            return null;
        });
    }

    @Test
    void theModelSetIsDeployedOnceUnderFixedNames() throws IOException {
        List<Deployment> before = deployments();
        setUp.run(null);
        assertThat(deployments()).hasSameSizeAs(before);
        String newest = before.stream()
                .map(Deployment::getId)
                .filter(id -> engine.getRepositoryService()
                        .getDeploymentResourceNames(id)
                        .contains("processes/record-approval.bpmn"))
                .findFirst()
                .orElseThrow();
        assertThat(engine.getRepositoryService().getDeploymentResourceNames(newest))
                .containsExactlyInAnyOrderElementsOf(ProcessModels.ALWAYS);
        for (String name : ProcessModels.ALWAYS) {
            byte[] deployed = engine.getRepositoryService()
                    .getResourceAsStream(newest, name)
                    .readAllBytes();
            assertThat(Digest.of(deployed)).isEqualTo(Digest.of(new ClassPathResource(name).getContentAsByteArray()));
        }
    }

    @Test
    void whatPeopleMaySeeIsSetOnceAndGrantsNoChange() {
        long before =
                engine.getAuthorizationService().createAuthorizationQuery().count();
        setUp.run(null);
        assertThat(engine.getAuthorizationService().createAuthorizationQuery().count())
                .isEqualTo(before);
        assertThat(engine.getFilterService()
                        .createFilterQuery()
                        .filterName("My tasks")
                        .count())
                .isEqualTo(1);
        assertThat(engine.getAuthorizationService()
                        .createAuthorizationQuery()
                        .authorizationType(Authorization.AUTH_TYPE_GLOBAL)
                        .list())
                .hasSize(3);
    }

    /** One setting of the engine opened as a later plugin could, and as it was again. */
    static Stream<Arguments> whatALaterPluginMayOpen() {
        return Stream.of(
                opened(ProcessEngineConfigurationImpl::setAuthorizationEnabled, false),
                opened(ProcessEngineConfigurationImpl::setAuthorizationEnabledForCustomCode, true),
                opened(ProcessEngineConfigurationImpl::setTenantCheckEnabled, false),
                opened(ProcessEngineConfigurationImpl::setEnableExpressionsInAdhocQueries, true),
                opened(ProcessEngineConfigurationImpl::setEnableExpressionsInStoredQueries, true),
                opened(ProcessEngineConfigurationImpl::setDeserializationTypeValidationEnabled, false),
                opened(ProcessEngineConfigurationImpl::setDeserializationAllowedPackages, "java.util", ""),
                opened(ProcessEngineConfigurationImpl::setDeserializationAllowedClasses, "java.lang.String", ""),
                opened(ProcessEngineConfigurationImpl::setJavaSerializationFormatEnabled, true),
                opened(ProcessEngineConfigurationImpl::setEnableXxeProcessing, true),
                opened(ProcessEngineConfigurationImpl::setStandaloneTasksEnabled, true),
                opened(ProcessEngineConfigurationImpl::setCmmnEnabled, true),
                opened(ProcessEngineConfigurationImpl::setHistoryCleanupEnabled, true),
                opened(ProcessEngineConfigurationImpl::setHistoryRemovalTimeStrategy, "end", "none"),
                opened(ProcessEngineConfigurationImpl::setRestrictUserOperationLogToAuthenticatedUsers, true),
                opened(ProcessEngineConfigurationImpl::setEnableFetchScriptEngineFromProcessApplication, true),
                opened(ProcessEngineConfigurationImpl::setMetricsEnabled, true),
                opened(ProcessEngineConfigurationImpl::setAdminGroups, List.of("camunda-admin"), new ArrayList<>()),
                opened(ProcessEngineConfigurationImpl::setAdminUsers, List.of("itadmin"), new ArrayList<>()));
    }

    private static Arguments opened(BiConsumer<ProcessEngineConfigurationImpl, Boolean> setting, boolean open) {
        return opened(setting, open, !open);
    }

    private static <T> Arguments opened(BiConsumer<ProcessEngineConfigurationImpl, T> setting, T open, T ours) {
        Consumer<ProcessEngineConfigurationImpl> opening = engine -> setting.accept(engine, open);
        Consumer<ProcessEngineConfigurationImpl> closing = engine -> setting.accept(engine, ours);
        return Arguments.of(opening, closing);
    }

    @ParameterizedTest
    @MethodSource("whatALaterPluginMayOpen")
    @Requirement("WFL-11")
    void doesNotStartOnAnEngineThatWasOpenedAgain(
            Consumer<ProcessEngineConfigurationImpl> opening, Consumer<ProcessEngineConfigurationImpl> closing) {
        rules.postProcessEngineBuild(engine);
        opening.accept(configuration());
        try {
            assertThatThrownBy(() -> rules.postProcessEngineBuild(engine))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("less strictly than it must be");
        } finally {
            closing.accept(configuration());
        }
        rules.postProcessEngineBuild(engine);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"processes/record-approval.bpmn", "processes/signature-step.bpmn", "processes/model-change.bpmn"
            })
    void modelsHoldSequenceAndRolesAlone(String name) throws IOException {
        BpmnModelInstance model = Bpmn.readModelFromStream(new ClassPathResource(name).getInputStream());
        assertThat(model.getModelElementsByType(ScriptTask.class)).isEmpty();
        assertThat(model.getModelElementsByType(ServiceTask.class)).isNotEmpty().allSatisfy(task -> {
            assertThat(task.getCamundaClass()).isNull();
            assertThat(task.getCamundaExpression()).isNull();
            assertThat(delegates.byName())
                    .containsKey(task.getCamundaDelegateExpression().replaceAll("[${}]", ""));
        });
        assertThat(model.getModelElementsByType(FlowNode.class)).allSatisfy(node -> {
            assertThat(node.isCamundaAsyncBefore()).isFalse();
            assertThat(node.isCamundaAsyncAfter()).isFalse();
            assertThat(node.getName()).isNotBlank();
            ExtensionElements extensions = node.getExtensionElements();
            assertThat(
                            extensions == null
                                    ? List.of()
                                    : extensions.getElements().stream()
                                            .map(element ->
                                                    element.getElementType().getTypeName())
                                            .filter(type -> type.contains("istener"))
                                            .toList())
                    .isEmpty();
        });
    }

    @Test
    void theSignatureStepHasItsFourControlsInOrder() throws IOException {
        BpmnModelInstance model =
                Bpmn.readModelFromStream(new ClassPathResource("processes/signature-step.bpmn").getInputStream());
        FlowNode node = model.getModelElementById("sign");
        StringBuilder order = new StringBuilder();
        while (!node.getOutgoing().isEmpty()) {
            assertThat(node.getOutgoing()).hasSize(1);
            node = node.getOutgoing().iterator().next().getTarget();
            order.append(node.getId()).append(' ');
        }
        assertThat(order.toString()).isEqualTo("authority reauthentication binding persistence signed ");
    }

    private List<Deployment> deployments() {
        return engine.getRepositoryService()
                .createDeploymentQuery()
                .orderByDeploymentTime()
                .desc()
                .list();
    }

    private ProcessEngineConfigurationImpl configuration() {
        return (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    }
}

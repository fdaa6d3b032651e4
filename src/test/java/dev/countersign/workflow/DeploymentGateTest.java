package dev.countersign.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.ledger.Caller;
import dev.countersign.models.Delegate;
import dev.countersign.models.ModelSet;
import dev.countersign.models.ModelSets;
import dev.countersign.models.Models;
import dev.countersign.models.RequiredSignatures;
import dev.countersign.models.TestModels;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.repository.Deployment;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.rest.dto.ParseExceptionDto;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What the gate finds the engine does not take, even from whoever is past the list of commands (PRC-01). */
@CountersignTest
@Requirement("PRC-01")
class DeploymentGateTest {

    private static final Caller SOMEBODY = Caller.person("process-administrator", "a-session", "127.0.0.1");
    private static final String APPROVAL = "processes/record-approval.bpmn";

    @Autowired
    Engine engine;

    /** Past the list of commands, which lets nobody but the product itself deploy. */
    ProcessEngine services;

    @Autowired
    Models models;

    @Autowired
    RequiredSignatures required;

    @Autowired
    Delegates delegates;

    @BeforeEach
    void pastTheListOfCommands() {
        services = Unlisted.of(engine.services());
    }

    @Test
    void aDeploymentWithAFindingIsRefusedAsAWhole() {
        long before = deployments();
        ModelSet around =
                changed("sourceRef=\"drafted\" targetRef=\"review\"", "sourceRef=\"drafted\" targetRef=\"approval\"");

        ParseException refused = catchThrowableOfType(ParseException.class, () -> deploy("hostile", around));

        assertThat(refused).hasMessageContaining("MOD-035").hasMessageContaining("release");
        assertThat(deployments()).isEqualTo(before);
        assertThat(services.getRepositoryService()
                        .createDeploymentQuery()
                        .deploymentName("hostile")
                        .count())
                .isZero();
    }

    @Test
    void theEnginesRestAnswerNamesFileLineAndElement() {
        ModelSet calling = changed("${keepRecord}", "${dataSource.connection.close()}");

        ParseException refused = catchThrowableOfType(ParseException.class, () -> deploy("hostile", calling));

        var details = ParseExceptionDto.fromException(refused).getDetails();
        assertThat(details).containsOnlyKeys(APPROVAL);
        assertThat(details.get(APPROVAL).getErrors()).singleElement().satisfies(problem -> {
            assertThat(problem.getMessage()).startsWith("MOD-017 ");
            assertThat(problem.getMainElementId()).isEqualTo("keep");
            assertThat(problem.getLine()).isPositive();
        });
    }

    @Test
    void aPartOfASetIsRefusedBecauseASetIsDeployedAsAWhole() {
        ModelSet part = ModelSet.of(
                java.util.Map.of(APPROVAL, ModelSets.shipped().resources().get(APPROVAL)));

        assertThat(catchThrowableOfType(ParseException.class, () -> deploy("part", part)))
                .hasMessageContaining("MOD-023");
    }

    @Test
    void whatWasDeployedBeforeTheGateIsLoadedAsItWas() {
        ModelSet old = changed("name=\"Record approval\"", "name=\"${1}\"");
        Deployment deployment = UngatedDeployment.of(services, () -> deploy("before-the-gate", old));
        try {
            configuration().getDeploymentCache().discardProcessDefinitionCache();
            ProcessDefinition definition = services.getRepositoryService()
                    .createProcessDefinitionQuery()
                    .deploymentId(deployment.getId())
                    .processDefinitionKey("record-approval")
                    .singleResult();

            assertThat(engine.<String>as(SOMEBODY, context -> services.getRepositoryService()
                            .getProcessDefinition(definition.getId())
                            .getKey()))
                    .isEqualTo("record-approval");
        } finally {
            engine.as(SOMEBODY, context -> {
                services.getRepositoryService().deleteDeployment(deployment.getId());
                return null;
            });
            configuration().getDeploymentCache().discardProcessDefinitionCache();
        }
    }

    @Test
    void theGateDemandsWhatThePolicyDemands() {
        assertThat(required.otherwise()).isEqualTo(TestModels.REQUIRED.otherwise());
        assertThat(models.check(ModelSets.shipped()).findings()).isEmpty();
    }

    @Test
    void theProofKnowsEveryDelegate() {
        List<String> known =
                Arrays.stream(Delegate.values()).map(Delegate::expressionName).toList();
        assertThat(known)
                .containsAll(delegates.byName().keySet().stream()
                        .map(String::valueOf)
                        .toList());
    }

    private static ModelSet changed(String old, String other) {
        String text = ModelSets.text(ModelSets.shipped(), APPROVAL);
        assertThat(text).contains(old);
        return ModelSets.with(ModelSets.shipped(), APPROVAL, text.replace(old, other));
    }

    private Deployment deploy(String name, ModelSet set) {
        return engine.as(SOMEBODY, context -> {
            DeploymentBuilder builder =
                    services.getRepositoryService().createDeployment().name(name);
            set.resources()
                    .forEach((resource, bytes) -> builder.addInputStream(resource, new ByteArrayInputStream(bytes)));
            return builder.deploy();
        });
    }

    private long deployments() {
        return services.getRepositoryService().createDeploymentQuery().count();
    }

    private ProcessEngineConfigurationImpl configuration() {
        return (ProcessEngineConfigurationImpl) services.getProcessEngineConfiguration();
    }
}

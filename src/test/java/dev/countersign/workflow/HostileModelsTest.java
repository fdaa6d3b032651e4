package dev.countersign.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.database.DatabaseRoles;
import dev.countersign.models.Finding;
import dev.countersign.models.ModelSet;
import dev.countersign.models.Models;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.repository.Deployment;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.camunda.bpm.engine.variable.Variables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Hostile models, deployed past the list of commands and past every gate before it: none reaches anything (T6). The same models
 * reach the canary on the engine as it comes.
 */
@CountersignTest
@Requirement("PRC-01")
class HostileModelsTest {

    @Autowired
    ProcessEngine engine;

    @Autowired
    Models models;

    @Test
    void noModelTouchesTheCanary() {
        Map<String, String> models = HostileModels.all();
        assertThat(models).hasSizeGreaterThan(300);
        Canary.touched();
        List<String> touching = touching(Unlisted.of(engine), models);
        assertThat(touching).isEmpty();
    }

    @Test
    void noDecisionTouchesTheCanary() {
        Map<String, String> decisions = HostileDecisions.running();
        assertThat(decisions).hasSizeGreaterThan(60);
        Canary.touched();
        assertThat(touching(Unlisted.of(engine), decisions)).isEmpty();
    }

    @Test
    void eachIsRefusedByTheGateWithNumberedFindings() {
        Canary.touched();
        assertThat(findings("processes/hostile.dmn", HostileDecisions.harmless()))
                .isEmpty();
        HostileModels.all().forEach((name, model) -> demandRefused(name, "processes/hostile.bpmn", model));
        HostileDecisions.all().forEach((name, model) -> demandRefused(name, "processes/hostile.dmn", model));
        assertThat(Canary.touched()).isZero();
    }

    private void demandRefused(String name, String file, String model) {
        assertThat(findings(file, model)).as(name).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.rule().number()).matches("MOD-0[0-9]{2}");
            assertThat(finding.message()).isNotBlank();
            assertThat(finding.remedy()).isNotBlank();
        });
    }

    private List<Finding> findings(String file, String model) {
        return models.check(ModelSet.of(Map.of(file, model.getBytes(StandardCharsets.UTF_8))))
                .findings();
    }

    @Test
    void theSameModelsTouchItOnTheEngineAsItComes(
            @Autowired DatabaseRoles roles, @Autowired HikariDataSource connections) throws Exception {
        Map<String, String> models = HostileModels.all();
        Canary.touched();
        try (StockEngine stock = new StockEngine(roles, connections)) {
            List<String> touching = touching(stock.services(), models);
            assertThat(touching).hasSizeGreaterThan(200);
            assertThat(HostileModels.places(touching))
                    .containsAll(HostileModels.places(new ArrayList<>(models.keySet())));
            assertThat(touching(stock.services(), HostileDecisions.few()))
                    .anyMatch(name -> name.startsWith("juel in input expression"))
                    .anyMatch(name -> name.startsWith("juel in input entry"))
                    .anyMatch(name -> name.startsWith("juel in output entry"))
                    .anyMatch(name -> name.startsWith("juel in literal expression"))
                    .anyMatch(name -> name.startsWith("language of the document"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${decision == 'approve'} | true",
                "${role == 'author' ? author : null} | an-author",
                "#{execution.processBusinessKey} | KEY-1",
                "${role} | author",
                "${count + 1} | 8",
                "${empty author} | false"
            })
    void whatModelsNeedIsThere(String expression, String value) {
        Object found = evaluated(expression);
        assertThat(found == null ? null : found.toString()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${execution.processInstanceId}",
                "${execution.class}",
                "${execution.variables}",
                "${task}",
                "${authenticatedUserId}",
                "${currentUser()}",
                "${currentUserGroups()}",
                "${dateTime()}",
                "${list}",
                "${list[0]}",
                "${role.class}",
                "${role.bytes}",
                "${keepRecord.class}",
                "${variableContext}",
                "${externalTask}",
                "${logger}"
            })
    void nothingElseHasANameOrAProperty(String expression) {
        assertThatThrownBy(() -> evaluated(expression)).isInstanceOf(RuntimeException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"${role.length()}", "${execution.getId()}", "${keepRecord.execute(execution)}", "${a.b.c()}"})
    void aCallOfAMethodIsNoSyntax(String expression) {
        assertThatThrownBy(() -> evaluated(expression)).hasMessageContaining("syntax error");
    }

    @Test
    void noVariableShadowsADelegate() {
        assertThat(evaluated("${checkAuthority}")).isInstanceOf(org.camunda.bpm.engine.delegate.JavaDelegate.class);
    }

    /** With an execution that has some variables, one of them no plain value. */
    private Object evaluated(String expression) {
        ProcessEngineConfigurationImpl configuration =
                (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
        Map<String, Object> variables = Map.of(
                "decision",
                "approve",
                "role",
                "author",
                "author",
                "an-author",
                "count",
                7,
                "checkAuthority",
                "mine",
                "list",
                List.of("a"));
        DelegateExecution execution = (DelegateExecution) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DelegateExecution.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "hasVariable" -> variables.containsKey((String) arguments[0]);
                    case "getVariableTyped" -> Variables.untypedValue(variables.get((String) arguments[0]));
                    case "getProcessBusinessKey" -> "KEY-1";
                    case "toString" -> "an execution";
                    default -> throw new AssertionError("an expression asked for " + method);
                });
        return Unlisted.commands(engine).execute(context -> configuration
                .getExpressionManager()
                .createExpression(expression)
                .getValue(execution));
    }

    /** A process, or a decision with the process that asks for it. */
    private static Deployment deployed(ProcessEngine engine, String model) {
        DeploymentBuilder builder = engine.getRepositoryService().createDeployment();
        if (model.contains("<process ")) {
            return builder.addString("hostile.bpmn", model).deploy();
        }
        return builder.addString("hostile.bpmn", HostileDecisions.CALLER)
                .addString("hostile.dmn", model)
                .deploy();
    }

    private static List<String> touching(ProcessEngine engine, Map<String, String> models) {
        List<String> touching = new ArrayList<>();
        models.forEach((name, model) -> {
            Deployment deployment = null;
            try {
                deployment = UngatedDeployment.of(engine, () -> deployed(engine, model));
                engine.getRuntimeService().startProcessInstanceByKey("hostile");
            } catch (RuntimeException e) {
                // refused, or broken by what it did: what counts is whether the canary was touched
                org.slf4j.LoggerFactory.getLogger(HostileModelsTest.class).debug(name, e);
            } finally {
                if (deployment != null) {
                    engine.getRepositoryService().deleteDeployment(deployment.getId(), true, true, true);
                }
            }
            if (Canary.touched() > 0) {
                touching.add(name);
            }
        });
        return touching;
    }
}

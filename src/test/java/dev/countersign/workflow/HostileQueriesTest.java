package dev.countersign.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestCaller;
import dev.countersign.TestCaller.Answer;
import dev.countersign.database.DatabaseRoles;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.rest.dto.task.TaskQueryDto;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Expressions in what callers send (T7, CVE-2026-109432). The engine as it comes evaluates them in a part of a query and in stored
 * filters although its switches for both are off; ours takes none from outside, and evaluates none that got past that.
 */
@CountersignTest
@Requirement({"PRC-02", "WFL-01"})
class HostileQueriesTest {

    private static final List<String> MOUNTS = List.of("/engine-rest", "/camunda/api/engine/engine/default");
    private static final String PAYLOAD = "${canary.touch()}";
    private static final String REFLECTION =
            "${''.getClass().forName('" + Canary.class.getName() + "').getMethod('touchStatic').invoke(null)}";

    /** Members of a task query that take an expression. */
    private static final List<String> MEMBERS = List.of(
            "assigneeExpression",
            "assigneeLikeExpression",
            "ownerExpression",
            "involvedUserExpression",
            "candidateUserExpression",
            "candidateGroupExpression",
            "candidateGroupsExpression",
            "processInstanceBusinessKeyExpression",
            "processInstanceBusinessKeyLikeExpression",
            "createdBeforeExpression",
            "dueBeforeExpression",
            "followUpAfterExpression");

    @LocalServerPort
    int port;

    @Autowired
    ProcessEngine engine;

    TestCaller reviewer;

    @BeforeEach
    void init() {
        reviewer = TestCaller.person(port, "reviewer");
        Canary.touched();
    }

    static Stream<String> payloads() {
        return MEMBERS.stream().flatMap(member -> Stream.of(PAYLOAD, REFLECTION, PAYLOAD.replace('$', '#'))
                .map(payload -> "{\"orQueries\":[{\"" + member + "\":\"" + payload + "\"}]}"));
    }

    @Test
    void theEngineAsItComesEvaluatesThem(@Autowired DatabaseRoles roles, @Autowired HikariDataSource connections)
            throws Exception {
        List<String> silent = new ArrayList<>();
        try (StockEngine stock = new StockEngine(roles, connections)) {
            for (String query : payloads().toList()) {
                ask(stock.services(), query);
                if (Canary.touched() == 0) {
                    silent.add(query);
                }
            }
            assertThat(silent).isEmpty();
            ask(stock.services(), "{\"assigneeExpression\":\"" + PAYLOAD + "\"}");
            assertThat(Canary.touched())
                    .as("outside of orQueries its switch holds")
                    .isZero();
            assertThat(storedAndListed(stock.services())).isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void oursEvaluatesNoneThatGotPastTheInterface(String query) {
        ask(Unlisted.of(engine), query);
        assertThat(Canary.touched()).isZero();
    }

    @Test
    void norInAFilterThatSomebodyStored() {
        assertThat(storedAndListed(Unlisted.of(engine))).isZero();
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void noneIsTakenOnEitherMount(String query) {
        for (String mount : MOUNTS) {
            for (String path :
                    List.of("/task", "/task/count", "/process-instance", "/filter/x/list", "/history/task")) {
                refused(reviewer.post(mount + path, query), "expression-refused", "csrf");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"orQueries\":[{\"\\u0061ssigneeExpression\":\"x\"}]}",
                "{\"orQueries\":[{\"assignee\":\"\\u0024\\u007bcanary.touch()}\"}]}",
                "{\"orQueries\":[{\"assignee\":\"\\u0023{canary.touch()}\"}]}",
                "{\"orQueries\":[{\"orQueries\":[{\"orQueries\":[{\"assigneeExpression\":\"x\"}]}]}]}",
                "{\"sorting\":[{\"sortBy\":\"x\",\"parameters\":{\"a\":{\"b\":[\"${x}\"]}}}]}",
                "{\"query\":{\"orQueries\":[{\"dueDateExpression\":\"x\"}]}}",
                "{\"ASSIGNEEEXPRESSION\":\"x\"}",
                "{\"${canary.touch()}\":\"x\"}",
                "{\"assignee\":\"a\",\"assignee\":\"${canary.touch()}\"}",
                "{\"orQueries\":[],\"orQueries\":[{\"assigneeExpression\":\"x\"}]}",
                "{\"orQueries\":{\"0\":{\"assigneeExpression\":\"x\"}}}",
                "[{\"assigneeExpression\":\"x\"}]",
                "{\"assignee\":\"x\"}{\"assigneeExpression\":\"x\"}",
                "{\"assignee\":\"x\",/*\"*/\"assigneeExpression\":\"x\"}",
                "{'assigneeExpression':'x'}"
            })
    void noVariantIsTaken(String query) {
        for (String mount : MOUNTS) {
            refused(reviewer.post(mount + "/task", query), "expression-refused", "invalid-json", "csrf");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "assigneeExpression=%24%7Bcanary.touch()%7D",
                "%61ssigneeExpression=x",
                "assigneeEx%70ression=x",
                "assignee=%24%7Bcanary.touch()%7D",
                "assignee=a&assignee=%23%7Bcanary.touch()%7D",
                "processVariables=a_eq_%24%7Bcanary.touch()%7D",
                "dueBeforeExpression=x&dueBeforeExpression=y"
            })
    void norInAnAddress(String query) {
        for (String mount : MOUNTS) {
            for (String path : List.of("/task", "/task/count", "/process-instance", "/history/task", "/filter")) {
                refused(reviewer.get(mount + path + "?" + query), "expression-refused");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded|assigneeExpression=%24%7Bcanary.touch()%7D",
                "multipart/form-data; boundary=b|--b\r\nContent-Disposition: form-data; name=\"data\"\r\n\r\n"
                        + "{\"assigneeExpression\":\"x\"}\r\n--b--",
                "application/hal+json|{\"assigneeExpression\":\"x\"}",
                "text/plain|{\"orQueries\":[{\"assigneeExpression\":\"x\"}]}",
                "application/xml|<a>${canary.touch()}</a>",
                "application/json; charset=UTF-16|{\"orQueries\":[{\"assigneeExpression\":\"x\"}]}",
                "application/json; charset=UTF-7|+AHsAIg-assigneeExpression+ACI-:1}"
            })
    void whateverABodyCallsItself(String typeAndBody) {
        String type = typeAndBody.substring(0, typeAndBody.indexOf('|'));
        Charset charset = type.contains("UTF-16") ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
        byte[] body = typeAndBody.substring(typeAndBody.indexOf('|') + 1).getBytes(charset);
        for (String mount : MOUNTS) {
            Answer answer = reviewer.send("POST", mount + "/task", body, "Content-Type", type);
            refused(answer, "expression-refused", "invalid-json", "csrf", "unsupported-media-type");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /filter/create", "PUT /filter/x", "DELETE /filter/x"})
    void nobodyStoresAFilter(String call) {
        String method = call.substring(0, call.indexOf(' '));
        for (String mount : MOUNTS) {
            Answer answer = reviewer.send(
                    method,
                    mount + call.substring(call.indexOf(' ') + 1),
                    ("{\"resourceType\":\"Task\",\"name\":\"x\",\"query\":{\"orQueries\":[{\"assigneeExpression\":\""
                                    + PAYLOAD + "\"}]}}")
                            .getBytes(StandardCharsets.UTF_8),
                    "Content-Type",
                    "application/json");
            refused(answer, "operation-closed");
        }
    }

    @Test
    void theWaysPastASignatureAreOpenOnTheEngineAsItComes(
            @Autowired DatabaseRoles roles, @Autowired HikariDataSource connections) throws Exception {
        List<String> held = new ArrayList<>();
        try (StockEngine stock = new StockEngine(roles, connections)) {
            ControlsTest.ways().forEach((name, way) -> {
                Task task = stock.openTask();
                way.accept(stock.services(), task);
                boolean open = stock.services()
                                .getTaskService()
                                .createTaskQuery()
                                .taskId(task.getId())
                                .count()
                        > 0;
                boolean released = stock.services()
                                .getHistoryService()
                                .createHistoricActivityInstanceQuery()
                                .activityId("release")
                                .finished()
                                .count()
                        > 0;
                if (open && !released) {
                    held.add(name);
                }
            });
        }
        assertThat(held)
                .as("ways that the engine as it comes does not leave open")
                .isEmpty();
    }

    private void refused(Answer answer, String... codes) {
        assertThat(answer.status()).as(answer.toString()).isGreaterThanOrEqualTo(400);
        assertThat(answer.code()).as(answer.toString()).isIn((Object[]) codes);
        assertThat(Canary.touched()).isZero();
    }

    /** As the REST interface asks the engine, past everything that stands before it. */
    private static void ask(ProcessEngine engine, String json) {
        try {
            ObjectMapper mapper = new ObjectMapper();
            TaskQueryDto query = mapper.readValue(json, TaskQueryDto.class);
            query.setObjectMapper(mapper);
            query.toQuery(engine).list();
        } catch (Exception e) {
            // what counts is whether the canary was touched before it failed
            org.slf4j.LoggerFactory.getLogger(HostileQueriesTest.class).debug(json, e);
        }
    }

    /** How often a stored filter with an expression touches the canary. */
    private static int storedAndListed(ProcessEngine engine) {
        Filter filter = engine.getFilterService()
                .newTaskFilter("hostile")
                .setQuery(engine.getTaskService()
                        .createTaskQuery()
                        .or()
                        .taskAssigneeExpression(PAYLOAD)
                        .endOr());
        engine.getFilterService().saveFilter(filter);
        try {
            engine.getFilterService().list(filter.getId());
        } catch (RuntimeException e) {
            assertThat(e).isNotNull();
        } finally {
            engine.getFilterService().deleteFilter(filter.getId());
        }
        return Canary.touched();
    }
}

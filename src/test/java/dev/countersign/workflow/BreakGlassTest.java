package dev.countersign.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestModelChanges;
import dev.countersign.TestPeople;
import dev.countersign.TestTasks;
import dev.countersign.authority.Role;
import dev.countersign.changes.ProcessModels;
import dev.countersign.records.RecordStatus;
import dev.countersign.records.TestRecords;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Execution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** People intervene in stuck approvals by signatures alone, and get no record effective by it. */
@CountersignTest
@Requirement("PRC-02")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BreakGlassTest {

    private static final String START = "/engine-rest/process-definition/key/%s/start";
    private static final String DOOR = "/api/break-glass";

    /** An approval under way. */
    private record Target(String instance, String record) {}

    @LocalServerPort
    int port;

    @Autowired
    TestPeople everybody;

    @Autowired
    TestApprovals approvals;

    @Autowired
    ProcessModels models;

    @Autowired
    ProcessEngine engine;

    private TestModelChanges people;
    private TestClient administrator;
    private TestClient analyst;
    private TestClient manager;
    private TestClient lims;
    private final List<String> proposals = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();

    @BeforeEach
    void people() {
        if (people == null) {
            people = new TestModelChanges(port, everybody, models);
            administrator = people.administrator();
            analyst = people.analyst();
            manager = people.manager();
            lims = TestClient.bearer(port, "demo-lims-token");
        }
    }

    @AfterEach
    void nothingStaysOpen() {
        proposals.forEach(this::withdraw);
        targets.forEach(target -> withdraw(target.record()));
        people.restore();
    }

    @Test
    void aModificationBeginsAStuckStepAnew() {
        Target target = started();
        String before = approvals.openTask(id(target)).getId();
        Map<String, Object> request = restart(target);
        written(target, "note", "a recognisable value 8d1f");

        JsonNode shown =
                TestClient.json(administrator.post(DOOR + "/preview", request)).at("/content/preview/0");
        assertThat(shown.at("/now/activities").toString())
                .contains("review of record-approval", "sign of signature-step");
        assertThat(shown.at("/now/tasks/0").asText()).contains(before, "Review", "qa-analyst", "taken by nobody");
        assertThat(shown.at("/now/variables").toString()).contains("recordSha256", "note");
        assertThat(shown.toString()).as("names of variables alone").doesNotContain("8d1f");
        assertThat(shown.at("/then/ends").toString()).contains("Review (review) ends", before);
        assertThat(shown.at("/then/begins").toString()).contains("Review (review) begins anew");
        assertThat(shown.at("/then/missing").toString())
                .contains("review, by", "approval, by")
                .doesNotContain("authorship");
        assertThat(shown.at("/then/record").asText()).contains("stays in-review", "signatures of its plan alone");
        assertThat(approvals.openTask(id(target)).getId())
                .as("a preview changes nothing")
                .isEqualTo(before);

        String record = proposed(request);
        JsonNode presentation = presentation(administrator, record);
        assertThat(presentation.toString()).contains(before, "begins anew", "stays in-review");
        people.signed(administrator, record, true);
        people.signed(analyst, record, true);
        assertThat(approvals.openTask(id(target)).getId())
                .as("two signatures of three")
                .isEqualTo(before);
        people.signed(manager, record, true);

        assertThat(approvals.openTask(id(target)).getId()).isNotEqualTo(before);
        assertThat(status(target.record())).isEqualTo("in-review");
        assertThat(status(record)).isEqualTo("effective");
        JsonNode listed = listed(record);
        assertThat(listed.path("carriedOutAt").isNull()).isFalse();
        assertThat(listed.path("current").isNull()).isTrue();
        assertThat(manager.get("/api/audit/entries?record=" + record + "&size=50")
                        .body())
                .contains("break-glass.carried-out", target.instance());
        assertThat(manager.get("/api/audit/entries?record=" + target.record() + "&size=50")
                        .body())
                .contains("process.intervened", record, "modify");
        people.signed(analyst, target.record(), true);
        people.signed(manager, target.record(), true);
        assertThat(status(target.record())).isEqualTo("effective");
        HttpResponse<String> again = administrator.post(
                DOOR + "/" + record + "/versions", with(request("cancel", started()), "reason", "once more"));
        assertThat(again.statusCode()).as(again.body()).isEqualTo(409);
        assertThat(again.body()).contains("WFL-094", record, "effective");
        assertThat(status(record)).isEqualTo("effective");
        assertThat(TestClient.json(analyst.get("/api/records/" + record + "/versions/1/verification"))
                        .path("state")
                        .asText())
                .isEqualTo("VALID");
    }

    @Test
    void aCancellationWithdrawsTheRecordWithItsReason() {
        Target target = started();
        String record = proposed(request("cancel", target));
        signedByAll(record);

        assertThat(status(target.record())).isEqualTo("withdrawn");
        assertThat(isRunning(target.instance())).isFalse();
        assertThat(TestClient.json(analyst.get("/api/tasks?recordId=" + target.record()))
                        .path("items"))
                .isEmpty();
        assertThat(manager.get("/api/audit/entries?record=" + target.record() + "&size=50")
                        .body())
                .contains("break-glass record " + record, "process.intervened");
        assertThat(administrator
                        .post(DOOR + "/preview", request("cancel", target))
                        .body())
                .contains("WFL-072", target.instance());
    }

    @Test
    void aMigrationGoesOnOnTheModelThatIsInForce() {
        Target target = started();
        people.adopted(people.changed("Second look"));
        String task = approvals.openTask(id(target)).getId();
        JsonNode shown = TestClient.json(administrator.post(DOOR + "/preview", request("migrate", target)));
        assertThat(shown.at("/content/migration/activities").toString()).contains("\"review\"");
        assertThat(shown.at("/content/preview/0/then/begins").toString())
                .contains("what is at review goes on at review", "goes on as record-approval version");
        String definition = definitionOf(target);
        Map<String, Object> mapped = request("migrate", target);
        mapped.put("migration", Map.of("activities", List.of(Map.of("source", "review", "target", "release"))));
        assertThat(administrator.post(DOOR, mapped).body()).contains("WFL-083", "review");
        mapped.put("migration", Map.of("activities", List.of(Map.of("source", "nowhere", "target", "review"))));
        assertThat(administrator.post(DOOR, mapped).body()).contains("WFL-083", "nowhere");
        mapped.put("migration", Map.of("definition", definition));
        assertThat(administrator.post(DOOR, mapped).body()).contains("WFL-080", definition);

        String record = proposed(request("migrate", target));
        signedByAll(record);

        assertThat(definitionOf(target)).isNotEqualTo(definition);
        assertThat(approvals.openTask(id(target)).getId())
                .as("the open step goes on")
                .isEqualTo(task);
        assertThat(administrator
                        .post(DOOR + "/preview", request("migrate", target))
                        .body())
                .contains("WFL-083", "already");
        people.signed(analyst, target.record(), true);
        people.signed(manager, target.record(), true);
        assertThat(status(target.record())).isEqualTo("effective");
    }

    @Test
    @Requirement("WFL-11")
    void noInterventionMakesARecordEffective() {
        Target target = started();
        Map<String, Object> request = request("modify", target);
        request.put("instructions", List.of(instruction("cancel", "review"), instruction("start-before", "release")));
        String record = proposed(request);
        assertThat(presentation(administrator, record).toString())
                .contains("Make effective (release) runs at once", "needs every signature of the plan");
        people.signed(administrator, record, true);
        people.signed(analyst, record, true);
        String task = approvals.openTask(id(target)).getId();

        HttpResponse<String> refused = people.signature(manager, record, true);

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
        assertThat(refused.body()).contains("signatures-missing");
        assertThat(status(target.record())).isEqualTo("in-review");
        assertThat(status(record)).isEqualTo("in-review");
        assertThat(approvals.openTask(id(target)).getId()).isEqualTo(task);
        assertThat(listed(record).path("carriedOutAt").isNull()).isTrue();
        assertThat(manager.get("/api/audit/entries?record=" + target.record() + "&size=50")
                        .body())
                .doesNotContain("process.intervened");
        people.signed(manager, record, false);
        assertThat(status(record)).isEqualTo("in-rework");
    }

    @Test
    @Requirement("WFL-11")
    void norDoesOneMakeARecordEffectiveThatWaitsForItWithAllItsSignatures() {
        Map<String, String> texts = new TreeMap<>(models.shipped().texts());
        texts.computeIfPresent(TestModelChanges.APPROVAL, (name, text) -> text.replace(
                        "sourceRef=\"approved\" targetRef=\"release\"", "sourceRef=\"approved\" targetRef=\"later\"")
                .replace(
                        "<bpmn:sequenceFlow id=\"to_effective\"",
                        "<bpmn:intermediateCatchEvent id=\"later\" name=\"Later\"><bpmn:incoming>approved_yes</bpmn:incoming>"
                                + "<bpmn:outgoing>to_release</bpmn:outgoing><bpmn:timerEventDefinition id=\"hours\"><bpmn:timeDuration>PT9H"
                                + "</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>"
                                + "<bpmn:sequenceFlow id=\"to_release\" sourceRef=\"later\" targetRef=\"release\" />"
                                + "<bpmn:sequenceFlow id=\"to_effective\"")
                .replace(
                        "<bpmn:incoming>approved_yes</bpmn:incoming>\n      <bpmn:outgoing>to_effective",
                        "<bpmn:incoming>to_release</bpmn:incoming>\n      <bpmn:outgoing>to_effective"));
        people.adopted(texts);
        Target target = started();
        people.signed(analyst, target.record(), true);
        people.signed(manager, target.record(), true);
        assertThat(status(target.record())).as("waits").isEqualTo("in-review");
        Map<String, Object> request = request("modify", target);
        request.put("instructions", List.of(instruction("cancel", "later"), instruction("start-before", "release")));
        String record = proposed(request);
        people.signed(administrator, record, true);
        people.signed(analyst, record, true);

        HttpResponse<String> refused = people.signature(manager, record, true);

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
        assertThat(refused.body()).contains("WFL-088", target.record(), "1 effective", "expected: 1 in-review");
        assertThat(status(target.record())).isEqualTo("in-review");
        assertThat(status(record)).isEqualTo("in-review");
        assertThat(isRunning(target.instance())).isTrue();
    }

    @Test
    void thePreviewTellsOfAStatusThatTheLastSignatureWouldNotAllow() {
        Target target = started();
        Map<String, Object> request = request("modify", target);
        request.put("instructions", List.of(instruction("cancel", "review"), instruction("start-before", "reject")));
        assertThat(TestClient.json(administrator.post(DOOR + "/preview", request))
                        .at("/content/preview/0/then/record")
                        .asText())
                .contains("is in-review", "gives it another status", "(reject)", "WFL-088")
                .doesNotContain("stays");
        request.put("instructions", List.of(instruction("cancel", "review"), instruction("start-before", "approval")));
        assertThat(TestClient.json(administrator.post(DOOR + "/preview", request))
                        .at("/content/preview/0/then/record")
                        .asText())
                .as("begins with a task, and what comes behind it is signed")
                .contains("stays in-review")
                .doesNotContain("WFL-088");
    }

    @Test
    void thePreviewNamesTasksInsideWhatEndsHoweverDeepTheyLie() {
        Map<String, String> texts = new TreeMap<>(models.shipped().texts());
        texts.computeIfPresent(TestModelChanges.APPROVAL, (name, text) -> withinTwo(text, "review"));
        people.adopted(texts);
        Target target = started();
        String task = approvals.openTask(id(target)).getId();
        Map<String, Object> request = request("modify", target);
        request.put("instructions", List.of(instruction("cancel", "outer"), instruction("start-before", "outer")));

        JsonNode shown =
                TestClient.json(administrator.post(DOOR + "/preview", request)).at("/content/preview/0");

        assertThat(shown.at("/then/ends").toString())
                .contains("outer ends, and no signature comes of it", "task " + task + " (Review) is taken away");
    }

    /** The step, in a subprocess in a subprocess. */
    private static String withinTwo(String approval, String step) {
        int begin = approval.indexOf("<bpmn:callActivity id=\"" + step + "\"");
        String end = "</bpmn:callActivity>";
        int after = approval.indexOf(end, begin) + end.length();
        String call = approval.substring(begin, after).replaceAll("\\s*<bpmn:(incoming|outgoing)>[^<]*</bpmn:\\1>", "");
        String inner = approval.substring(0, begin)
                + scope("outer", scope("inner", call, step), "inner")
                + approval.substring(after);
        return inner.replaceAll("(sourceRef|targetRef)=\"" + step + "\"", "$1=\"outer\"")
                .replace(
                        "sourceRef=\"inner_s\" targetRef=\"outer\"", "sourceRef=\"inner_s\" targetRef=\"" + step + "\"")
                .replace(
                        "sourceRef=\"outer\" targetRef=\"inner_e\"", "sourceRef=\"" + step + "\" targetRef=\"inner_e\"")
                .replaceAll("(?s)<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", "");
    }

    private static String scope(String id, String content, String first) {
        return "<bpmn:subProcess id=\"" + id + "\"><bpmn:startEvent id=\"" + id + "_s\" /><bpmn:sequenceFlow id=\"" + id
                + "_f\" sourceRef=\"" + id + "_s\" targetRef=\"" + first + "\" />" + content
                + "<bpmn:sequenceFlow id=\""
                + id + "_g\" sourceRef=\"" + first + "\" targetRef=\"" + id + "_e\" /><bpmn:endEvent id=\"" + id
                + "_e\" /></bpmn:subProcess>";
    }

    @Test
    void nobodyHasMoreThanFiveInterventionsWaiting() {
        String first = proposed(request("cancel", started()));
        for (int number = 1; number < 5; number++) {
            proposed(request("cancel", started()));
        }
        Target target = started();
        HttpResponse<String> sixth = administrator.post(DOOR, request("cancel", target));
        assertThat(sixth.statusCode()).as(sixth.body()).isEqualTo(409);
        assertThat(sixth.body()).contains("WFL-095", "at most 5", first);
        JsonNode content = TestClient.json(administrator.post(DOOR + "/preview", request("cancel", target)))
                .path("content");
        assertThat(administrator
                        .post(START.formatted("break-glass"), start("break-glass", content))
                        .body())
                .as("through the other door")
                .contains("WFL-095");
        withdraw(first);
        proposed(request("cancel", target));
    }

    @Test
    void ofInterventionsThatAreAskedForAtOnceForOneInstanceOneIsStored() throws Exception {
        Target target = started();
        List<Callable<HttpResponse<String>>> calls = new ArrayList<>();
        CyclicBarrier together = new CyclicBarrier(6);
        for (int number = 0; number < 6; number++) {
            Map<String, Object> request = number % 2 == 0 ? request("cancel", target) : restart(target);
            calls.add(() -> {
                together.await(1, TimeUnit.MINUTES);
                return administrator.post(DOOR, request);
            });
        }
        List<HttpResponse<String>> answers = atOnce(calls);
        assertThat(answers)
                .extracting(HttpResponse::statusCode)
                .containsOnlyOnce(201)
                .containsOnly(201, 409);
        for (HttpResponse<String> answer : answers) {
            if (answer.statusCode() == 201) {
                proposals.add(TestClient.json(answer).path("recordId").asText());
            } else {
                assertThat(answer.body()).contains("WFL-076", target.instance());
            }
        }
    }

    @Test
    void norIsOneThatIsRewrittenForAnInstanceForWhichAnotherComesInAtOnce() throws Exception {
        Target target = started();
        String rejected = proposed(request("cancel", started()));
        people.signed(administrator, rejected, true);
        people.signed(analyst, rejected, false);
        CyclicBarrier together = new CyclicBarrier(2);
        List<HttpResponse<String>> answers = atOnce(List.of(
                () -> {
                    together.await(1, TimeUnit.MINUTES);
                    return administrator.post(
                            DOOR + "/" + rejected + "/versions", with(request("cancel", target), "reason", "another"));
                },
                () -> {
                    together.await(1, TimeUnit.MINUTES);
                    return administrator.post(DOOR, request("cancel", target));
                }));
        assertThat(answers)
                .extracting(HttpResponse::statusCode)
                .containsOnlyOnce(201)
                .contains(409);
        if (answers.get(1).statusCode() == 201) {
            proposals.add(TestClient.json(answers.get(1)).path("recordId").asText());
        }
    }

    private static List<HttpResponse<String>> atOnce(List<Callable<HttpResponse<String>>> calls) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(calls.size());
        try {
            List<HttpResponse<String>> answers = new ArrayList<>();
            for (Future<HttpResponse<String>> answer : callers.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void whatMovedOnSinceThePreviewIsNotDoneUntilAnotherIsSigned() {
        Target target = started();
        String record = proposed(request("cancel", target));
        people.signed(administrator, record, true);
        people.signed(analyst, record, true);
        assertThat(listed(record).path("current").asBoolean()).isTrue();
        people.signed(analyst, target.record(), true);
        assertThat(listed(record).path("current").asBoolean()).isFalse();

        HttpResponse<String> refused = people.signature(manager, record, true);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("WFL-085", target.instance(), record);
        assertThat(isRunning(target.instance())).isTrue();
        people.signed(manager, record, false);

        Map<String, Object> again = request("cancel", target);
        again.put("reason", "it had moved on");
        HttpResponse<String> revised = administrator.post(DOOR + "/" + record + "/versions", again);
        assertThat(revised.statusCode()).as(revised.body()).isEqualTo(201);
        signedByAll(record);
        assertThat(status(target.record())).isEqualTo("withdrawn");
    }

    @Test
    @Requirement({"AUT-03", "PRC-02"})
    void nobodySignsWhatTheyAskedForAndNobodyElseAsks() {
        Target target = started();
        Map<String, Object> request = request("cancel", target);
        for (TestClient other : List.of(analyst, manager, lims, TestClient.anonymous(port))) {
            assertThat(other.post(DOOR, request).statusCode()).isIn(401, 403);
            assertThat(other.post(DOOR + "/preview", request).statusCode()).isIn(401, 403);
        }
        for (Role role : List.of(Role.IT_ADMINISTRATOR, Role.PRODUCTION_MANAGER, Role.REGULATORY_AUDITOR)) {
            TestClient other = TestClient.signedIn(port, everybody.somebody(role));
            assertThat(other.post(DOOR, request).statusCode()).isEqualTo(403);
        }
        assertThat(lims.get(DOOR + "/instances").statusCode()).isEqualTo(403);
        String record = proposed(request);
        people.signed(administrator, record, true);
        assertThat(TestClient.json(administrator.get("/api/tasks?recordId=" + record))
                        .path("items"))
                .as("the author has nothing more to sign")
                .isEmpty();
        assertThat(administrator.get("/api/records/" + record).statusCode()).isEqualTo(200);
        assertThat(isRunning(target.instance())).isTrue();
        assertThat(administrator.post(DOOR, request).body()).contains("WFL-076", record, target.instance());
        assertThat(administrator
                        .post(DOOR + "/preview", request("cancel", new Target(instanceOf(record), record)))
                        .body())
                .contains("WFL-074", record);
    }

    @Test
    void thePreviewIsTheServersWhateverDoorTheRecordComesBy() {
        Target target = started();
        JsonNode content = TestClient.json(administrator.post(DOOR + "/preview", request("cancel", target)))
                .path("content");
        String forged = content.toString().replace("is withdrawn", "becomes effective");
        assertThat(administrator
                        .post(
                                START.formatted("break-glass"),
                                start("break-glass", dev.countersign.crypto.CanonicalJson.parse(forged)))
                        .body())
                .contains("WFL-084");
        assertThat(lims.post(START.formatted("break-glass"), start("break-glass", content))
                        .statusCode())
                .isEqualTo(403);
        assertThat(administrator
                        .post(START.formatted("model-change"), start("break-glass", content))
                        .body())
                .contains("WFL-063");
        assertThat(lims.post(START.formatted("record-approval"), start("break-glass", content))
                        .body())
                .contains("WFL-063");
        assertThat(analyst.post("/api/records", Map.of("type", "break-glass", "title", "t", "content", content))
                        .body())
                .contains("SIG-104");
        HttpResponse<String> honest = administrator.post(START.formatted("break-glass"), start("break-glass", content));
        assertThat(honest.statusCode()).as(honest.body()).isEqualTo(200);
        proposals.add(TestClient.json(honest).at("/variables/recordId/value").asText());
    }

    @Test
    void badInputIsRefusedBeforeAnythingIsStored() {
        Target target = started();
        int before = interventions();
        String step = approvals.openTask(id(target)).getProcessInstanceId();
        refused("WFL-071", request("cancel", new Target(UUID.randomUUID().toString(), "")));
        refused("WFL-073", request("cancel", new Target(step, "")));
        refused("WFL-075", with(request("cancel", target), "instances", List.of(target.instance(), target.instance())));
        refused("WFL-077", request("modify", target));
        refused("WFL-077", with(request("cancel", target), "instructions", List.of(instruction("cancel", "review"))));
        refused("WFL-077", request("restart", target));
        refused("WFL-007", with(request("cancel", target), "incident", " "));
        refused("WFL-028", with(request("cancel", target), "instances", List.of()));
        refused("WFL-028", with(request("cancel", target), "skipListeners", true));
        refused("WFL-083", request("migrate", target));
        for (Map.Entry<String, Map<String, Object>> wrong : malformed(target).entrySet()) {
            refused("WFL-028", wrong.getValue());
            assertThat(administrator.post(DOOR + "/preview", wrong.getValue()).body())
                    .contains("\"" + wrong.getKey() + "\"");
        }
        for (Map.Entry<String, List<Map<String, String>>> wrong : Map.of(
                        "WFL-078", List.of(instruction("start-before", "nowhere")),
                        "WFL-079", List.of(instruction("cancel", "approval")))
                .entrySet()) {
            refused(wrong.getKey(), with(request("modify", target), "instructions", wrong.getValue()));
        }
        for (List<Map<String, String>> impossible : List.of(
                List.of(instruction("cancel", "review")),
                List.of(instruction("start-after", "reviewed")),
                List.of(instruction("start-before", "withdraw")),
                List.of(instruction("jump", "review")))) {
            refused("WFL-079", with(request("modify", target), "instructions", impossible));
        }
        assertThat(administrator.post(DOOR, "{").statusCode()).isEqualTo(400);
        assertThat(interventions()).isEqualTo(before);
        assertThat(status(target.record())).isEqualTo("in-review");
    }

    @Test
    void anInstanceThatNamesAnotherRecordThanItWasStartedForIsLeftAlone() {
        Target target = started();
        Target other = started();
        written(target, Variables.RECORD_ID, other.record());

        HttpResponse<String> refused = administrator.post(DOOR + "/preview", request("cancel", target));

        written(target, Variables.RECORD_ID, target.record());
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
        assertThat(refused.body()).contains("WFL-089", target.instance(), other.record());
    }

    @Test
    void theCommandsStayClosedToEverybodyElse() {
        Target target = started();
        RuntimeService runtime = engine.getRuntimeService();
        String definition = definitionOf(target);
        List<Runnable> commands = List.of(
                () -> runtime.createProcessInstanceModification(target.instance())
                        .startBeforeActivity("release")
                        .execute(),
                () -> runtime.deleteProcessInstance(target.instance(), "no"),
                () -> runtime.createMigrationPlan(definition, definition)
                        .mapEqualActivities()
                        .build());
        for (Runnable command : commands) {
            assertThatThrownBy(command::run).isInstanceOf(AuthorizationException.class);
            // the name alone opens nothing: no signed record is being carried out
            assertThatThrownBy(() -> Engine.as(Party.BREAKING_GLASS, () -> {
                        command.run();
                        return true;
                    }))
                    .isInstanceOf(AuthorizationException.class);
        }
        for (String mount : List.of("/engine-rest", "/camunda/api/engine/engine/default")) {
            for (TestClient one : List.of(administrator, manager)) {
                assertThat(one.post(mount + "/process-instance/" + target.instance() + "/modification", Map.of())
                                .statusCode())
                        .isEqualTo(403);
                assertThat(one.post(mount + "/migration/generate", Map.of()).statusCode())
                        .isEqualTo(403);
            }
        }
        assertThat(approvals.status(id(target))).isEqualTo(RecordStatus.IN_REVIEW);
    }

    @Test
    @Requirement("AUD-01")
    void theSecurityUnitIsToldAndStuckApprovalsAreFound() {
        Target target = started();
        JsonNode found = TestClient.json(administrator.get(DOOR + "/instances?q=" + target.record()))
                .path("items");
        assertThat(found).hasSize(1);
        assertThat(found.at("/0/instanceId").asText()).isEqualTo(target.instance());
        assertThat(found.at("/0/activities").asText()).isEqualTo("review");
        assertThat(found.at("/0/openTasks").asInt()).isEqualTo(1);
        assertThat(TestClient.json(analyst.get(DOOR + "/instances?q=no-such-key"))
                        .path("items"))
                .isEmpty();

        String record = proposed(request("cancel", target));
        signedByAll(record);
        TestClient unit = TestClient.signedIn(port, everybody.somebody(Role.IT_ADMINISTRATOR));
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                        TestClient.json(unit.get("/api/alerts")).path("open"))
                .anySatisfy(alert -> {
                    assertThat(alert.path("kind").asText()).isEqualTo("break-glass");
                    assertThat(alert.path("subject").asText()).isEqualTo("record:" + record);
                }));
    }

    /** Each by the pointer at what is wrong: what was passed over would mean something else. */
    private static Map<String, Map<String, Object>> malformed(Target target) {
        return Map.of(
                "/migration", with(request("migrate", target), "migration", "x"),
                "/migration/activity", with(request("migrate", target), "migration", Map.of("activity", List.of())),
                "/migration/definition", with(request("migrate", target), "migration", Map.of("definition", 4)),
                "/migration/activities", with(request("migrate", target), "migration", Map.of("activities", "review")),
                "/migration/activities/0/target",
                        with(
                                request("migrate", target),
                                "migration",
                                Map.of("activities", List.of(Map.of("source", "review")))),
                "/instances/1", with(request("cancel", target), "instances", List.of(target.instance(), 4)),
                "/instructions", with(request("modify", target), "instructions", Map.of()),
                "/instructions/0", with(request("modify", target), "instructions", List.of("review")),
                "/instructions/0/after",
                        with(
                                request("modify", target),
                                "instructions",
                                List.of(Map.of("kind", "cancel", "activity", "review", "after", "x"))),
                "/instructions/0/kind",
                        with(
                                request("modify", target),
                                "instructions",
                                List.of(Map.of("kind", true, "activity", "review"))));
    }

    private void refused(String rule, Map<String, Object> request) {
        for (String door : List.of(DOOR + "/preview", DOOR)) {
            HttpResponse<String> answer = administrator.post(door, request);
            assertThat(answer.statusCode()).as(rule + " " + answer.body()).isBetween(400, 499);
            assertThat(answer.body()).contains("\"" + rule + "\"");
        }
    }

    private static Map<String, Object> with(Map<String, Object> request, String member, Object value) {
        request.put(member, value);
        return request;
    }

    private static Map<String, String> instruction(String kind, String activity) {
        return Map.of("kind", kind, "activity", activity);
    }

    private static Map<String, Object> request(String operation, Target target) {
        return new HashMap<>(Map.of(
                "operation",
                operation,
                "incident",
                "the step was stuck after the power cut of Monday",
                "instances",
                List.of(target.instance())));
    }

    private static Map<String, Object> restart(Target target) {
        return with(
                request("modify", target),
                "instructions",
                List.of(instruction("cancel", "review"), instruction("start-before", "review")));
    }

    private String proposed(Map<String, Object> request) {
        HttpResponse<String> answer = administrator.post(DOOR, request);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        String record = TestClient.json(answer).path("recordId").asText();
        proposals.add(record);
        return record;
    }

    private void signedByAll(String record) {
        for (TestClient one : List.of(administrator, analyst, manager)) {
            people.signed(one, record, true);
        }
    }

    private JsonNode presentation(TestClient person, String record) {
        String task = TestTasks.of(person, record).path("taskId").asText();
        return TestClient.json(person.get("/api/tasks/" + task + "/presentation"));
    }

    private JsonNode listed(String record) {
        for (JsonNode one : TestClient.json(administrator.get(DOOR)).path("items")) {
            if (one.path("recordId").asText().equals(record)) {
                return one;
            }
        }
        throw new AssertionError(record);
    }

    private int interventions() {
        return TestClient.json(manager.get("/api/records?type=break-glass"))
                .path("total")
                .asInt();
    }

    private String status(String record) {
        return TestClient.json(manager.get("/api/records/" + record))
                .path("status")
                .asText();
    }

    /** As somebody does who reaches the engine's tables. */
    private void written(Target target, String variable, String value) {
        Unlisted.of(engine).getRuntimeService().setVariable(target.instance(), variable, value);
    }

    private boolean isRunning(String instance) {
        return engine.getRuntimeService()
                        .createProcessInstanceQuery()
                        .processInstanceId(instance)
                        .count()
                == 1;
    }

    private String instanceOf(String record) {
        return engine
                .getRuntimeService()
                .createProcessInstanceQuery()
                .rootProcessInstances()
                .variableValueEquals(Variables.RECORD_ID, record)
                .list()
                .stream()
                .map(Execution::getProcessInstanceId)
                .findFirst()
                .orElseThrow();
    }

    private String definitionOf(Target target) {
        return engine.getRuntimeService()
                .createProcessInstanceQuery()
                .processInstanceId(target.instance())
                .singleResult()
                .getProcessDefinitionId();
    }

    private static UUID id(Target target) {
        return UUID.fromString(target.record());
    }

    private Target started() {
        JsonNode sop = TestRecords.sop("SOP-" + UUID.randomUUID()).newVersion().content();
        HttpResponse<String> started = lims.post(START.formatted("record-approval"), start("sop", sop));
        assertThat(started.statusCode()).as(started.body()).isEqualTo(200);
        JsonNode answer = TestClient.json(started);
        Target target = new Target(
                answer.path("id").asText(),
                answer.at("/variables/recordId/value").asText());
        targets.add(target);
        return target;
    }

    private static Map<String, Object> start(String type, JsonNode content) {
        return Map.of(
                "businessKey",
                UUID.randomUUID().toString(),
                "variables",
                Map.of(
                        "recordType", Map.of("value", type),
                        "title", Map.of("value", "a title"),
                        "reason", Map.of("value", "a reason"),
                        "content", Map.of("value", content)));
    }

    private void withdraw(String record) {
        manager.post("/api/records/" + record + "/withdrawal", Map.of("reason", "the test is over"));
    }
}

package dev.countersign.workflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestCaller;
import dev.countersign.TestCaller.Answer;
import dev.countersign.TestPeople;
import dev.countersign.authority.Authority;
import dev.countersign.authority.Role;
import dev.countersign.ledger.Caller;
import dev.countersign.records.RecordStatus;
import dev.countersign.records.Records;
import dev.countersign.records.TestRecords;
import dev.countersign.signing.Signatures;
import dev.countersign.workflow.Processes;
import dev.countersign.workflow.Processes.StartRequest;
import dev.countersign.workflow.Processes.Started;
import dev.countersign.workflow.web.EngineRoutes.Route;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * All operations of the engine's REST interface by everybody, on both its mounts, with and without the flags that skip listeners,
 * about an open signature task, one that is taken and one of rework: what the table does not name is refused, and no record becomes effective (T4, T5, T8, T15).
 */
@CountersignTest
@Requirement({"PRC-02", "WFL-01", "WFL-11"})
class EngineRoutesTest {

    private static final String REST = "/engine-rest";
    private static final String TASKLIST = "/camunda/api/engine/engine/default";

    /** Refused, or asked to sign in. */
    private static final Set<Integer> REFUSED = Set.of(401, 403);

    @LocalServerPort
    int port;

    @Autowired
    TestPeople people;

    @Autowired
    Processes processes;

    @Autowired
    Records records;

    @Autowired
    Signatures signatures;

    @Autowired
    Authority authority;

    @Autowired
    ProcessEngine engine;

    Started started;
    Task task;

    @BeforeEach
    void init() {
        started = processes.start(
                Caller.serviceAccount("lims", "127.0.0.1"),
                "record-approval",
                new StartRequest(
                        "KEY-" + UUID.randomUUID(),
                        TestRecords.sop("SOP-" + UUID.randomUUID()).newVersion(),
                        null,
                        null));
        task = openTask();
    }

    @Test
    void theDescriptionHasAllOperations() {
        assertThat(EngineRoutes.operations()).isEqualTo(399);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "author",
                "reviewer",
                "approver",
                "production",
                "itadmin",
                "auditor",
                "procadmin",
                "lims",
                "nobody"
            })
    void whatTheTableDoesNotNameIsRefusedOnBothMounts(String who) {
        TestCaller caller =
                switch (who) {
                    case "lims" -> TestCaller.lims(port);
                    case "nobody" -> TestCaller.nobody(port);
                    default -> TestCaller.person(port, who);
                };
        assertThat(unexpected(caller, who, EngineRoutes.about(ids(), body(who))))
                .as("unexpected successes of " + who)
                .isEmpty();
        nothingBecameEffective();
    }

    @Test
    void whoHasTakenTheTaskChangesNothingByThemEither() {
        String analyst = people.signer(Role.QA_ANALYST);
        TestCaller caller = TestCaller.ownSession(port, analyst);
        assertThat(caller.post("/api/tasks/" + task.getId() + "/claim", "").status())
                .isEqualTo(204);

        assertThat(unexpected(caller, analyst, changes(analyst))).isEmpty();

        assertThat(records.status(started.recordId())).isEqualTo(RecordStatus.IN_REVIEW);
        assertThat(signatures.ofRecord(started.recordId())).isEmpty();
        assertThat(openTask().getId()).isEqualTo(task.getId());
        assertThat(openTask().getAssignee()).isEqualTo(analyst);
    }

    @Test
    @Requirement("WFL-03")
    void nobodyLeavesReworkByThem() {
        String analyst = people.signer(Role.QA_ANALYST);
        Answer rejected = TestCaller.ownSession(port, analyst)
                .post("/api/tasks/" + task.getId() + "/signature", rejection(analyst));
        assertThat(rejected.status()).as(rejected.toString()).isEqualTo(201);
        task = openTask();
        String reworker = people.signer(Role.QA_ANALYST);

        assertThat(unexpected(TestCaller.ownSession(port, reworker), reworker, changes(reworker)))
                .isEmpty();

        assertThat(records.status(started.recordId())).isEqualTo(RecordStatus.IN_REWORK);
        assertThat(signatures.ofRecord(started.recordId())).hasSize(1);
        assertThat(openTask().getId()).isEqualTo(task.getId());
    }

    private String rejection(String who) {
        return """
                {"decision": "reject", "recordSha256": "%s", "reason": "to be reworked", "password": "%s",
                 "otp": "%s"}""".formatted(started.sha256().hex(), Authenticator.PASSWORD, Authenticator.freshCode(who));
    }

    /** Each operation that changes something, with the flags that skip listeners. */
    private List<Route> changes(String who) {
        return EngineRoutes.about(ids(), body(who)).stream()
                .filter(route -> route.path().contains("skipCustomListeners"))
                .toList();
    }

    private Task openTask() {
        return engine.getTaskService()
                .createTaskQuery()
                .processVariableValueEquals("recordId", started.recordId().toString())
                .singleResult();
    }

    private List<String> unexpected(TestCaller caller, String who, List<Route> routes) {
        List<String> unexpected = new ArrayList<>();
        for (Route route : routes) {
            for (String mount : List.of(REST, TASKLIST)) {
                if (!isNamed(route, mount, who)) {
                    Answer answer = caller.send(
                            route.method(),
                            mount + route.path(),
                            route.body().getBytes(StandardCharsets.UTF_8),
                            "Content-Type",
                            "application/json");
                    if (!REFUSED.contains(answer.status())) {
                        unexpected.add(answer.status() + " " + route.method() + " " + mount + route.path());
                    }
                }
            }
        }
        return unexpected;
    }

    private void nothingBecameEffective() {
        assertThat(records.status(started.recordId())).isEqualTo(RecordStatus.IN_REVIEW);
        assertThat(signatures.ofRecord(started.recordId())).isEmpty();
        assertThat(engine.getTaskService()
                        .createTaskQuery()
                        .taskId(task.getId())
                        .singleResult()
                        .getAssignee())
                .isNull();
    }

    /** Whether the table lets that caller through; those calls are made in tests of their own. */
    private boolean isNamed(Route route, String mount, String who) {
        String path = route.path().replaceFirst("\\?.*", "");
        Optional<EngineOperation> named =
                EngineOperations.naming(new EngineCall(route.method(), path, mount.equals(TASKLIST)));
        Caller caller =
                switch (who) {
                    case "lims" -> Caller.serviceAccount("lims", null);
                    case "nobody" -> Caller.anonymous(null);
                    default -> Caller.person(who, null, null);
                };
        Set<Role> roles = caller.isPerson() ? authority.roles(who) : Set.of();
        return named.filter(operation -> operation.isFor(caller, () -> roles)).isPresent()
                // of one task alone, which the description's call does not say
                && !path.startsWith("/history/user-operation");
    }

    private Map<String, String> ids() {
        String definition = started.definitionId();
        return Map.ofEntries(
                Map.entry("task", task.getId()),
                Map.entry("process-instance", task.getProcessInstanceId()),
                Map.entry("execution", task.getExecutionId()),
                Map.entry("process-definition", definition),
                Map.entry("key", "record-approval"),
                Map.entry("variables", "decision"),
                Map.entry("localVariables", "decision"),
                Map.entry("user", "reviewer"),
                Map.entry("group", "qa-manager"),
                Map.entry("deployment", "x"));
    }

    /** Members of many operations at once, each of which would do something where it is understood. */
    private String body(String who) {
        return """
                {"userId": "%s", "variables": {"decision": {"value": "approve", "type": "String"}},
                 "skipCustomListeners": true, "skipIoMappings": true, "deleteReason": "not needed",
                 "messageName": "record-withdrawn", "processInstanceId": "%s", "processInstanceIds": ["%s"],
                 "instructions": [{"type": "cancel", "activityId": "sign"}, {"type": "startAfterActivity", "activityId": "persistence"}],
                 "suspended": true, "value": "approve", "type": "candidate", "groupId": "qa-manager", "name": "x"}""".formatted(who, task.getProcessInstanceId(), task.getProcessInstanceId());
    }
}

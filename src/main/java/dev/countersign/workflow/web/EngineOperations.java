package dev.countersign.workflow.web;

import static dev.countersign.authority.Role.PROCESS_ADMINISTRATOR;
import static dev.countersign.authority.Role.PRODUCTION_MANAGER;
import static dev.countersign.authority.Role.QA_ANALYST;
import static dev.countersign.authority.Role.QA_MANAGER;
import static dev.countersign.authority.Role.REGULATORY_AUDITOR;

import dev.countersign.workflow.web.EngineOperation.Done;
import dev.countersign.workflow.web.EngineOperation.Mount;
import dev.countersign.workflow.web.EngineOperation.Path;
import dev.countersign.workflow.web.EngineOperation.People;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What can be done over the engine's own REST interface, on both its mounts, and by whom (PRC-02, AUT-01, T4, T15). This is all
 * of it: everything else of the interface's 399 operations is closed to everybody. What is open to a role shows what the engine's
 * authorizations let that person see.
 */
final class EngineOperations {

    private static final People EVERYBODY = new People(Set.of());
    /** Those to whom models offer tasks. */
    private static final People SIGNERS =
            new People(Set.of(QA_MANAGER, QA_ANALYST, PRODUCTION_MANAGER, PROCESS_ADMINISTRATOR));
    /** Those who read records. */
    private static final People READERS =
            new People(Set.of(QA_MANAGER, QA_ANALYST, PRODUCTION_MANAGER, REGULATORY_AUDITOR));
    /** And those who look after models. */
    private static final People MODELERS =
            new People(Set.of(QA_MANAGER, QA_ANALYST, PRODUCTION_MANAGER, REGULATORY_AUDITOR, PROCESS_ADMINISTRATOR));

    private static final Set<String> READ = Set.of("GET");
    /** A query can come as a body. */
    private static final Set<String> ASK = Set.of("GET", "POST");

    static final List<EngineOperation> ALL = List.of(
            engine("say which engine this is", READ, Mount.BOTH, EVERYBODY, "/engine", "/version"),
            engine(
                    "say who is signed in, and what somebody is called",
                    READ,
                    Mount.BOTH,
                    EVERYBODY,
                    "/user/*/profile",
                    "/identity/groups",
                    "/authorization/check"),
            engine(
                    "open Tasklist: who is signed in, its engine, its plug-in",
                    READ,
                    Mount.TASKLIST,
                    EVERYBODY,
                    "/camunda/api/engine/engine/",
                    "/camunda/api/admin/auth/user/default",
                    "/camunda/api/tasklist/plugin/tasklistPlugins/static/**",
                    "/camunda/api/tasklist/plugin/tasklistPlugins/default/**"),
            engine(
                    "ask which buttons to offer",
                    Set.of("OPTIONS"),
                    Mount.BOTH,
                    EVERYBODY,
                    "/filter",
                    "/filter/*",
                    "/task",
                    "/process-instance"),
            engine("read the one stored filter", READ, Mount.BOTH, EVERYBODY, "/filter", "/filter/count", "/filter/*"),
            engine(
                    "list with it what waits for one",
                    ASK,
                    Mount.BOTH,
                    EVERYBODY,
                    "/filter/*/list",
                    "/filter/*/count",
                    "/filter/*/singleResult"),
            engine("find tasks", ASK, Mount.BOTH, SIGNERS, "/task", "/task/count"),
            engine(
                    "open a task",
                    READ,
                    Mount.BOTH,
                    SIGNERS,
                    "/task/*",
                    "/task/*/form",
                    "/task/*/deployed-form",
                    "/task/*/form-variables",
                    "/task/*/identity-links",
                    "/task/*/comment",
                    "/task/*/attachment",
                    "/task/*/variables"),
            engine(
                    "read models",
                    READ,
                    Mount.BOTH,
                    MODELERS,
                    "/process-definition",
                    "/process-definition/count",
                    "/process-definition/*",
                    "/process-definition/*/xml",
                    "/process-definition/*/diagram",
                    "/process-definition/key/*",
                    "/process-definition/key/*/xml",
                    "/process-definition/key/*/diagram"),
            engine(
                    "find running approvals",
                    ASK,
                    Mount.BOTH,
                    READERS,
                    "/process-instance",
                    "/process-instance/count",
                    "/variable-instance",
                    "/variable-instance/count"),
            engine(
                    "read a running approval",
                    READ,
                    Mount.BOTH,
                    READERS,
                    "/process-instance/*",
                    "/process-instance/*/variables",
                    "/process-instance/*/activity-instances"),
            engine(
                    "find what happened",
                    ASK,
                    Mount.BOTH,
                    READERS,
                    "/history/task",
                    "/history/task/count",
                    "/history/process-instance",
                    "/history/process-instance/count",
                    "/history/activity-instance",
                    "/history/activity-instance/count",
                    "/history/variable-instance",
                    "/history/variable-instance/count"),
            engine(
                    "read what happened to one approval",
                    READ,
                    Mount.BOTH,
                    READERS,
                    "/history/process-instance/*",
                    "/history/activity-instance/*"),
            engine(
                    "see who did what to the one task that is open (EngineCall: of exactly one task)",
                    READ,
                    Mount.TASKLIST,
                    READERS,
                    "/history/user-operation",
                    "/history/user-operation/count"),
            new EngineOperation(
                    "start an approval",
                    Set.of("POST"),
                    paths("/process-definition/key/*/start"),
                    Mount.PROGRAMS,
                    SIGNERS,
                    true,
                    Done.BY_OUR_DOOR),
            new EngineOperation(
                    "take a task, give it back",
                    Set.of("POST"),
                    paths("/task/*/claim", "/task/*/unclaim"),
                    Mount.BOTH,
                    SIGNERS,
                    false,
                    Done.BY_OUR_DOOR));

    private EngineOperations() {}

    /** The line that names this call, if one does. */
    static Optional<EngineOperation> naming(EngineCall call) {
        return ALL.stream().filter(operation -> operation.is(call)).findFirst();
    }

    private static EngineOperation engine(
            String purpose, Set<String> methods, Mount mount, People people, String... paths) {
        return new EngineOperation(purpose, methods, paths(paths), mount, people, false, Done.BY_THE_ENGINE);
    }

    private static List<Path> paths(String... paths) {
        return Stream.of(paths).map(Path::of).toList();
    }
}

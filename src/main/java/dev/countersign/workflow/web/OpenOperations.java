package dev.countersign.workflow.web;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What people may do through the engine's own REST interface: read. Everything else of its 399 operations is closed on both
 * mounts, and changes go through our own doors (PRC-02, T4).
 */
final class OpenOperations {

    private static final String ID = "[A-Za-z0-9._:-]+";

    private static final List<Pattern> READS = patterns(
            "/engine",
            "/version",
            "/task",
            "/task/count",
            "/task/" + ID,
            "/task/" + ID + "/(form|deployed-form|form-variables|identity-links|comment|attachment|variables)",
            "/filter",
            "/filter/count",
            "/filter/" + ID,
            "/filter/" + ID + "/(list|count|singleResult)",
            "/process-definition",
            "/process-definition/count",
            "/process-definition/" + ID,
            "/process-definition/key/" + ID,
            "/process-definition/" + ID + "/(xml|diagram)",
            "/process-definition/key/" + ID + "/(xml|diagram)",
            "/process-instance",
            "/process-instance/count",
            "/process-instance/" + ID,
            "/process-instance/" + ID + "/(variables|activity-instances)",
            "/variable-instance",
            "/variable-instance/count",
            "/history/(task|process-instance|activity-instance|variable-instance)",
            "/history/(task|process-instance|activity-instance|variable-instance)/count",
            "/history/(process-instance|activity-instance)/" + ID,
            // of one task and in Tasklist alone: EngineCall
            "/history/user-operation(/count)?",
            "/user/" + ID + "/profile",
            "/identity/groups",
            "/authorization/check");

    private static final List<Pattern> QUERIES = patterns(
            "/task",
            "/task/count",
            "/filter/" + ID + "/(list|count|singleResult)",
            "/process-instance",
            "/process-instance/count",
            "/variable-instance",
            "/variable-instance/count",
            "/history/(task|process-instance|activity-instance|variable-instance)",
            "/history/(task|process-instance|activity-instance|variable-instance)/count");

    /** What Tasklist asks to learn whether it should offer a button. */
    private static final List<Pattern> QUESTIONS = patterns("/filter", "/filter/" + ID, "/task", "/process-instance");

    /** Tasklist's own calls beside the engine's interface: who am I, and its plug-in. */
    private static final List<Pattern> TASKLIST = patterns(
            "!/camunda/api/engine/engine/",
            "!/camunda/api/admin/auth/user/default",
            "!/camunda/api/tasklist/plugin/tasklistPlugins/static/[A-Za-z0-9._/-]+",
            "!/camunda/api/tasklist/plugin/tasklistPlugins/default/[A-Za-z0-9._/-]+");

    private OpenOperations() {}

    static boolean allows(EngineCall call) {
        return switch (call.method()) {
            case "GET", "HEAD" -> matches(READS, call.path()) || matches(TASKLIST, call.path());
            case "POST" -> matches(QUERIES, call.path());
            case "OPTIONS" -> matches(QUESTIONS, call.path());
            default -> false;
        };
    }

    private static boolean matches(List<Pattern> patterns, String path) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(path).matches());
    }

    private static List<Pattern> patterns(String... expressions) {
        return List.of(expressions).stream().map(Pattern::compile).toList();
    }
}

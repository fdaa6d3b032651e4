package dev.countersign.workflow.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A call of the engine's REST interface, the same on both mounts: {@code /engine-rest/**} for programs, {@code
 * /camunda/api/engine/engine/default/**} for Tasklist.
 *
 * @param method HTTP method
 * @param path below the mount, decoded, e.g. {@code /task/4711/claim}; {@code !…} for a path that fits no mount
 * @param tasklist whether it came through Tasklist's mount
 */
record EngineCall(String method, String path, boolean tasklist) {

    private static final Pattern REST = Pattern.compile("/engine-rest(?:/engine/default)?(/[A-Za-z0-9._:/-]+)");
    private static final Pattern TASKLIST = Pattern.compile("/camunda/api/engine/engine/default(/[A-Za-z0-9._:/-]+)");

    /** Who did what: for those who may read the audit trail, and there; Tasklist shows it of the task that is open. */
    private static final String OPERATIONS = "/history/user-operation";

    static EngineCall of(HttpServletRequest request) {
        String uri = request.getRequestURI().substring(request.getContextPath().length());
        boolean tasklist = uri.startsWith("/camunda/");
        // the only character of an engine id that clients encode; whatever else is encoded fits no pattern
        String plain = uri.replace("%3A", ":").replace("%3a", ":");
        Matcher matcher = (tasklist ? TASKLIST : REST).matcher(plain);
        boolean fits = matcher.matches()
                && !plain.contains("//")
                && !plain.contains("..")
                && (!matcher.group(1).startsWith(OPERATIONS) || (tasklist && isOfOneTask(request)));
        return new EngineCall(request.getMethod(), fits ? matcher.group(1) : "!" + uri, tasklist);
    }

    private static boolean isOfOneTask(HttpServletRequest request) {
        String[] tasks = request.getParameterValues("taskId");
        return tasks != null && tasks.length == 1 && tasks[0].matches("[A-Za-z0-9-]+");
    }

    /** For messages and the audit trail. */
    String shown() {
        return method + " " + (path.startsWith("!") ? path.substring(1) : path);
    }
}

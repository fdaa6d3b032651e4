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

    static EngineCall of(HttpServletRequest request) {
        String uri = request.getRequestURI().substring(request.getContextPath().length());
        boolean tasklist = uri.startsWith("/camunda/");
        // the only character of an engine id that clients encode; whatever else is encoded fits no pattern
        String plain = uri.replace("%3A", ":").replace("%3a", ":");
        Matcher matcher = (tasklist ? TASKLIST : REST).matcher(plain);
        boolean fits = matcher.matches() && !plain.contains("//") && !plain.contains("..");
        return new EngineCall(request.getMethod(), fits ? matcher.group(1) : "!" + uri, tasklist);
    }

    /** For messages and the audit trail. */
    String shown() {
        return method + " " + (path.startsWith("!") ? path.substring(1) : path);
    }
}

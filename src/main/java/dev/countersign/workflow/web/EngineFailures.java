package dev.countersign.workflow.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.Identifiers;
import dev.countersign.ledger.Refusal;
import dev.countersign.workflow.Tasks;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * What the engine itself answers when it fails names its classes and its SQL. Callers get the status in our form instead, Tasklist
 * in the member {@code message} too; the engine's own words are in the log. A task that ended while it was asked for, of which the
 * engine finds one part and misses the next, is not there: no failure.
 */
final class EngineFailures extends OncePerRequestFilter {

    private static final Logger LOG = LoggerFactory.getLogger(EngineFailures.class);

    private static final int BROKEN = HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    private static final Pattern TASK = Pattern.compile("/task/([A-Za-z0-9-]+)(/.*)?");

    private final Identifiers identifiers;
    private final Tasks tasks;

    EngineFailures(Identifiers identifiers, Tasks tasks) {
        this.identifiers = identifiers;
        this.tasks = tasks;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        FailureWithheld answer = new FailureWithheld(response);
        try {
            chain.doFilter(request, answer);
        } catch (RuntimeException | ServletException e) {
            if (response.isCommitted()) {
                throw e;
            }
            LOG.error("the engine failed at {} {}", request.getMethod(), request.getRequestURI(), e);
            answer.setStatus(BROKEN);
        }
        // a task that ends while it is read fails in any of these ways
        boolean missed = answer.getStatus() >= BROKEN
                || answer.getStatus() == HttpServletResponse.SC_BAD_REQUEST
                || answer.getStatus() == HttpServletResponse.SC_FORBIDDEN;
        if (missed && isOverTask(request)) {
            answer.setStatus(HttpServletResponse.SC_NOT_FOUND);
        }
        if (answer.isFailure() && !response.isCommitted()) {
            say(request, response);
        }
    }

    private void say(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getAttribute(Refusal.class.getName()) instanceof Refusal refusal) {
            // a command that is closed to the caller, which the engine's own answer does not number
            TasklistProblem.write(response, refusal);
            return;
        }
        int status = response.getStatus();
        ObjectNode problem = JsonNodeFactory.instance.objectNode();
        problem.put("type", "urn:countersign:problem:" + code(status));
        problem.put("status", status);
        problem.put("code", code(status));
        String detail = detail(status);
        if (status >= BROKEN) {
            String incident = identifiers.next().toString();
            LOG.error("incident {} at {} {}", incident, request.getMethod(), request.getRequestURI());
            problem.put("incident", incident);
            detail += " Report incident " + incident + ".";
        }
        problem.put("detail", detail);
        problem.put("message", detail);
        byte[] bytes = problem.toString().getBytes(StandardCharsets.UTF_8);
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    private boolean isOverTask(HttpServletRequest request) {
        Matcher task = TASK.matcher(EngineCall.of(request).path());
        return "GET".equals(request.getMethod()) && task.matches() && !tasks.isOpen(task.group(1));
    }

    private static String code(int status) {
        return switch (status) {
            case 401 -> "not-authenticated";
            case 403 -> "not-authorized";
            case 404 -> "not-found";
            case 405 -> "method-not-allowed";
            case 406 -> "not-acceptable";
            case 415 -> "unsupported-media-type";
            default -> status < 500 ? "invalid-request" : "internal-error";
        };
    }

    private static String detail(int status) {
        return switch (status) {
            case 401 -> "Sign in first.";
            case 403 -> "You may not see this, or may not do this here.";
            case 404 -> "There is nothing here that you may see.";
            case 406 -> "None of the media types asked for can be given.";
            default ->
                status < 500
                        ? "The engine does not understand this request (expected: parameters as its interface describes them)."
                        : "Something went wrong in the engine that nobody foresaw; nothing was changed.";
        };
    }
}

package dev.countersign.workflow.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.ledger.Refusal;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/** A problem detail that Tasklist can show: it displays the member {@code message} and nothing else. */
final class TasklistProblem {

    /** What a set of models takes to be checked. */
    private static final String BUSY_SECONDS = "3";

    private TasklistProblem() {}

    static void write(HttpServletResponse response, Refusal refusal) throws IOException {
        if (refusal.kind() == Refusal.Kind.UNAVAILABLE) {
            response.setHeader(HttpHeaders.RETRY_AFTER, BUSY_SECONDS);
        }
        write(response, of(refusal), refusal.kind().status());
    }

    /** @param findings what the gate has to say of models that were sent with the call */
    static void write(HttpServletResponse response, Refusal refusal, ArrayNode findings) throws IOException {
        ObjectNode problem = of(refusal);
        problem.set("findings", findings);
        write(response, problem, refusal.kind().status());
    }

    private static ObjectNode of(Refusal refusal) {
        ObjectNode problem = JsonNodeFactory.instance.objectNode();
        problem.put("type", "urn:countersign:problem:" + refusal.code());
        problem.put("status", refusal.kind().status());
        problem.put("detail", refusal.detail());
        problem.put("code", refusal.code());
        problem.put("rule", refusal.number());
        problem.put("message", refusal.number() + ": " + refusal.detail());
        return problem;
    }

    private static void write(HttpServletResponse response, ObjectNode problem, int status) throws IOException {
        response.setStatus(status);
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(problem.toString().getBytes(StandardCharsets.UTF_8));
    }
}

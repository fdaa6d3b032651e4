package dev.countersign.workflow.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.ledger.Refusal;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;

/** A problem detail that Tasklist can show: it displays the member {@code message} and nothing else. */
final class TasklistProblem {

    private TasklistProblem() {}

    static void write(HttpServletResponse response, Refusal refusal) throws IOException {
        ObjectNode problem = JsonNodeFactory.instance.objectNode();
        problem.put("type", "urn:countersign:problem:" + refusal.code());
        problem.put("status", refusal.kind().status());
        problem.put("detail", refusal.detail());
        problem.put("code", refusal.code());
        problem.put("rule", refusal.number());
        problem.put("message", refusal.number() + ": " + refusal.detail());
        response.setStatus(refusal.kind().status());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(problem.toString().getBytes(StandardCharsets.UTF_8));
    }
}

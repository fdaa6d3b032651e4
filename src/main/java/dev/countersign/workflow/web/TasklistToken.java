package dev.countersign.workflow.web;

import dev.countersign.workflow.WorkflowRule;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.camunda.bpm.webapp.impl.security.filter.util.CsrfConstants;

/**
 * Tasklist's own protection against forged requests. Camunda's filter checks it too, but not on what a door of ours
 * answers, and it ends the session of whoever was tricked.
 */
final class TasklistToken {

    private TasklistToken() {}

    /** @throws dev.countersign.ledger.RefusedException {@code csrf} */
    static void demand(EngineCall call, HttpServletRequest request) {
        if (!call.tasklist()) {
            return;
        }
        String sent = request.getHeader(CsrfConstants.CSRF_TOKEN_HEADER_NAME);
        HttpSession session = request.getSession(false);
        Object expected = session == null ? null : session.getAttribute(CsrfConstants.CSRF_TOKEN_SESSION_ATTR_NAME);
        boolean same = sent != null
                && expected instanceof String token
                && MessageDigest.isEqual(sent.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
        if (!same) {
            throw WorkflowRule.FORGED_REQUEST.refuse();
        }
    }
}

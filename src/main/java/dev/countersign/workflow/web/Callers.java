package dev.countersign.workflow.web;

import dev.countersign.ledger.Caller;
import dev.countersign.workflow.WorkflowRule;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** Who calls, for filters: controllers are given it. */
final class Callers {

    private Callers() {}

    /** @throws dev.countersign.ledger.RefusedException {@code not-authenticated} */
    static Caller current(HttpServletRequest request) {
        if (request.getAttribute(Caller.class.getName()) instanceof Caller caller) {
            return caller;
        }
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication != null && authentication.getPrincipal() instanceof Caller caller) {
            return caller;
        }
        throw WorkflowRule.NOT_SIGNED_IN.refuse();
    }
}

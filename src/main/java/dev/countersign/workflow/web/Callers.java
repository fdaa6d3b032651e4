package dev.countersign.workflow.web;

import dev.countersign.ledger.Caller;
import dev.countersign.workflow.WorkflowRule;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Who calls, for filters; controllers are given it. The edge names the request attribute after the type. */
final class Callers {

    private Callers() {}

    static Optional<Caller> find(HttpServletRequest request) {
        return request.getAttribute(Caller.class.getName()) instanceof Caller caller
                        && caller.kind() != Caller.Kind.ANONYMOUS
                ? Optional.of(caller)
                : Optional.empty();
    }

    /** @throws dev.countersign.ledger.RefusedException {@code not-authenticated} */
    static Caller current(HttpServletRequest request) {
        return find(request).orElseThrow(WorkflowRule.NOT_SIGNED_IN::refuse);
    }
}

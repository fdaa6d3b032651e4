package dev.countersign.web;

import dev.countersign.ledger.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The caller the security chain left in the request. */
@Component
class SecurityContextCaller implements CurrentCaller {

    @Override
    public Optional<Caller> of(HttpServletRequest request) {
        return request.getAttribute(Caller.class.getName()) instanceof Caller caller
                        && caller.kind() != Caller.Kind.ANONYMOUS
                ? Optional.of(caller)
                : Optional.empty();
    }
}

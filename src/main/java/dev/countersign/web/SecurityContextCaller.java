package dev.countersign.web;

import dev.countersign.ledger.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** The caller the security chain left in its context. */
@Component
class SecurityContextCaller implements CurrentCaller {

    @Override
    public Optional<Caller> of(HttpServletRequest request) {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null || !authentication.isAuthenticated()) {
            return Optional.empty();
        }
        return authentication.getPrincipal() instanceof Caller caller ? Optional.of(caller) : Optional.empty();
    }
}

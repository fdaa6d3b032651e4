package dev.countersign.web;

import dev.countersign.ledger.Caller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Says who calls, for everything behind the security chain: a request attribute named {@code dev.countersign.ledger.Caller}
 * holds the {@link Caller}. Controllers declare a parameter of that type instead.
 */
final class CallerFilter extends OncePerRequestFilter {

    private static final String ATTRIBUTE = Caller.class.getName();

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        request.setAttribute(ATTRIBUTE, callerOf(request));
        chain.doFilter(request, response);
    }

    static Caller callerOf(HttpServletRequest request) {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        String address = request.getRemoteAddr();
        if (authentication instanceof PersonAuthentication person) {
            return person.caller(address);
        }
        if (authentication instanceof ServiceAuthentication service) {
            return Caller.serviceAccount(service.getName(), address);
        }
        return Caller.anonymous(address);
    }
}

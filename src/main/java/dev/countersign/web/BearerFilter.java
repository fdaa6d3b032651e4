package dev.countersign.web;

import dev.countersign.identity.ServiceAccounts;
import dev.countersign.identity.ServiceAccounts.ServiceAccount;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Service accounts by their token (INT-01): for this call alone, whatever session the request also names. */
final class BearerFilter extends OncePerRequestFilter {

    private static final String SCHEME = "Bearer ";

    private final ServiceAccounts accounts;
    private final FailedAttempts failures;
    private final SecurityProblems problems;

    BearerFilter(ServiceAccounts accounts, FailedAttempts failures, SecurityProblems problems) {
        this.accounts = accounts;
        this.failures = failures;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String token = token(request);
        if (token == null) {
            chain.doFilter(request, response);
            return;
        }
        Optional<ServiceAccount> account = accounts.authenticate(token);
        if (account.isEmpty()) {
            SecurityContextHolder.clearContext();
            if (!failures.failed(request)) {
                problems.write(response, failures.refusal(request, response));
                return;
            }
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
            problems.refuse(
                    request,
                    response,
                    WebRefusal.TOKEN_REFUSED.because(
                            "No service account has this token. Ask an IT Administrator for a new one."));
            return;
        }
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new ServiceAuthentication(account.get()));
        SecurityContextHolder.setContext(context);
        chain.doFilter(request, response);
    }

    static boolean hasToken(HttpServletRequest request) {
        return token(request) != null;
    }

    private static @Nullable String token(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? header.substring(SCHEME.length()).strip()
                : null;
    }
}

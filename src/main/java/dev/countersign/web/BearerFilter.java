package dev.countersign.web;

import dev.countersign.identity.ServiceAccounts;
import dev.countersign.identity.ServiceAccounts.Check;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
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
        Check check = accounts.check(token, request.getRemoteAddr());
        if (check.account() == null) {
            refuse(request, response, check);
            return;
        }
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new ServiceAuthentication(check.account()));
        SecurityContextHolder.setContext(context);
        chain.doFilter(request, response);
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, Check check) throws IOException {
        SecurityContextHolder.clearContext();
        if (!failures.failed(request)) {
            problems.write(response, failures.refusal(request, response));
            return;
        }
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
        problems.refuse(
                request,
                response,
                check.subject(),
                Objects.requireNonNull(check.onRecord()),
                Objects.requireNonNull(check.answer()));
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

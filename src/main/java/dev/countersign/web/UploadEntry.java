package dev.countersign.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Before anything asks an upload for a parameter, which makes the container write its parts to disk: whoever brings neither a full
 * session nor a token is told so at once. A token is judged further on, still without a look at the body.
 */
final class UploadEntry extends OncePerRequestFilter {

    private final Sessions sessions;
    private final SecurityProblems problems;

    UploadEntry(Sessions sessions, SecurityProblems problems) {
        this.sessions = sessions;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (BodyLimits.isMultipart(request) && !BearerFilter.hasToken(request) && !isSignedIn(request)) {
            problems.notSignedIn(response);
        } else {
            chain.doFilter(request, response);
        }
    }

    private boolean isSignedIn(HttpServletRequest request) {
        return Sessions.current().filter(PersonAuthentication::isFull).isPresent() && sessions.over(request) == null;
    }
}

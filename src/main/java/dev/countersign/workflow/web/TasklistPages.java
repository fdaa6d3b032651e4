package dev.countersign.workflow.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Tasklist's surroundings: its policy names the origin of the signing pages as the one thing it may frame, and replaces the
 * vendor's, whose nonce is shared between concurrent requests and whose sandbox would reach into the frame.
 */
final class TasklistPages extends OncePerRequestFilter {

    /** Hash of the script in Tasklist's page; a test compares. {@code 'unsafe-eval'} is AngularJS: nobody types factors here. */
    static final String BOOTSTRAP = "'sha256-gvHUYxLWNlU7w3hdMZqE2Y6oLewPt4v8fSGOTwg0EqY='";

    private static final String POLICY = "default-src 'self'; script-src 'self' 'unsafe-eval' " + BOOTSTRAP
            + "; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-src 'self' %s; connect-src 'self';"
            + " object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    private final SigningOrigin signingOrigin;

    TasklistPages(SigningOrigin signingOrigin) {
        this.signingOrigin = signingOrigin;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader("Content-Security-Policy", POLICY.formatted(signingOrigin.of(request)));
        if (request.getRequestURI().startsWith("/camunda/lib/")) {
            // megabytes that change with the release alone, and whose address says which release
            response.setHeader(HttpHeaders.CACHE_CONTROL, "private, max-age=86400");
        }
        chain.doFilter(request, response);
    }
}

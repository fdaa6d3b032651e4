package dev.countersign.web;

import dev.countersign.worm.WormStore;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * First of all filters: the signing port serves the signing pages and nothing else, the main port everything else; and a
 * demonstration answers to the names of its own machine alone, so that no page of the Internet can be made to resolve to it.
 */
final class OriginFilter extends OncePerRequestFilter {

    private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final Origins origins;
    private final WormStore store;
    private final SecurityProblems problems;

    OriginFilter(Origins origins, WormStore store, SecurityProblems problems) {
        this.origins = origins;
        this.store = store;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (store.installation().isDemo() && !OWN_NAMES.contains(request.getServerName())) {
            problems.write(
                    response,
                    HttpStatusCode.valueOf(421),
                    "host-refused",
                    "A demonstration answers to localhost, 127.0.0.1 and [::1] alone.");
        } else if (origins.isSigning(request) != isSigningPage(path(request))) {
            problems.write(response, HttpStatus.NOT_FOUND, "not-found", "This port does not serve that address.");
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean isSigningPage(String path) {
        return path.equals("/sign") || path.startsWith("/sign/");
    }

    /** Decoded and normalised by the container. */
    static String path(HttpServletRequest request) {
        String rest = request.getPathInfo();
        return rest == null ? request.getServletPath() : request.getServletPath() + rest;
    }
}

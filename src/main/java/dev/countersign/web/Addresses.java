package dev.countersign.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Addresses that parts of the application would read differently: none of ours has path parameters, and the error page is where
 * the container goes, not a caller.
 */
final class Addresses extends OncePerRequestFilter {

    private final SecurityProblems problems;

    Addresses(SecurityProblems problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String uri = request.getRequestURI().toLowerCase(Locale.ROOT);
        if (uri.contains(";") || uri.contains("%3b")) {
            problems.write(response, WebRefusal.ADDRESS.because("No address here has a semicolon in its path."));
        } else if (OriginFilter.path(request).equals("/error")) {
            problems.write(response, HttpStatus.NOT_FOUND, "not-found", "There is nothing at this address.");
        } else {
            chain.doFilter(request, response);
        }
    }
}

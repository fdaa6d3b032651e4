package dev.countersign.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses U+0000 in an address: no database text can hold it, so whatever would look for it fails instead of finding nothing. Stands
 * behind the security chains, which know whose attempt it was; bodies are read by what refuses it itself.
 */
final class NullCharacters extends OncePerRequestFilter {

    private final SecurityProblems problems;

    NullCharacters(SecurityProblems problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String query = request.getQueryString();
        // an encoded percent sign is followed by 25: this is the character and nothing else
        if (holds(request.getRequestURI()) || (query != null && holds(query))) {
            problems.refuse(
                    request,
                    response,
                    WebRefusal.NULL_CHARACTER.because(
                            "The address holds the character U+0000 (expected: text without it)."));
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean holds(String encoded) {
        return encoded.contains("%00") || encoded.indexOf('\0') >= 0;
    }
}

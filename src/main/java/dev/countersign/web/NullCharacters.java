package dev.countersign.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses U+0000 in an address or a form: no database text can hold it, so whatever would look for it fails instead of finding nothing. Stands
 * behind the security chains, which know whose attempt it was; JSON is read by what refuses it itself.
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
            refuse("address", request, response);
        } else if (isForm(request)
                && request.getParameterMap().values().stream()
                        .flatMap(Arrays::stream)
                        .anyMatch(value -> value.indexOf('\0') >= 0)) {
            refuse("form", request, response);
        } else {
            chain.doFilter(request, response);
        }
    }

    private void refuse(String what, HttpServletRequest request, HttpServletResponse response) throws IOException {
        String detail = "The " + what + " holds the character U+0000 (expected: text without it).";
        problems.refuse(request, response, WebRefusal.NULL_CHARACTER.because(detail));
    }

    /** Its parameters have been read by the time of this filter; those of an upload have not, and stay unread. */
    private static boolean isForm(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.toLowerCase(Locale.ROOT).startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE);
    }

    private static boolean holds(String encoded) {
        return encoded.contains("%00") || encoded.indexOf('\0') >= 0;
    }
}

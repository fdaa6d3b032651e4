package dev.countersign.web;

import dev.countersign.identity.Logins.Ending;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends sessions nobody acts in, and those that are too long (IDN-05). Tasklist asks the engine every ten seconds by itself:
 * of its calls only those that change a task are a person's.
 */
final class SessionLimits extends OncePerRequestFilter {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Pattern CHANGE_OF_TASK = Pattern.compile("/camunda/api/engine/.*/task/[^/]+/[^/]+");

    private final Sessions sessions;

    SessionLimits(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        @Nullable Ending ending = sessions.over(request);
        if (ending != null) {
            sessions.end(request, response, ending);
        } else if (isAction(request)) {
            sessions.touch(request);
        }
        chain.doFilter(request, response);
    }

    private static boolean isAction(HttpServletRequest request) {
        String path = OriginFilter.path(request);
        return !path.startsWith("/camunda/api/")
                || (!READING.contains(request.getMethod())
                        && CHANGE_OF_TASK.matcher(path).matches());
    }
}

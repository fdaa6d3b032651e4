package dev.countersign.web;

import dev.countersign.identity.Logins.Ending;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends sessions nobody acts in, those that are too long, and those of accounts that were suspended or ended (IDN-05, T20). Tasklist asks the engine every ten seconds by itself:
 * of its calls only those that change a task are a person's.
 */
final class SessionLimits extends OncePerRequestFilter {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Pattern CHANGE_OF_TASK = Pattern.compile("/camunda/api/engine/.*/task/[^/]+/[^/]+");

    private final Sessions sessions;
    private final Predicate<String> active;

    /** @param active whether the account with that id still is */
    SessionLimits(Sessions sessions, Predicate<String> active) {
        this.sessions = sessions;
        this.active = active;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        @Nullable Ending ending = sessions.over(request);
        if (ending == null
                && Sessions.current()
                        .filter(person -> !active.test(person.getName()))
                        .isPresent()) {
            ending = Ending.NOT_ACTIVE;
        }
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

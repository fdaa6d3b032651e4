package dev.countersign.web;

import dev.countersign.identity.Logins.Ending;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends sessions nobody acts in, those that are too long, those of accounts that were suspended or ended, and those that began with a password
 * that is no longer the person's (IDN-05, T20). Tasklist asks the engine every ten seconds by itself, and us for its cards: of its calls only
 * those that change a task are a person's.
 */
final class SessionLimits extends OncePerRequestFilter {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    /** What an open page asks by itself: what stands on Tasklist's cards, how far exports are. */
    private static final Set<String> ASKED_BY_SCRIPT = Set.of("/api/tasks/cards", "/exports/progress");

    private static final Pattern CHANGE_OF_TASK = Pattern.compile("/camunda/api/engine/.*/task/[^/]+/[^/]+");

    private final Sessions sessions;
    private final Function<String, Optional<Instant>> activeSince;

    /** @param activeSince from when on sessions of the account with that id count; empty if none does */
    SessionLimits(Sessions sessions, Function<String, Optional<Instant>> activeSince) {
        this.sessions = sessions;
        this.activeSince = activeSince;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        @Nullable Ending ending = sessions.over(request);
        if (ending == null) {
            ending = Sessions.current()
                    .map(person -> notCounted(request, person.getName()))
                    .orElse(null);
        }
        if (ending != null) {
            sessions.end(request, response, ending);
        } else if (isAction(request)
                && Sessions.current().filter(PersonAuthentication::isLocked).isEmpty()) {
            sessions.touch(request);
        }
        chain.doFilter(request, response);
    }

    private @Nullable Ending notCounted(HttpServletRequest request, String userId) {
        Optional<Instant> since = activeSince.apply(userId);
        if (since.isEmpty()) {
            return Ending.NOT_ACTIVE;
        }
        return Sessions.beganBefore(request, since.get()) ? Ending.PASSWORD_CHANGED : null;
    }

    private static boolean isAction(HttpServletRequest request) {
        String path = OriginFilter.path(request);
        return !ASKED_BY_SCRIPT.contains(path)
                && (!path.startsWith("/camunda/api/")
                        || (!READING.contains(request.getMethod())
                                && CHANGE_OF_TASK.matcher(path).matches()));
    }
}

package dev.countersign.workflow.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.bpm.webapp.impl.security.auth.ContainerBasedAuthenticationFilter;
import org.jspecify.annotations.Nullable;

/**
 * Says who is signed in for everything of Tasklist's that names an engine. The vendor's filter leaves out the calls about the user, which it
 * answers from what an earlier request left in the session: here nothing is left, so that each request is judged by its own session.
 */
final class TasklistAuthentication extends ContainerBasedAuthenticationFilter {

    private static final Pattern ABOUT_USER = Pattern.compile("/camunda/api/admin/auth/user/([^/]+)(/.*)?");

    @Override
    protected @Nullable String extractEngineName(HttpServletRequest request) {
        @Nullable String engine = super.extractEngineName(request);
        Matcher aboutUser = ABOUT_USER.matcher(request.getRequestURI());
        return engine == null && aboutUser.matches() ? aboutUser.group(1) : engine;
    }
}

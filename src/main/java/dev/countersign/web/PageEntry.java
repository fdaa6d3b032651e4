package dev.countersign.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.stereotype.Component;

/** Leads whoever opens a page without being signed in to the login; calls of scripts get a problem detail instead. */
@Component
class PageEntry implements AuthenticationEntryPoint, AccessDeniedHandler {

    static final String LOGIN = "/login";
    static final String CODE = "/login/code";

    private final Origins origins;
    private final AskedFor askedFor;
    private final SecurityProblems problems;

    PageEntry(Origins origins, AskedFor askedFor, SecurityProblems problems) {
        this.origins = origins;
        this.askedFor = askedFor;
        this.problems = problems;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException, ServletException {
        if (origins.isSigning(request)) {
            askedFor.rememberSigning(request);
            // in a frame the login could not be shown: the page says where it is
            response.setStatus(HttpStatus.UNAUTHORIZED.value());
            request.getRequestDispatcher(SignedOutController.PATH).forward(request, response);
        } else if (isPage(request)) {
            response.sendRedirect(LOGIN);
        } else {
            problems.commence(request, response, e);
        }
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e)
            throws IOException, ServletException {
        Optional<PersonAuthentication> person = Sessions.current();
        boolean locked = person.filter(PersonAuthentication::isLocked).isPresent();
        boolean halfWay = !locked && person.filter(one -> !one.isFull()).isPresent();
        if (e instanceof CsrfException && OriginFilter.path(request).startsWith(LOGIN)) {
            // the login page was open longer than its session lived
            response.sendRedirect(LOGIN + "?expired");
        } else if (e instanceof CsrfException && person.isEmpty() && origins.isSigning(request)) {
            // the signing page was open longer than its session lived
            commence(request, response, new InsufficientAuthenticationException("the session is over"));
        } else if (locked && origins.isSigning(request)) {
            commence(request, response, new InsufficientAuthenticationException("the screen is locked"));
        } else if (locked && isPage(request)) {
            askedFor.cache().saveRequest(request, response);
            response.sendRedirect(LockController.UNLOCK);
        } else if (halfWay && isPage(request) && !origins.isSigning(request)) {
            response.sendRedirect(CODE);
        } else {
            problems.handle(request, response, e);
        }
    }

    /** Whether a person's browser asks for a page to show. */
    static boolean isPage(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return "GET".equals(request.getMethod())
                && accept != null
                && accept.contains("text/html")
                && !OriginFilter.path(request).startsWith("/camunda/api/");
    }
}

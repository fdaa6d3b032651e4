package dev.countersign.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusals;
import dev.countersign.ledger.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.stereotype.Component;

/** What the security chains answer, as problem details. What somebody with credentials was refused is put on record. */
@Component
class SecurityProblems implements AuthenticationEntryPoint, AccessDeniedHandler {

    private final ObjectMapper json;
    private final Refusals refusals;

    SecurityProblems(ObjectMapper json, Refusals refusals) {
        this.json = json;
        this.refusals = refusals;
    }

    /** Nobody is signed in: no attempt of anybody yet, so nothing to record. */
    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        notSignedIn(response);
    }

    void notSignedIn(HttpServletResponse response) throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        write(response, WebRefusal.NOT_SIGNED_IN.because("Sign in first: POST /api/session, or send a bearer token."));
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e)
            throws IOException {
        if (Sessions.current().filter(PersonAuthentication::isLocked).isPresent()) {
            screenLocked(request, response);
            return;
        }
        if (CallerFilter.callerOf(request).kind() == Caller.Kind.ANONYMOUS) {
            // the missing token is the smaller half of it: there is no session it could belong to
            notSignedIn(response);
            return;
        }
        Refusal refusal = e instanceof CsrfException
                ? WebRefusal.CSRF.because("This call changes something and needs the header and token that"
                        + " GET /api/session names under csrf.")
                : WebRefusal.NOT_AUTHORIZED.because(
                        "You may not call %s %s (expected: a call your role or scope names)."
                                .formatted(request.getMethod(), OriginFilter.path(request)));
        refuse(request, response, refusal);
    }

    /** Tasklist leads whoever is not signed in to the login, and that leads on: other answers it only shows. */
    private void screenLocked(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (OriginFilter.path(request).startsWith("/camunda/")) {
            notSignedIn(response);
        } else {
            write(
                    response,
                    WebRefusal.SCREEN_LOCKED.because("The screen of this session is locked. Unlock it at /unlock."));
        }
    }

    /** Records the refusal, then answers it. */
    void refuse(HttpServletRequest request, HttpServletResponse response, Refusal refusal) throws IOException {
        Caller caller = CallerFilter.callerOf(request);
        if (refusal.kind() == Refusal.Kind.MALFORMED && caller.kind() == Caller.Kind.ANONYMOUS) {
            // nobody's attempt, at something that is open to everybody
            write(response, refusal);
            return;
        }
        String call = request.getMethod() + " " + OriginFilter.path(request);
        try {
            refusals.guarding(caller, "call", call, () -> {
                throw new RefusedException(refusal);
            });
        } catch (RefusedException recorded) {
            write(response, recorded.refusal());
        }
    }

    /** Records one refusal and answers another, which says less. */
    void refuse(
            HttpServletRequest request, HttpServletResponse response, String subject, Refusal onRecord, Refusal answer)
            throws IOException {
        refusals.record(CallerFilter.callerOf(request), "call", subject, null, onRecord);
        write(response, answer);
    }

    void write(HttpServletResponse response, Refusal refusal) throws IOException {
        write(response, Problems.of(refusal));
    }

    void write(HttpServletResponse response, HttpStatusCode status, String code, String detail) throws IOException {
        write(response, Problems.of(status, code, detail));
    }

    private void write(HttpServletResponse response, ProblemDetail problem) throws IOException {
        response.setStatus(problem.getStatus());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsBytes(problem));
    }
}

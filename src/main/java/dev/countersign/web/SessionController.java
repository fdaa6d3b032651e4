package dev.countersign.web;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Role;
import dev.countersign.crypto.UtcTime;
import dev.countersign.identity.Logins;
import dev.countersign.identity.Logins.Attempt;
import dev.countersign.identity.Logins.Ending;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.ledger.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Sessions for programs that act for a person. */
@RestController
@RequestMapping("/api/session")
@Tag(name = "Session")
class SessionController {

    private final Logins logins;
    private final FailedAttempts failures;
    private final Sessions sessions;
    private final People people;
    private final Authority authority;
    private final Origins origins;
    private final DeviceCookie devices;

    SessionController(
            Logins logins,
            FailedAttempts failures,
            Sessions sessions,
            People people,
            Authority authority,
            Origins origins,
            DeviceCookie devices) {
        this.devices = devices;
        this.logins = logins;
        this.failures = failures;
        this.sessions = sessions;
        this.people = people;
        this.authority = authority;
        this.origins = origins;
    }

    record Csrf(String headerName, String token) {}

    record SessionView(
            String userId, String printedName, List<String> roles, String expiresAt, Csrf csrf, String signOrigin) {}

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Sign in", description = "Body `{username, password, otp}`; the answer sets a session cookie.")
    void begin(@RequestBody byte[] body, HttpServletRequest request, HttpServletResponse response) {
        String reference = sessions.opening(request);
        Credentials typed = Credentials.read(body);
        Attempt attempt = devices.attempt(request, typed.userName(), reference);
        Person person =
                failures.login(request, response, attempt, () -> logins.logIn(attempt, typed.password(), typed.code()));
        sessions.begin(request, response, person, reference, devices.remember(request, response, person, attempt));
    }

    @GetMapping
    @Operation(
            summary = "Who is signed in",
            description = "With the CSRF header that calls that change something need.")
    SessionView show(Caller caller, CsrfToken csrf, HttpServletRequest request) {
        Person person = people.find(caller.actorId()).orElseThrow();
        return new SessionView(
                person.userId(),
                person.printedName(),
                authority.held(person.userId()).stream()
                        .map(Role::code)
                        .sorted()
                        .toList(),
                UtcTime.write(sessions.expiry(request).orElseThrow()),
                new Csrf(csrf.getHeaderName(), csrf.getToken()),
                origins.signing(request));
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Sign out")
    void end(HttpServletRequest request, HttpServletResponse response) {
        sessions.end(request, response, Ending.SIGNED_OUT);
        KeptInBrowser.clear(response);
    }
}

package dev.countersign.web;

import dev.countersign.identity.Factors;
import dev.countersign.ledger.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What a person changes of their own account (docs/operations/passwords.md). */
@RestController
@RequestMapping("/api/account")
@Tag(name = "Own account", description = "Password and signing key of whoever is signed in")
class OwnAccountController {

    private final Factors factors;
    private final Sessions sessions;

    OwnAccountController(Factors factors, Sessions sessions) {
        this.factors = factors;
        this.sessions = sessions;
    }

    @PostMapping(path = "/password", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Change one's password",
            description =
                    "Body `{password, otp, newPassword}`: the present one, a code, the new one. The signing key stays. Every other"
                            + " session of the person ends; this one goes on under a new id, with a new CSRF token (GET /api/session).")
    void changePassword(
            Caller caller, @RequestBody byte[] body, HttpServletRequest request, HttpServletResponse response) {
        OwnComponents typed = OwnComponents.read(body);
        factors.change(caller, typed.password(), typed.code(), typed.newPassword());
        sessions.renew(request, response);
    }
}

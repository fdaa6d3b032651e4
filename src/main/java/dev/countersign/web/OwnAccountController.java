package dev.countersign.web;

import dev.countersign.identity.Enrolments.OwnKey;
import dev.countersign.identity.Factors;
import dev.countersign.identity.Policies;
import dev.countersign.identity.SignaturePolicy;
import dev.countersign.identity.SignaturePolicy.Section;
import dev.countersign.ledger.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
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
    private final OwnKeys keys;
    private final Policies policies;
    private final Sessions sessions;

    OwnAccountController(Factors factors, OwnKeys keys, Policies policies, Sessions sessions) {
        this.factors = factors;
        this.keys = keys;
        this.policies = policies;
        this.sessions = sessions;
    }

    record PolicyView(String version, String sha256, String title, List<Section> sections, boolean acknowledged) {}

    /** @param state {@code made} until a QA Manager certifies it */
    record KeyView(String keyId, String spkiSha256, String state) {}

    @GetMapping("/policy")
    @Operation(summary = "The policy on electronic signatures, and whether the caller acknowledged this version")
    PolicyView policy(Caller caller) {
        SignaturePolicy policy = policies.current();
        return new PolicyView(
                policy.version(),
                policy.sha256().hex(),
                policy.title(),
                policy.sections(),
                policies.isAcknowledged(caller.actorId()));
    }

    @PostMapping(path = "/key", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Make one's signing key",
            description =
                    "Body `{password, otp, policySha256}`: the last says which policy text was read and agreed to (GET"
                            + " /api/account/policy). The key signs a test, which is verified. It counts when a QA Manager certified it.")
    KeyView makeKey(Caller caller, @RequestBody byte[] body) {
        OwnKey key = keys.make(caller, OwnComponents.read(body));
        return new KeyView(key.keyId().toString(), key.fingerprint().hex(), key.certified() ? "certified" : "made");
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

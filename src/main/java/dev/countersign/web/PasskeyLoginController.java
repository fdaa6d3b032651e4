package dev.countersign.web;

import dev.countersign.identity.Logins;
import dev.countersign.identity.Logins.AcceptedPassword;
import dev.countersign.identity.Logins.Attempt;
import dev.countersign.identity.Person;
import dev.countersign.ledger.RefusedException;
import dev.countersign.passkeys.Assertion;
import dev.countersign.passkeys.Passkeys;
import dev.countersign.passkeys.Passkeys.Question;
import dev.countersign.web.DeviceCookie.Arrived;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** The second step of a login by a passkey instead of a code. */
@Controller
@Hidden
class PasskeyLoginController {

    static final String PATH = "/login/passkey";
    static final String QUESTION = "/login/passkey/question";

    private final Logins logins;
    private final Passkeys passkeys;
    private final FailedAttempts failures;
    private final Sessions sessions;
    private final AskedFor askedFor;
    private final Origins origins;
    private final OriginSettings settings;
    private final DeviceCookie devices;
    private final Homes homes;

    PasskeyLoginController(
            Logins logins,
            Passkeys passkeys,
            FailedAttempts failures,
            Sessions sessions,
            AskedFor askedFor,
            Origins origins,
            OriginSettings settings,
            DeviceCookie devices,
            Homes homes) {
        this.homes = homes;
        this.devices = devices;
        this.logins = logins;
        this.passkeys = passkeys;
        this.failures = failures;
        this.sessions = sessions;
        this.askedFor = askedFor;
        this.origins = origins;
        this.settings = settings;
    }

    @ModelAttribute("environment")
    String environment() {
        return settings.environmentName();
    }

    /** A challenge, for whoever typed the password in this session and for nobody else. */
    @PostMapping(path = QUESTION, produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    Question question(HttpServletRequest request) {
        AcceptedPassword accepted = sessions.accepted(request)
                .orElseThrow(() -> WebRefusal.NOT_SIGNED_IN.refuse("This took too long. Type your password again."));
        return passkeys.askForLogin(accepted.userId(), asked(), origins.site(request));
    }

    @PostMapping(PATH)
    String answer(
            @RequestParam(defaultValue = "") String credentialId,
            @RequestParam(defaultValue = "") String clientData,
            @RequestParam(defaultValue = "") String authenticatorData,
            @RequestParam(defaultValue = "") String signature,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<AcceptedPassword> accepted = sessions.accepted(request);
        if (accepted.isEmpty()) {
            return "redirect:" + PageEntry.LOGIN + "?expired";
        }
        String userId = accepted.get().userId();
        String reference = sessions.opening(request);
        Assertion answer =
                Assertion.ofBase64url(credentialId, clientData, authenticatorData, signature, origins.site(request));
        try {
            Attempt attempt = devices.attempt(request, userId, reference);
            Person person = failures.login(
                    request, response, attempt, () -> logins.acceptPasskey(attempt, accepted.get(), asked(), answer));
            String place = askedFor.address(request).orElseGet(() -> homes.of(person.userId()));
            Arrived device = devices.remember(request, response, person, attempt);
            sessions.begin(request, response, person, reference, device);
            askedFor.forget(request);
            return "redirect:" + place;
        } catch (RefusedException e) {
            model.addAttribute("userName", userId);
            model.addAttribute("passkey", passkeys.anyAt(userId, origins.site(request)));
            model.addAttribute("passkeyFailed", true);
            return LoginController.refused(e.refusal(), "login/code", model, response);
        }
    }

    private static String asked() {
        return Sessions.current().map(PersonAuthentication::reference).orElse("");
    }
}

package dev.countersign.web;

import dev.countersign.identity.Person;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.ledger.RefusedException;
import dev.countersign.passkeys.Passkeys;
import dev.countersign.passkeys.Passkeys.Attestation;
import dev.countersign.passkeys.Passkeys.Creation;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/**
 * The last step of setting an account up, which can be left out: a passkey beside the authenticator. It follows at once on password and code,
 * in the same session; nothing else can be done in it.
 */
@Controller
@Hidden
@RequestMapping(EnrolmentPasskeyController.PATH)
class EnrolmentPasskeyController {

    static final String PATH = "/enrol/passkey";
    private static final String NEW = EnrolmentPasskeyController.class.getName() + ".new";
    private static final Duration LASTS = Duration.ofMinutes(10);

    private final Passkeys passkeys;
    private final Refusals refusals;
    private final Sessions sessions;
    private final Origins origins;
    private final OriginSettings settings;

    EnrolmentPasskeyController(
            Passkeys passkeys, Refusals refusals, Sessions sessions, Origins origins, OriginSettings settings) {
        this.passkeys = passkeys;
        this.refusals = refusals;
        this.sessions = sessions;
        this.origins = origins;
        this.settings = settings;
    }

    /** Somebody who just set password and authenticator. */
    private record Newcomer(String userId, String printedName, String reference) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    @ModelAttribute("environment")
    String environment() {
        return settings.environmentName();
    }

    /** Where the wizard goes on after password and authenticator; the session is a new one, for this alone. */
    String after(Person person, HttpServletRequest request) {
        request.getSession().invalidate();
        if (!origins.site(request).isNamed()) {
            return EnrolmentController.DONE;
        }
        HttpSession session = request.getSession(true);
        session.setAttribute(NEW, new Newcomer(person.userId(), person.printedName(), sessions.newReference()));
        session.setMaxInactiveInterval(Math.toIntExact(LASTS.toSeconds()));
        return PATH;
    }

    @GetMapping
    String show(HttpServletRequest request) {
        return newcomer(request).isPresent() ? "enrol/passkey" : "redirect:" + EnrolmentController.DONE;
    }

    @PostMapping(path = "/creation", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    Creation begin(HttpServletRequest request) {
        Newcomer newcomer = newcomer(request)
                .orElseThrow(() -> WebRefusal.NOT_SIGNED_IN.refuse(
                        "This took too long. Your account is ready: sign in, and add a passkey there."));
        Caller person = caller(newcomer, request);
        return refusals.guarding(
                person,
                "passkey.register",
                "person:" + newcomer.userId(),
                () -> passkeys.beginEnrolment(
                        person, newcomer.reference(), newcomer.printedName(), origins.site(request)));
    }

    @PostMapping
    String register(
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String attestationObject,
            @RequestParam(defaultValue = "") String clientData,
            @RequestParam(defaultValue = "") String transports,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<Newcomer> found = newcomer(request);
        if (found.isEmpty()) {
            return "redirect:" + EnrolmentController.DONE;
        }
        Caller person = caller(found.get(), request);
        Attestation made = Attestation.ofBase64url(attestationObject, clientData, transports, name);
        try {
            refusals.guarding(
                    person,
                    "passkey.register",
                    "person:" + person.actorId(),
                    () -> passkeys.register(person, found.get().reference(), origins.site(request), made));
            request.getSession().invalidate();
            return "redirect:" + EnrolmentController.DONE;
        } catch (RefusedException e) {
            response.setStatus(e.refusal().kind().status());
            model.addAttribute("refusal", e.refusal().detail());
            return "enrol/passkey";
        }
    }

    private static Caller caller(Newcomer newcomer, HttpServletRequest request) {
        return Caller.person(newcomer.userId(), newcomer.reference(), request.getRemoteAddr());
    }

    private static Optional<Newcomer> newcomer(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(NEW) instanceof Newcomer newcomer
                ? Optional.of(newcomer)
                : Optional.empty();
    }
}

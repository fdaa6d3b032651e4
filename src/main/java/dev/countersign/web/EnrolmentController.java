package dev.countersign.web;

import dev.countersign.crypto.Digest;
import dev.countersign.identity.Enrolments;
import dev.countersign.identity.Enrolments.OwnKey;
import dev.countersign.identity.Invitations;
import dev.countersign.identity.Invitations.Acceptance;
import dev.countersign.identity.Person;
import dev.countersign.identity.Policies;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.ledger.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * How somebody new gets ready to sign (11.10(j), 11.100(b), 11.300): invitation, then the policy on signatures, then password and
 * authenticator, which makes the signing key and tests it. The invitation and the authenticator's secret stay in the session between the
 * pages, sealed, never in an address.
 */
@Controller
class EnrolmentController {

    static final String BEGIN = "/enrol";
    static final String POLICY = "/enrol/policy";
    static final String COMPONENTS = "/enrol/components";
    static final String DONE = "/enrol/done";

    private static final String INVITED = EnrolmentController.class.getName() + ".invited";
    private static final Duration LASTS = Duration.ofMinutes(20);

    private final Invitations invitations;
    private final Enrolments enrolments;
    private final EnrolmentPasskeyController passkey;
    private final Policies policies;
    private final FailedAttempts failures;
    private final Refusals refusals;
    private final OriginSettings settings;

    EnrolmentController(
            Invitations invitations,
            Enrolments enrolments,
            EnrolmentPasskeyController passkey,
            Policies policies,
            FailedAttempts failures,
            Refusals refusals,
            OriginSettings settings) {
        this.invitations = invitations;
        this.enrolments = enrolments;
        this.passkey = passkey;
        this.policies = policies;
        this.failures = failures;
        this.refusals = refusals;
        this.settings = settings;
    }

    /**
     * Somebody whose invitation held.
     *
     * @param policySha256 of the policy they acknowledged; empty before
     */
    private record Invited(Person person, String code, String secret, String policySha256) implements Serializable {

        @Override
        public String toString() {
            return "invited " + person.userId();
        }
    }

    @ModelAttribute("environment")
    String environment() {
        return settings.environmentName();
    }

    /** Whoever is signed in has an account that is set up. */
    @GetMapping(BEGIN)
    String begin() {
        return isSignedIn() ? "redirect:/" : "enrol/begin";
    }

    private static boolean isSignedIn() {
        return Sessions.current().filter(PersonAuthentication::isFull).isPresent();
    }

    @PostMapping(BEGIN)
    String begin(
            @RequestParam(defaultValue = "") String username,
            @RequestParam(defaultValue = "") String invitation,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (isSignedIn()) {
            return "redirect:/";
        }
        try {
            Person person = failures.login(
                    request,
                    response,
                    () -> guarding(
                            Caller.anonymous(request.getRemoteAddr()),
                            "unknown",
                            () -> invitations.demand(username, invitation)));
            HttpSession session = fresh(request);
            session.setAttribute(INVITED, new Invited(person, invitation, invitations.newAuthenticator(), ""));
            session.setMaxInactiveInterval(Math.toIntExact(LASTS.toSeconds()));
            return "redirect:" + POLICY;
        } catch (RefusedException e) {
            model.addAttribute("userName", username);
            return refused(e, "enrol/begin", model, response);
        }
    }

    @GetMapping(POLICY)
    String policy(Model model, HttpServletRequest request) {
        return invited(request).map(invited -> showPolicy(invited, model)).orElse("redirect:" + BEGIN);
    }

    @PostMapping(POLICY)
    String policy(
            @RequestParam(defaultValue = "") String policySha256,
            @RequestParam(defaultValue = "false") boolean agreed,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<Invited> found = invited(request);
        if (found.isEmpty()) {
            return "redirect:" + BEGIN;
        }
        Invited invited = found.get();
        if (!agreed || !policySha256.equals(policies.current().sha256().hex())) {
            model.addAttribute("missing", true);
            response.setStatus(422);
            return showPolicy(invited, model);
        }
        request.getSession()
                .setAttribute(INVITED, new Invited(invited.person(), invited.code(), invited.secret(), policySha256));
        return "redirect:" + COMPONENTS;
    }

    private String showPolicy(Invited invited, Model model) {
        model.addAttribute("person", invited.person());
        model.addAttribute("policy", policies.current());
        return "enrol/policy";
    }

    @GetMapping(COMPONENTS)
    String components(Model model, HttpServletRequest request) {
        return invited(request)
                .map(invited -> invited.policySha256().isEmpty() ? "redirect:" + POLICY : show(invited, model))
                .orElse("redirect:" + BEGIN);
    }

    @PostMapping(COMPONENTS)
    String components(
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "") String repeated,
            @RequestParam(defaultValue = "") String code,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes next) {
        Optional<Invited> found = invited(request);
        if (found.isEmpty() || found.get().policySha256().isEmpty()) {
            return "redirect:" + (found.isEmpty() ? BEGIN : POLICY);
        }
        Invited invited = found.get();
        if (!password.equals(repeated)) {
            model.addAttribute("unequal", true);
            response.setStatus(422);
            return show(invited, model);
        }
        String userId = invited.person().userId();
        Caller caller = Caller.person(userId, null, request.getRemoteAddr());
        try {
            guarding(caller, userId, () -> {
                invitations.accept(
                        caller, new Acceptance(userId, invited.code(), password.toCharArray(), invited.secret(), code));
                policies.acknowledge(caller, Digest.parse(invited.policySha256()));
                return true;
            });
            OwnKey key = enrolments.makeKey(caller, password.toCharArray());
            next.addFlashAttribute("fingerprint", key.fingerprint().hex());
            return "redirect:" + passkey.after(invited.person(), request);
        } catch (RefusedException e) {
            show(invited, model);
            return refused(e, "enrol/components", model, response);
        }
    }

    @GetMapping(DONE)
    String done() {
        return "enrol/done";
    }

    private <T> T guarding(Caller caller, String userId, Supplier<T> work) {
        return refusals.guarding(caller, "person.enrol", "person:" + userId, work);
    }

    private static HttpSession fresh(HttpServletRequest request) {
        HttpSession old = request.getSession(false);
        if (old != null) {
            old.invalidate();
        }
        return request.getSession(true);
    }

    private static Optional<Invited> invited(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(INVITED) instanceof Invited invited
                ? Optional.of(invited)
                : Optional.empty();
    }

    private static String show(Invited invited, Model model) {
        model.addAttribute("person", invited.person());
        model.addAttribute("secret", String.join(" ", invited.secret().split("(?<=\\G.{4})")));
        model.addAttribute("picture", AuthenticatorPicture.of(invited.person().userId(), invited.secret()));
        return "enrol/components";
    }

    private static String refused(RefusedException e, String view, Model model, HttpServletResponse response) {
        response.setStatus(e.refusal().kind().status());
        RetryAfter.tell(e.refusal(), response);
        model.addAttribute("refusal", e.refusal().detail());
        return view;
    }
}

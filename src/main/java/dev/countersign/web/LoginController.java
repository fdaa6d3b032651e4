package dev.countersign.web;

import dev.countersign.identity.Logins;
import dev.countersign.identity.Logins.AcceptedPassword;
import dev.countersign.identity.Logins.Attempt;
import dev.countersign.identity.Person;
import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.RefusedException;
import dev.countersign.web.DeviceCookie.Arrived;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** A person's login in a browser: password, then one-time code, then the page they asked for. */
@Controller
class LoginController {

    static final String HOME = "/camunda/app/tasklist/default/";

    private final Logins logins;
    private final FailedAttempts failures;
    private final Sessions sessions;
    private final AskedFor askedFor;
    private final OfferedPasskeys offered;
    private final OriginSettings settings;
    private final DeviceCookie devices;
    private final Homes homes;

    LoginController(
            Logins logins,
            FailedAttempts failures,
            Sessions sessions,
            AskedFor askedFor,
            OfferedPasskeys offered,
            OriginSettings settings,
            DeviceCookie devices,
            Homes homes) {
        this.devices = devices;
        this.homes = homes;
        this.logins = logins;
        this.failures = failures;
        this.sessions = sessions;
        this.askedFor = askedFor;
        this.offered = offered;
        this.settings = settings;
    }

    @ModelAttribute("environment")
    String environment() {
        return settings.environmentName();
    }

    @GetMapping("/")
    String home() {
        return "redirect:"
                + Sessions.current()
                        .filter(PersonAuthentication::isFull)
                        .map(person -> homes.of(person.getPrincipal()))
                        .orElse(HOME);
    }

    @GetMapping(PageEntry.LOGIN)
    String password(Model model, HttpServletRequest request) {
        if (Sessions.current().filter(PersonAuthentication::isFull).isPresent()) {
            return home();
        }
        if (Sessions.current().filter(PersonAuthentication::isLocked).isPresent()) {
            return "redirect:" + LockController.UNLOCK;
        }
        model.addAttribute("userName", "");
        if (request.getParameter("expired") != null) {
            model.addAttribute("notice", "expired");
        } else if (request.getParameter("out") != null) {
            model.addAttribute("notice", "out");
        } else if (request.getParameter("lost") != null) {
            model.addAttribute("notice", "lost");
        }
        return "login/password";
    }

    @PostMapping(PageEntry.LOGIN)
    String password(
            @RequestParam(defaultValue = "") String username,
            @RequestParam(defaultValue = "") String password,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        String reference = sessions.newReference();
        try {
            Attempt attempt = devices.attempt(request, username, reference);
            AcceptedPassword accepted = failures.login(
                    request, response, attempt, () -> logins.acceptPassword(attempt, password.toCharArray()));
            sessions.accept(request, response, accepted, reference);
            return "redirect:" + PageEntry.CODE;
        } catch (RefusedException e) {
            model.addAttribute("userName", username);
            return refused(e.refusal(), "login/password", model, response);
        }
    }

    @GetMapping(PageEntry.CODE)
    String code(Model model, HttpServletRequest request) {
        Optional<AcceptedPassword> accepted = sessions.accepted(request);
        model.addAttribute("userName", accepted.map(AcceptedPassword::userId).orElse(""));
        accepted.ifPresent(password -> offered.tell(model, password.userId(), request));
        return accepted.isPresent() ? "login/code" : "redirect:" + PageEntry.LOGIN;
    }

    @PostMapping(PageEntry.CODE)
    String code(
            @RequestParam(defaultValue = "") String code,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<AcceptedPassword> accepted = sessions.accepted(request);
        if (accepted.isEmpty()) {
            return "redirect:" + PageEntry.LOGIN + "?expired";
        }
        String userId = accepted.get().userId();
        String reference = sessions.opening(request);
        try {
            Attempt attempt = devices.attempt(request, userId, reference);
            Person person =
                    failures.login(request, response, attempt, () -> logins.acceptCode(attempt, accepted.get(), code));
            String place = askedFor.address(request).orElseGet(() -> homes.of(person.userId()));
            Arrived device = devices.remember(request, response, person, attempt);
            sessions.begin(request, response, person, reference, device);
            askedFor.forget(request);
            return "redirect:" + place;
        } catch (RefusedException e) {
            model.addAttribute("userName", userId);
            offered.tell(model, userId, request);
            return refused(e.refusal(), "login/code", model, response);
        }
    }

    static String refused(Refusal refusal, String view, Model model, HttpServletResponse response) {
        response.setStatus(refusal.kind().status());
        RetryAfter.tell(refusal, response);
        // one sentence for every cause, about what was typed at this step
        model.addAttribute("failed", "login-failed".equals(refusal.code()));
        model.addAttribute("refusal", refusal.detail());
        return view;
    }
}

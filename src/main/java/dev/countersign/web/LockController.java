package dev.countersign.web;

import dev.countersign.identity.Logins;
import dev.countersign.identity.Logins.Attempt;
import dev.countersign.identity.Person;
import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.RefusedException;
import dev.countersign.web.DeviceCookie.Arrived;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Locking the screen and unlocking it (IDN-05, 11.200(a)(1)). A locked session may do one thing: prove both components again, after which it
 * is a new one.
 */
@Controller
class LockController {

    static final String LOCK = "/lock";
    static final String UNLOCK = "/unlock";

    private final Logins logins;
    private final FailedAttempts failures;
    private final Sessions sessions;
    private final AskedFor askedFor;
    private final DeviceCookie devices;
    private final OriginSettings settings;
    private final Homes homes;

    LockController(
            Logins logins,
            FailedAttempts failures,
            Sessions sessions,
            AskedFor askedFor,
            DeviceCookie devices,
            OriginSettings settings,
            Homes homes) {
        this.homes = homes;
        this.logins = logins;
        this.failures = failures;
        this.sessions = sessions;
        this.askedFor = askedFor;
        this.devices = devices;
        this.settings = settings;
    }

    @ModelAttribute("environment")
    String environment() {
        return settings.environmentName();
    }

    @PostMapping(LOCK)
    String lock(HttpServletRequest request, HttpServletResponse response) {
        sessions.lock(request, response);
        return "redirect:" + UNLOCK;
    }

    @GetMapping(UNLOCK)
    String show(Model model) {
        return locked().map(person -> page(person, model)).orElse("redirect:" + LoginController.HOME);
    }

    @PostMapping(UNLOCK)
    String unlock(
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "") String code,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<PersonAuthentication> locked = locked();
        if (locked.isEmpty()) {
            return "redirect:" + PageEntry.LOGIN;
        }
        String reference = sessions.opening(request);
        try {
            Attempt attempt = devices.attempt(request, locked.get().getPrincipal(), reference);
            Person person = failures.login(
                    request,
                    response,
                    attempt,
                    () -> logins.logIn(attempt, password.toCharArray(), code.replaceAll("\\s", "")));
            String place = askedFor.address(request).orElseGet(() -> homes.of(person.userId()));
            Arrived device = devices.remember(request, response, person, attempt);
            sessions.begin(request, response, person, reference, device);
            askedFor.forget(request);
            return "redirect:" + place;
        } catch (RefusedException e) {
            Refusal refusal = e.refusal();
            response.setStatus(refusal.kind().status());
            RetryAfter.tell(refusal, response);
            model.addAttribute("failed", refusal.kind().status() == HttpStatus.UNAUTHORIZED.value());
            model.addAttribute("refusal", refusal.detail());
            return page(locked.get(), model);
        }
    }

    private static Optional<PersonAuthentication> locked() {
        return Sessions.current().filter(PersonAuthentication::isLocked);
    }

    private static String page(PersonAuthentication person, Model model) {
        model.addAttribute("userName", person.getPrincipal());
        return "login/unlock";
    }
}

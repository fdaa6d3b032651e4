package dev.countersign.web;

import dev.countersign.identity.Factors;
import dev.countersign.identity.PasswordAges;
import dev.countersign.identity.Policies;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The pages of a person's own account, through the same doors as its calls. */
@Controller
@RequestMapping("/account")
class OwnAccountPages {

    static final String PASSWORD = "/account/password";

    private final Factors factors;
    private final PasswordAges ages;
    private final OwnKeys keys;
    private final Policies policies;
    private final Sessions sessions;

    OwnAccountPages(Factors factors, PasswordAges ages, OwnKeys keys, Policies policies, Sessions sessions) {
        this.keys = keys;
        this.policies = policies;
        this.factors = factors;
        this.ages = ages;
        this.sessions = sessions;
    }

    @GetMapping("/key")
    String key(Caller caller, Model model) {
        model.addAttribute("userName", caller.actorId());
        model.addAttribute("key", keys.of(caller).orElse(null));
        model.addAttribute("mayHold", keys.mayHold(caller));
        model.addAttribute("policy", policies.current());
        return "account/key";
    }

    @PostMapping("/key")
    String key(
            Caller caller,
            @RequestParam(defaultValue = "") String policySha256,
            @RequestParam(defaultValue = "false") boolean agreed,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "") String code,
            Model model,
            HttpServletResponse response) {
        if (!agreed) {
            model.addAttribute("missing", true);
            response.setStatus(422);
            return key(caller, model);
        }
        try {
            keys.make(caller, new OwnComponents(password.toCharArray(), code, new char[0], policySha256));
            return "redirect:/account/key?made";
        } catch (RefusedException e) {
            model.addAttribute("refusal", e.refusal().detail());
            response.setStatus(e.refusal().kind().status());
            RetryAfter.tell(e.refusal(), response);
            return key(caller, model);
        }
    }

    @GetMapping("/password")
    String password(Caller caller, Model model) {
        model.addAttribute("userName", caller.actorId());
        model.addAttribute("expired", ages.isExpired(caller.actorId()));
        return "account/password";
    }

    @PostMapping("/password")
    String password(
            Caller caller,
            @RequestParam(defaultValue = "") String present,
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "") String repeated,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        model.addAttribute("userName", caller.actorId());
        if (!password.equals(repeated)) {
            model.addAttribute("unequal", true);
            response.setStatus(422);
            return "account/password";
        }
        try {
            factors.change(caller, present.toCharArray(), code, password.toCharArray());
            sessions.renew(request, response);
            return "redirect:/account/password?changed";
        } catch (RefusedException e) {
            model.addAttribute("refusal", e.refusal().detail());
            response.setStatus(e.refusal().kind().status());
            RetryAfter.tell(e.refusal(), response);
            return "account/password";
        }
    }
}

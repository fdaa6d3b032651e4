package dev.countersign.web;

import dev.countersign.identity.Factors;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The pages of a person's own account, through the same doors as its calls. */
@Controller
@RequestMapping("/account")
class OwnAccountPages {

    private final Factors factors;
    private final Sessions sessions;
    private final OriginSettings settings;

    OwnAccountPages(Factors factors, Sessions sessions, OriginSettings settings) {
        this.factors = factors;
        this.sessions = sessions;
        this.settings = settings;
    }

    @ModelAttribute("environment")
    String environment() {
        return settings.environmentName();
    }

    @GetMapping("/password")
    String password(Caller caller, Model model) {
        model.addAttribute("userName", caller.actorId());
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
            return "account/password";
        }
    }
}

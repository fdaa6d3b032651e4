package dev.countersign.web;

import dev.countersign.identity.MailAddresses;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where a person gets notices by e-mail, on a page of their account. */
@Controller
@RequestMapping("/account/email")
class MailAddressPage {

    private static final String VIEW = "account/email";

    private final MailAddresses addresses;

    MailAddressPage(MailAddresses addresses) {
        this.addresses = addresses;
    }

    @GetMapping
    String show(Caller caller, Model model) {
        model.addAttribute("userName", caller.actorId());
        model.addAttribute("email", addresses.of(caller.actorId()).orElse(""));
        return VIEW;
    }

    /** The address that was typed is shown again if it is refused, password and code are not. */
    @PostMapping
    String change(
            Caller caller,
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "") String code,
            Model model,
            HttpServletResponse response) {
        try {
            addresses.change(caller, password.toCharArray(), code, email);
            return "redirect:/account/email?changed";
        } catch (RefusedException e) {
            model.addAttribute("userName", caller.actorId());
            model.addAttribute("email", email);
            model.addAttribute("refusal", e.refusal().detail());
            response.setStatus(e.refusal().kind().status());
            RetryAfter.tell(e.refusal(), response);
            return VIEW;
        }
    }
}

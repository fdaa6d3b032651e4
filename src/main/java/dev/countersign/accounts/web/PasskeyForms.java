package dev.countersign.accounts.web;

import dev.countersign.accounts.PersonsPasskeys;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Revoking a passkey from the page of an account: the same door as the call. */
@Controller
class PasskeyForms {

    private final PersonsPasskeys passkeys;

    PasskeyForms(PersonsPasskeys passkeys) {
        this.passkeys = passkeys;
    }

    @PostMapping("/accounts/{userId}/passkeys/{credentialSha256}")
    String revoke(
            Caller caller,
            @PathVariable String userId,
            @PathVariable String credentialSha256,
            @RequestParam String reason,
            RedirectAttributes next) {
        try {
            passkeys.revoke(caller, userId, credentialSha256, reason);
            next.addFlashAttribute("done", true);
        } catch (RefusedException e) {
            next.addFlashAttribute("refusal", e.refusal().detail());
        }
        return "redirect:/accounts/" + userId;
    }
}

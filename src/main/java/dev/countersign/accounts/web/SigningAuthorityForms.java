package dev.countersign.accounts.web;

import dev.countersign.authority.Preset;
import dev.countersign.authority.SignatureAuthorities;
import dev.countersign.authority.SigningExtent;
import dev.countersign.ledger.Caller;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Signature authority on the pages of accounts: what they show of it, and what they send. */
@Controller
@RequestMapping("/accounts")
class SigningAuthorityForms {

    private final SignatureAuthorities authorities;
    private final Ends ends;

    SigningAuthorityForms(SignatureAuthorities authorities, Ends ends) {
        this.authorities = authorities;
        this.ends = ends;
    }

    @PostMapping("/{userId}/authority")
    String ask(
            Caller caller,
            @PathVariable String userId,
            @RequestParam Preset preset,
            @RequestParam(defaultValue = "") Set<String> types,
            @RequestParam(defaultValue = "") Set<String> meanings,
            @RequestParam(defaultValue = "") String until,
            @RequestParam String reason,
            RedirectAttributes next) {
        return AccountForms.done(
                () -> authorities.ask(
                        caller, userId, new SigningExtent(preset, types, meanings), ends.end(caller, until), reason),
                "/accounts/" + userId,
                next);
    }

    @PostMapping("/authority/{authorityId}")
    String decide(
            Caller caller,
            @PathVariable UUID authorityId,
            @RequestParam boolean grant,
            @RequestParam String reason,
            RedirectAttributes next) {
        return AccountForms.done(() -> authorities.decide(caller, authorityId, grant, reason), "/accounts", next);
    }

    @PostMapping("/{userId}/authority/{authorityId}/revocation")
    String takeAway(
            Caller caller,
            @PathVariable String userId,
            @PathVariable UUID authorityId,
            @RequestParam String reason,
            RedirectAttributes next) {
        return AccountForms.done(() -> authorities.takeAway(caller, authorityId, reason), "/accounts/" + userId, next);
    }
}

package dev.countersign.accounts.web;

import dev.countersign.accounts.Resets;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Resets, as the pages of accounts send them. */
@Controller
@RequestMapping("/accounts")
class ResetForms {

    private final Resets resets;

    ResetForms(Resets resets) {
        this.resets = resets;
    }

    @PostMapping("/{userId}/reset")
    String ask(Caller caller, @PathVariable String userId, @RequestParam String reason, RedirectAttributes next) {
        return done(() -> resets.ask(caller, userId, reason), "/accounts/" + userId, next);
    }

    @PostMapping("/resets/{requestId}")
    String decide(
            Caller caller,
            @PathVariable UUID requestId,
            @RequestParam boolean grant,
            @RequestParam String reason,
            RedirectAttributes next) {
        return done(() -> resets.decide(caller, requestId, grant, reason), "/accounts", next);
    }

    private static String done(Runnable act, String page, RedirectAttributes next) {
        try {
            act.run();
            next.addFlashAttribute("done", true);
        } catch (RefusedException e) {
            next.addFlashAttribute("refusal", e.refusal().detail());
        }
        return "redirect:" + page;
    }
}

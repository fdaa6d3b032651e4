package dev.countersign.accounts.web;

import dev.countersign.accounts.Unlocking;
import dev.countersign.identity.Locks.What;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Unlocking and forgetting devices from the page of an account: the same door as the calls. */
@Controller
@RequestMapping("/accounts/{userId}")
class UnlockForms {

    private final Unlocking unlocking;

    UnlockForms(Unlocking unlocking) {
        this.unlocking = unlocking;
    }

    @PostMapping("/unlock")
    String unlock(
            Caller caller,
            @PathVariable String userId,
            @RequestParam What what,
            @RequestParam String reason,
            RedirectAttributes next) {
        return done(() -> unlocking.unlock(caller, userId, what, reason), userId, next);
    }

    @PostMapping("/devices/{deviceId}")
    String forget(
            Caller caller,
            @PathVariable String userId,
            @PathVariable UUID deviceId,
            @RequestParam String reason,
            RedirectAttributes next) {
        return done(() -> unlocking.forget(caller, userId, deviceId, reason), userId, next);
    }

    private static String done(Runnable act, String userId, RedirectAttributes next) {
        try {
            act.run();
            next.addFlashAttribute("done", true);
        } catch (RefusedException e) {
            next.addFlashAttribute("refusal", e.refusal().detail());
        }
        return "redirect:/accounts/" + userId;
    }
}

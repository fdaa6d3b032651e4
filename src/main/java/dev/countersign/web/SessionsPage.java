package dev.countersign.web;

import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import dev.countersign.web.AccountPage.Times;
import java.time.ZoneOffset;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where somebody else is signed in, for IT Administrators, who end it with a reason. */
@Controller
@RequestMapping("/accounts/{userId}/sessions")
class SessionsPage {

    private final OpenSessions sessions;

    SessionsPage(OpenSessions sessions) {
        this.sessions = sessions;
    }

    @GetMapping
    String show(Caller caller, @PathVariable String userId, Model model) {
        model.addAttribute("sessions", sessions.of(caller, userId));
        model.addAttribute("userId", userId);
        model.addAttribute("times", new Times(ZoneOffset.UTC));
        return "account/sessions";
    }

    /** @param session empty for all */
    @PostMapping
    String end(
            Caller caller,
            @PathVariable String userId,
            @RequestParam(defaultValue = "") String session,
            @RequestParam(defaultValue = "") String reason,
            RedirectAttributes next) {
        try {
            if (session.isEmpty()) {
                sessions.endAll(caller, userId, reason);
            } else {
                sessions.endOne(caller, userId, session, reason);
            }
            next.addFlashAttribute("done", true);
        } catch (RefusedException e) {
            next.addFlashAttribute("refusal", e.refusal().detail());
        }
        next.addAttribute("userId", userId);
        return "redirect:/accounts/{userId}/sessions";
    }
}

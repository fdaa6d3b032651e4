package dev.countersign.alerts.web;

import dev.countersign.alerts.Alerts;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Security alerts in a browser: what is open first, each with its form. */
@Controller
@RequestMapping("/alerts")
class AlertPages {

    private static final int MOST = 50;

    private final Alerts alerts;

    AlertPages(Alerts alerts) {
        this.alerts = alerts;
    }

    @GetMapping
    String all(Caller caller, Model model) {
        model.addAttribute("open", alerts.open(caller));
        model.addAttribute("acknowledged", alerts.acknowledged(caller, MOST));
        model.addAttribute("channels", alerts.channels());
        model.addAttribute("handles", alerts.waitingFor(caller) >= 0);
        model.addAttribute("self", caller.actorId());
        return "alerts/all";
    }

    @PostMapping("/{alertId}")
    String acknowledge(
            Caller caller,
            @PathVariable UUID alertId,
            @RequestParam(defaultValue = "") String comment,
            RedirectAttributes next) {
        try {
            alerts.acknowledge(caller, alertId, comment);
            next.addFlashAttribute("done", true);
        } catch (RefusedException e) {
            next.addFlashAttribute("refusal", e.refusal().detail());
        }
        return "redirect:/alerts";
    }
}

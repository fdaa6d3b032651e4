package dev.countersign.workflow.web;

import dev.countersign.authority.Authority;
import dev.countersign.authority.PageBadge;
import dev.countersign.authority.Permission;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import dev.countersign.workflow.ModelChanges;
import dev.countersign.workflow.ModelChanges.Difference;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Process models in a browser: what runs and who signed it, and what a change of it changes, in words. */
@Controller
@RequestMapping("/models")
class ModelPages {

    private static final String PAGE = "redirect:/models";

    private final ModelChanges changes;
    private final Authority authority;

    ModelPages(ModelChanges changes, Authority authority) {
        this.changes = changes;
        this.authority = authority;
    }

    /** The way here, on the pages of those who may see it; nothing is counted. */
    @Bean
    static PageBadge processModels() {
        return new PageBadge(
                "processModels", "CASE WHEN " + PageBadge.ifMay(Permission.READ_MODELS) + " THEN 0 ELSE -1 END");
    }

    @GetMapping
    String all(Caller caller, Model model) {
        model.addAttribute("running", changes.running(caller));
        model.addAttribute("changes", authority.may(caller.actorId(), Permission.CHANGE_MODELS));
        return "models/all";
    }

    @GetMapping("/changes/{recordId}")
    String change(
            Caller caller,
            @PathVariable UUID recordId,
            @RequestParam(required = false) @Nullable Integer version,
            Model model) {
        Difference difference = changes.difference(caller, recordId, version);
        model.addAttribute("difference", difference);
        model.addAttribute("unchanged", difference.resources().stream().allMatch(one -> one.kind()
                .equals("same")));
        return "models/change";
    }

    @PostMapping("/adoption")
    String adopt(Caller caller, @RequestParam(defaultValue = "") String reason, RedirectAttributes next) {
        try {
            changes.proposeShipped(caller, reason);
            next.addFlashAttribute("done", true);
        } catch (RefusedException e) {
            next.addFlashAttribute("refusal", e.refusal().detail());
        }
        return PAGE;
    }
}

package dev.countersign.workflow.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import dev.countersign.workflow.BreakGlass;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Interventions in stuck approvals, in a browser: find, compose, look at what it would do, ask for it. */
@Controller
@RequestMapping("/models/break-glass")
class BreakGlassPages {

    private static final String VIEW = "models/break-glass";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BreakGlass breakGlass;
    private final Authority authority;

    BreakGlassPages(BreakGlass breakGlass, Authority authority) {
        this.breakGlass = breakGlass;
        this.authority = authority;
    }

    @GetMapping
    String all(
            Caller caller,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "") List<String> instances,
            @RequestParam(required = false) @Nullable UUID recordId,
            Model model) {
        list(caller, q, page, model);
        if (!instances.isEmpty()) {
            BreakGlassForm form =
                    new BreakGlassForm(recordId, String.join(" ", instances), null, null, null, null, null, null, null);
            compose(caller, form, model);
        }
        return VIEW;
    }

    /** Shows what it would do, beside the form it was asked with. */
    @PostMapping("/preview")
    String preview(Caller caller, @ModelAttribute BreakGlassForm form, Model model) {
        try {
            JsonNode content = breakGlass.preview(caller, form.recordId(), form.request());
            model.addAttribute("preview", JSON.convertValue(content.path("preview"), List.class));
        } catch (RefusedException e) {
            model.addAttribute("refusal", e.refusal().detail());
        }
        return shown(caller, form, model);
    }

    @PostMapping
    String propose(Caller caller, @ModelAttribute BreakGlassForm form, Model model, RedirectAttributes next) {
        try {
            UUID recordId = form.recordId();
            UUID made = recordId == null
                    ? breakGlass.propose(caller, null, form.request()).recordId()
                    : breakGlass
                            .revise(caller, recordId, form.reason() == null ? "" : form.reason(), form.request())
                            .recordId();
            next.addFlashAttribute("done", made.toString());
            return "redirect:/models/break-glass";
        } catch (RefusedException e) {
            model.addAttribute("refusal", e.refusal().detail());
            return shown(caller, form, model);
        }
    }

    private String shown(Caller caller, BreakGlassForm form, Model model) {
        list(caller, "", 0, model);
        compose(caller, form, model);
        return VIEW;
    }

    private void list(Caller caller, String q, int page, Model model) {
        model.addAttribute("running", breakGlass.running(caller, q, page));
        model.addAttribute("interventions", breakGlass.interventions(caller));
        model.addAttribute("may", authority.may(caller.actorId(), Permission.BREAK_GLASS));
        model.addAttribute("q", q);
        model.addAttribute("page", Math.max(0, page));
    }

    private void compose(Caller caller, BreakGlassForm form, Model model) {
        model.addAttribute("form", form);
        model.addAttribute("activities", breakGlass.activities(caller, form.ids()));
    }
}

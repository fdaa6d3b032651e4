package dev.countersign.workspace.web;

import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.ledger.RefusedException;
import dev.countersign.workspace.SavedSearches;
import dev.countersign.workspace.SavedSearches.Wanted;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Saves and deletes searches from the page of records, which is shown again as it was. */
@Controller
@RequestMapping("/records/searches")
class SearchPages {

    private final SavedSearches searches;
    private final Refusals refusals;

    SearchPages(SavedSearches searches, Refusals refusals) {
        this.searches = searches;
        this.refusals = refusals;
    }

    @PostMapping
    String save(
            Caller caller,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String type,
            @RequestParam(defaultValue = "") String status,
            @RequestParam(defaultValue = "false") boolean replace,
            RedirectAttributes next) {
        again(next, q, type, status);
        try {
            refusals.guarding(
                    caller,
                    "search.save",
                    "person:" + caller.actorId(),
                    () -> searches.save(caller, new Wanted(name, type, status, q, replace)));
            next.addFlashAttribute("savedSearch", name.strip());
        } catch (RefusedException e) {
            next.addFlashAttribute("searchName", name);
            next.addFlashAttribute("searchRefusal", e.refusal());
        }
        return "redirect:/records#save-search";
    }

    @PostMapping("/{id}/removal")
    String delete(
            Caller caller,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String type,
            @RequestParam(defaultValue = "") String status,
            RedirectAttributes next) {
        again(next, q, type, status);
        try {
            refusals.guarding(caller, "search.delete", "person:" + caller.actorId(), () -> {
                searches.delete(caller, id);
                return true;
            });
        } catch (RefusedException e) {
            next.addFlashAttribute("searchRefusal", e.refusal());
        }
        return "redirect:/records#searches";
    }

    private static void again(RedirectAttributes next, String q, String type, String status) {
        next.addAttribute("q", q);
        next.addAttribute("type", type);
        next.addAttribute("status", status);
    }
}

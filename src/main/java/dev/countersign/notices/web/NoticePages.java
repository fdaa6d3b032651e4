package dev.countersign.notices.web;

import dev.countersign.identity.MailAddresses;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.ledger.RefusedException;
import dev.countersign.notices.NoticeChoices;
import dev.countersign.notices.NoticeKind;
import dev.countersign.notices.Notices;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Notices about one's own work in a browser. */
@Controller
@RequestMapping("/notices")
class NoticePages {

    private static final String PAGE = "redirect:/notices";
    private static final int MOST = 50;

    private final Notices notices;
    private final NoticeChoices choices;
    private final MailAddresses addresses;
    private final Refusals refusals;

    NoticePages(Notices notices, NoticeChoices choices, MailAddresses addresses, Refusals refusals) {
        this.notices = notices;
        this.choices = choices;
        this.addresses = addresses;
        this.refusals = refusals;
    }

    @GetMapping
    String all(Caller caller, Model model) {
        model.addAttribute("all", notices.of(caller, MOST));
        model.addAttribute("kinds", NoticeKind.values());
        model.addAttribute("byMail", choices.byMail(caller.actorId()));
        model.addAttribute("address", addresses.of(caller.actorId()).orElse(null));
        return "notices/all";
    }

    /** @param upTo of the newest that was shown: what came since is new still */
    @PostMapping
    String seen(Caller caller, @RequestParam String upTo) {
        try {
            notices.seen(caller, Instant.parse(upTo));
        } catch (DateTimeException e) {
            return PAGE;
        }
        return PAGE;
    }

    /** @param byMail codes of the kinds that were ticked; none where none was */
    @PostMapping("/choice")
    String choose(Caller caller, @RequestParam(defaultValue = "") List<String> byMail, RedirectAttributes next) {
        try {
            refusals.guarding(
                    caller, "notices.choose", "person:" + caller.actorId(), () -> choices.choose(caller, byMail));
            next.addFlashAttribute("saved", true);
        } catch (RefusedException e) {
            next.addFlashAttribute("refusal", e.refusal().detail());
        }
        return PAGE;
    }
}

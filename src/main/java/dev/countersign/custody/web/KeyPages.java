package dev.countersign.custody.web;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.crypto.KeysUnavailableException;
import dev.countersign.custody.Custody;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Renewal of the server's keys by two people in a browser, through the same doors as the calls. */
@Controller
@RequestMapping("/keys")
class KeyPages {

    private static final Logger LOG = LoggerFactory.getLogger(KeyPages.class);
    private static final String PAGE = "redirect:/keys";

    private final Custody custody;
    private final Authority authority;

    KeyPages(Custody custody, Authority authority) {
        this.custody = custody;
        this.authority = authority;
    }

    @GetMapping
    String show(Caller caller, Model model) {
        model.addAttribute(
                "keys",
                List.of(
                        RenewableKey.authority(custody.authorities(caller)),
                        RenewableKey.share(custody.generations(caller))));
        model.addAttribute("self", caller.actorId());
        model.addAttribute("proposes", authority.may(caller.actorId(), Permission.PROPOSE_ROTATION));
        model.addAttribute("opens", authority.may(caller.actorId(), Permission.OPEN_ROTATION));
        return "custody/keys";
    }

    @PostMapping("/authority")
    String proposeAuthority(Caller caller, @RequestParam(defaultValue = "") String reason, RedirectAttributes next) {
        return done(next, () -> custody.proposeAuthority(caller, reason));
    }

    @PostMapping("/authority/{generation}/opening")
    String openAuthority(Caller caller, @PathVariable int generation, RedirectAttributes next) {
        return done(next, () -> custody.openAuthority(caller, generation));
    }

    @PostMapping("/share")
    String propose(Caller caller, @RequestParam(defaultValue = "") String reason, RedirectAttributes next) {
        return done(next, () -> custody.propose(caller, reason));
    }

    @PostMapping("/share/{generation}/opening")
    String open(Caller caller, @PathVariable int generation, RedirectAttributes next) {
        return done(next, () -> custody.open(caller, generation));
    }

    private static String done(RedirectAttributes next, Runnable act) {
        try {
            act.run();
            next.addFlashAttribute("done", true);
        } catch (RefusedException e) {
            next.addFlashAttribute("refusal", e.refusal().detail());
        } catch (KeysUnavailableException e) {
            LOG.error("the server's keys: {}", e.getMessage());
            next.addFlashAttribute("unavailable", true);
        }
        return PAGE;
    }
}

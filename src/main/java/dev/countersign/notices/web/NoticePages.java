package dev.countersign.notices.web;

import dev.countersign.ledger.Caller;
import dev.countersign.notices.Notices;
import java.time.DateTimeException;
import java.time.Instant;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Notices about one's own work in a browser. */
@Controller
@RequestMapping("/notices")
class NoticePages {

    private static final String PAGE = "redirect:/notices";
    private static final int MOST = 50;

    private final Notices notices;

    NoticePages(Notices notices) {
        this.notices = notices;
    }

    @GetMapping
    String all(Caller caller, Model model) {
        model.addAttribute("all", notices.of(caller, MOST));
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
}

package dev.countersign.alerts.web;

import dev.countersign.alerts.PersonNotices;
import dev.countersign.ledger.Caller;
import java.time.DateTimeException;
import java.time.Instant;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What somebody says about the security events of their own account. */
@Controller
class NoticeForms {

    private final PersonNotices notices;

    NoticeForms(PersonNotices notices) {
        this.notices = notices;
    }

    /** @param upTo of the newest event that was shown: what came since is new still */
    @PostMapping("/account/notices")
    String seen(Caller caller, @RequestParam String upTo) {
        try {
            notices.seen(caller, Instant.parse(upTo));
        } catch (DateTimeException e) {
            return "redirect:/account";
        }
        return "redirect:/account#events";
    }
}

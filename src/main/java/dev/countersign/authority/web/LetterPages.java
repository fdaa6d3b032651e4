package dev.countersign.authority.web;

import dev.countersign.authority.Authority;
import dev.countersign.authority.CertificationLetters;
import dev.countersign.authority.CertificationLetters.Sent;
import dev.countersign.authority.Permission;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.ledger.RefusedException;
import dev.countersign.worm.WormStore;
import java.time.LocalDate;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The certification letter in a browser: written to be printed and signed by hand, then recorded by one QA Manager and confirmed by another. */
@Controller
@RequestMapping("/organisation/letters")
class LetterPages {

    private static final String PAGE = "redirect:/organisation/letters";

    private final CertificationLetters letters;
    private final Authority authority;
    private final Refusals refusals;
    private final WormStore store;

    LetterPages(CertificationLetters letters, Authority authority, Refusals refusals, WormStore store) {
        this.letters = letters;
        this.authority = authority;
        this.refusals = refusals;
        this.store = store;
    }

    @ModelAttribute
    void common(Caller caller, Model model) {
        model.addAttribute("self", caller.actorId());
        model.addAttribute(
                "certifies", caller.isPerson() && authority.may(caller.actorId(), Permission.CERTIFY_ORGANISATION));
    }

    @GetMapping
    String all(Caller caller, Model model) {
        model.addAttribute("letters", guarding(caller, "list", () -> letters.all(caller)));
        model.addAttribute("demo", store.installation().isDemo());
        return "organisation/letters";
    }

    /** The letter itself, to be printed; nothing of it is kept. */
    @PostMapping("/draft")
    String draft(
            Caller caller,
            @RequestParam String legalName,
            @RequestParam String address,
            @RequestParam String signatory,
            @RequestParam String title,
            Model model) {
        guarding(caller, "draft", () -> {
            authority.require(caller, Permission.CERTIFY_ORGANISATION);
            return true;
        });
        model.addAttribute("legalName", legalName);
        model.addAttribute("address", address.lines().toList());
        model.addAttribute("signatory", signatory);
        model.addAttribute("title", title);
        return "organisation/draft";
    }

    @PostMapping
    String record(
            Caller caller,
            @RequestParam String legalName,
            @RequestParam String signatory,
            @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate submittedOn,
            @RequestParam String channel,
            @RequestParam MultipartFile letter,
            @RequestParam MultipartFile proof,
            @RequestParam String reason,
            RedirectAttributes next) {
        Sent sent = new Sent(legalName, signatory, submittedOn, channel, Uploaded.bytes(letter), Uploaded.bytes(proof));
        return done(next, () -> guarding(caller, "record", () -> letters.record(caller, sent, reason)));
    }

    @PostMapping("/{letterId}/confirmation")
    String confirm(Caller caller, @PathVariable UUID letterId, @RequestParam String reason, RedirectAttributes next) {
        return done(
                next,
                () -> guarding(caller, "confirm", () -> {
                    letters.confirm(caller, letterId, reason);
                    return true;
                }));
    }

    private <T> T guarding(Caller caller, String what, Supplier<T> work) {
        return refusals.guarding(caller, "certification-letter." + what, "certification-letters", work);
    }

    private static String done(RedirectAttributes next, Runnable act) {
        try {
            act.run();
            next.addFlashAttribute("done", true);
        } catch (RefusedException e) {
            next.addFlashAttribute("refusal", e.refusal().detail());
        }
        return PAGE;
    }
}

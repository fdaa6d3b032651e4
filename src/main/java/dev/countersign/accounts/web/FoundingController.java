package dev.countersign.accounts.web;

import dev.countersign.accounts.FirstPeople;
import dev.countersign.identity.Enrolments.Founder;
import dev.countersign.identity.Enrolments.Proofing;
import dev.countersign.identity.Person;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where the first two QA Managers of a regulated installation certify each other, before one screen (11.100(b)). */
@Controller
@RequestMapping("/founding")
class FoundingController {

    private static final String METHOD = "in person, each by the other, before one screen";

    private final FirstPeople first;
    private final Clock clock;

    FoundingController(FirstPeople first, Clock clock) {
        this.first = first;
        this.clock = clock;
    }

    @GetMapping
    String page(Caller caller, Model model) {
        List<Person> candidates = first.candidates();
        List<Person> others = candidates.stream()
                .filter(person -> !person.userId().equals(caller.actorId()))
                .toList();
        model.addAttribute("self", caller.actorId());
        model.addAttribute("founders", first.founders());
        model.addAttribute("others", others);
        model.addAttribute("may", !others.isEmpty() && others.size() < candidates.size());
        return "accounts/founding";
    }

    @PostMapping
    String found(
            Caller caller,
            @RequestParam String documentOne,
            @RequestParam String passwordOne,
            @RequestParam String codeOne,
            @RequestParam String other,
            @RequestParam String documentOther,
            @RequestParam String passwordOther,
            @RequestParam String codeOther,
            RedirectAttributes next) {
        try {
            first.found(
                    caller,
                    new Founder(caller.actorId(), passwordOne.toCharArray(), codeOne, seen(documentOne)),
                    new Founder(other, passwordOther.toCharArray(), codeOther, seen(documentOther)));
        } catch (RefusedException e) {
            next.addFlashAttribute("refusal", e.refusal().detail());
        }
        return "redirect:/founding";
    }

    private Proofing seen(String document) {
        return new Proofing(document, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC), METHOD);
    }
}

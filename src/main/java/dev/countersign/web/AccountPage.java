package dev.countersign.web;

import dev.countersign.authority.SignatureAuthorities;
import dev.countersign.crypto.ReadableTime;
import dev.countersign.identity.Components;
import dev.countersign.identity.MailAddresses;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** My signing (IDN-02): what somebody signs with, where they are signed in, what they signed last, and what to do when a device is lost. */
@Controller
@RequestMapping("/account")
class AccountPage {

    private static final String PAGE = "redirect:/account";

    private final People people;
    private final Components components;
    private final MailAddresses addresses;
    private final OpenSessions sessions;
    private final LostDevice lostDevice;
    private final RecentSignatures signatures;
    private final OwnKeys keys;
    private final SignatureAuthorities authorities;

    AccountPage(
            People people,
            Components components,
            MailAddresses addresses,
            OpenSessions sessions,
            LostDevice lostDevice,
            RecentSignatures signatures,
            OwnKeys keys,
            SignatureAuthorities authorities) {
        this.authorities = authorities;
        this.people = people;
        this.components = components;
        this.addresses = addresses;
        this.sessions = sessions;
        this.lostDevice = lostDevice;
        this.signatures = signatures;
        this.keys = keys;
    }

    @GetMapping
    String show(Caller caller, Model model) {
        Person person = people.find(caller.actorId()).orElseThrow();
        model.addAttribute("person", person);
        model.addAttribute("held", components.of(person.userId()));
        model.addAttribute("mayHold", keys.mayHold(caller));
        model.addAttribute("standing", authorities.standing(person.userId()));
        model.addAttribute("email", addresses.of(person.userId()).orElse(null));
        model.addAttribute("sessions", sessions.own(caller));
        model.addAttribute("signatures", signatures.of(person.userId()));
        model.addAttribute("times", new Times(person.zone()));
        return "account/mine";
    }

    @PostMapping("/sessions")
    String end(Caller caller, @RequestParam(defaultValue = "") String session, RedirectAttributes next) {
        try {
            if (session.isEmpty()) {
                sessions.endOthers(caller);
            } else {
                sessions.endOwn(caller, session);
            }
            next.addFlashAttribute("done", true);
        } catch (RefusedException e) {
            next.addFlashAttribute("refusal", e.refusal().detail());
        }
        return PAGE;
    }

    @PostMapping("/lost")
    String lost(Caller caller, HttpServletRequest request, HttpServletResponse response, RedirectAttributes next) {
        try {
            lostDevice.report(caller, request, response);
            return "redirect:" + PageEntry.LOGIN + "?lost";
        } catch (RefusedException e) {
            next.addFlashAttribute("refusal", e.refusal().detail());
            return PAGE;
        }
    }

    /** A moment as it is read: in the person's zone, and in UTC. */
    record Times(ZoneId zone) {

        public String local(Instant moment) {
            return ReadableTime.in(zone, moment, "HH:mm", LocaleContextHolder.getLocale()) + " " + zone.getId();
        }

        public String utc(Instant moment) {
            return moment.truncatedTo(ChronoUnit.SECONDS).toString();
        }
    }
}

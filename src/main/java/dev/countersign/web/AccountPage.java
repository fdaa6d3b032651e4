package dev.countersign.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.countersign.identity.Components;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Ledger.Filter;
import dev.countersign.ledger.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** My signing (IDN-02): what somebody signs with, where they are signed in, what they signed last, and what to do when a device is lost. */
@Controller
@RequestMapping("/account")
class AccountPage {

    private static final String PAGE = "redirect:/account";
    private static final int RECENT = 10;

    private final People people;
    private final Components components;
    private final OpenSessions sessions;
    private final LostDevice lostDevice;
    private final Ledger ledger;
    private final ObjectMapper json;
    private final OriginSettings settings;

    AccountPage(
            People people,
            Components components,
            OpenSessions sessions,
            LostDevice lostDevice,
            Ledger ledger,
            ObjectMapper json,
            OriginSettings settings) {
        this.people = people;
        this.components = components;
        this.sessions = sessions;
        this.lostDevice = lostDevice;
        this.ledger = ledger;
        this.json = json;
        this.settings = settings;
    }

    @ModelAttribute("environment")
    String environment() {
        return settings.environmentName();
    }

    @GetMapping
    String show(Caller caller, Model model) {
        Person person = people.find(caller.actorId()).orElseThrow();
        model.addAttribute("person", person);
        model.addAttribute("held", components.of(person.userId()));
        model.addAttribute("sessions", sessions.own(caller));
        model.addAttribute("signatures", recent(person));
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

    private List<RecentSignature> recent(Person person) {
        Filter signed = new Filter(null, null, person.userId(), "record.signed", null);
        return ledger.search(signed, 0, RECENT).items().stream()
                .map(entry -> RecentSignature.of(read(entry.bytes())))
                .toList();
    }

    private JsonNode read(byte[] entry) {
        try {
            return json.readTree(entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param version null for what is of no version */
    record RecentSignature(
            String signatureId,
            String recordId,
            @Nullable String version,
            String meaning,
            boolean approves,
            Instant time) {

        static RecentSignature of(JsonNode entry) {
            JsonNode signed = entry.path("new");
            return new RecentSignature(
                    signed.path("signatureId").asText(),
                    entry.path("recordId").asText(),
                    entry.path("recordVersion").asText(),
                    signed.path("meaning").asText(),
                    "approve".equals(signed.path("decision").asText()),
                    Instant.parse(entry.path("time").asText()));
        }
    }

    /** A moment as it is read: in the person's zone, and in UTC. */
    record Times(ZoneId zone) {

        private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm", Locale.ENGLISH);

        public String local(Instant moment) {
            return LOCAL.format(moment.atZone(zone)) + " " + zone.getId();
        }

        public String utc(Instant moment) {
            return moment.truncatedTo(ChronoUnit.SECONDS).toString();
        }
    }
}

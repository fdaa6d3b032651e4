package dev.countersign.accounts.web;

import dev.countersign.accounts.Integrations;
import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.identity.ServiceAccounts.IssuedToken;
import dev.countersign.identity.ServiceAccounts.NewServiceAccount;
import dev.countersign.identity.ServiceAccounts.Rotation;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import dev.countersign.worm.WormStore;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Accounts of programs for administrators in a browser, through the same doors as the calls. */
@Controller
@RequestMapping("/accounts/services")
class ServiceAccountPages {

    private static final String PAGE = "redirect:/accounts/services";

    private final Integrations integrations;
    private final Authority authority;
    private final WormStore store;

    ServiceAccountPages(Integrations integrations, Authority authority, WormStore store) {
        this.integrations = integrations;
        this.authority = authority;
        this.store = store;
    }

    @GetMapping
    String all(Caller caller, Model model) {
        model.addAttribute("accounts", integrations.all(caller));
        model.addAttribute(
                "administers", caller.isPerson() && authority.may(caller.actorId(), Permission.MANAGE_ACCOUNTS));
        model.addAttribute("now", store.now());
        return "accounts/services";
    }

    @PostMapping
    String create(
            Caller caller,
            @RequestParam String name,
            @RequestParam String processKeys,
            @RequestParam(defaultValue = "") String sources,
            @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate expiresOn,
            @RequestParam String reason,
            Model model,
            RedirectAttributes next) {
        next.addFlashAttribute("typed", List.of(name, processKeys, sources, expiresOn.toString(), reason));
        return issued(
                () -> integrations.create(
                        caller,
                        new NewServiceAccount(
                                name, Set.copyOf(words(processKeys)), words(sources), end(expiresOn), reason)),
                model,
                next);
    }

    @PostMapping("/{name}/token")
    String rotate(
            Caller caller,
            @PathVariable String name,
            @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate expiresOn,
            @RequestParam(defaultValue = "0") int overlapHours,
            @RequestParam String reason,
            Model model,
            RedirectAttributes next) {
        return issued(
                () -> integrations.rotate(
                        caller, name, new Rotation(Duration.ofHours(overlapHours), end(expiresOn), reason)),
                model,
                next);
    }

    @PostMapping("/{name}/revocation")
    String revoke(Caller caller, @PathVariable String name, @RequestParam String reason, RedirectAttributes next) {
        try {
            integrations.revoke(caller, name, reason);
            next.addFlashAttribute("done", true);
        } catch (RefusedException e) {
            next.addFlashAttribute("refusal", e.refusal().detail());
        }
        return PAGE;
    }

    /** Shown on the page that answers, never kept for another. */
    private static String issued(Supplier<IssuedToken> act, Model model, RedirectAttributes next) {
        try {
            model.addAttribute("issued", act.get());
            return "accounts/token";
        } catch (RefusedException e) {
            next.addFlashAttribute("refusal", e.refusal().detail());
            return PAGE;
        }
    }

    /** The last day it works, in UTC. */
    private static Instant end(LocalDate day) {
        return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static List<String> words(String text) {
        return Stream.of(text.split("[\\s,]+"))
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
    }
}

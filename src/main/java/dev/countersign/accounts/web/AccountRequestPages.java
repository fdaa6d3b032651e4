package dev.countersign.accounts.web;

import dev.countersign.accounts.AccountRequests;
import dev.countersign.accounts.AccountRequests.Wanted;
import dev.countersign.accounts.Descriptions;
import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.authority.Role;
import dev.countersign.authority.Terms;
import dev.countersign.identity.People.Description;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Asking for an account in a browser, deciding on what was asked, and describing a person otherwise: the same doors as the calls. */
@Controller
class AccountRequestPages {

    private static final String PAGE = "/account-requests";

    private final AccountRequests requests;
    private final Descriptions descriptions;
    private final Authority authority;
    private final Ends ends;

    AccountRequestPages(AccountRequests requests, Descriptions descriptions, Authority authority, Ends ends) {
        this.ends = ends;
        this.requests = requests;
        this.descriptions = descriptions;
        this.authority = authority;
    }

    @GetMapping(PAGE)
    String seen(Caller caller, Model model) {
        model.addAttribute("requests", requests.seen(caller));
        model.addAttribute("administers", authority.may(caller.actorId(), Permission.MANAGE_ACCOUNTS));
        model.addAttribute("asks", authority.may(caller.actorId(), Permission.REQUEST_ACCOUNTS));
        model.addAttribute(
                "looks",
                authority.may(caller.actorId(), Permission.MANAGE_ACCOUNTS)
                        || authority.may(caller.actorId(), Permission.READ_AUDIT_TRAIL));
        model.addAttribute("allRoles", Role.values());
        model.addAttribute("ends", ends.shown(caller));
        return "accounts/requests";
    }

    @PostMapping(PAGE)
    String ask(
            Caller caller,
            @RequestParam String printedName,
            @RequestParam String title,
            @RequestParam ZoneId zone,
            @RequestParam(defaultValue = "") Set<Role> roles,
            @RequestParam(defaultValue = "") String until,
            @RequestParam(defaultValue = "") String types,
            @RequestParam(defaultValue = "") String records,
            @RequestParam(defaultValue = "") String email,
            @RequestParam String reason,
            RedirectAttributes next) {
        try {
            Description described = new Description(printedName, title, zone);
            Terms terms = ends.terms(caller, until, types, records);
            requests.ask(caller, new Wanted(described, roles, terms, email), reason);
            next.addFlashAttribute("done", true);
            return "redirect:" + PAGE;
        } catch (RefusedException e) {
            next.addFlashAttribute(
                    "typed", List.of(printedName, title, zone.getId(), reason, email, until, types, records));
            next.addFlashAttribute("typedRoles", roles);
            return AccountForms.refused(e, PAGE, next);
        }
    }

    @PostMapping(PAGE + "/{requestId}/account")
    String make(
            Caller caller,
            @PathVariable UUID requestId,
            @RequestParam String userId,
            @RequestParam String reason,
            Model model,
            RedirectAttributes next) {
        try {
            return AccountForms.invitation(requests.make(caller, requestId, userId, reason), model);
        } catch (RefusedException e) {
            return AccountForms.refused(e, PAGE, next);
        }
    }

    @PostMapping(PAGE + "/{requestId}/refusal")
    String decline(Caller caller, @PathVariable UUID requestId, @RequestParam String reason, RedirectAttributes next) {
        return AccountForms.done(() -> requests.decline(caller, requestId, reason), PAGE, next);
    }

    @PostMapping("/accounts/{userId}/description")
    String describe(
            Caller caller,
            @PathVariable String userId,
            @RequestParam String printedName,
            @RequestParam String title,
            @RequestParam ZoneId zone,
            @RequestParam String reason,
            RedirectAttributes next) {
        return AccountForms.done(
                () -> descriptions.describe(caller, userId, new Description(printedName, title, zone), reason),
                "/accounts/" + userId,
                next);
    }
}

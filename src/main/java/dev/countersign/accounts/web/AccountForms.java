package dev.countersign.accounts.web;

import dev.countersign.accounts.Accounts;
import dev.countersign.accounts.Accounts.NewAccount;
import dev.countersign.authority.IdentityProofing;
import dev.countersign.authority.Role;
import dev.countersign.authority.Terms;
import dev.countersign.identity.Enrolments.Proofing;
import dev.countersign.identity.Invitations.Invitation;
import dev.countersign.identity.People.Description;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What administrators send from the pages of accounts: the same doors as the calls. What is refused is said above the form that asked. */
@Controller
@RequestMapping("/accounts")
class AccountForms {

    private static final String REFUSAL = "refusal";

    private final Accounts accounts;
    private final IdentityProofing proofing;
    private final Ends ends;

    AccountForms(Accounts accounts, IdentityProofing proofing, Ends ends) {
        this.ends = ends;
        this.accounts = accounts;
        this.proofing = proofing;
    }

    @PostMapping
    String create(
            Caller caller,
            @RequestParam String userId,
            @RequestParam String printedName,
            @RequestParam String title,
            @RequestParam ZoneId zone,
            @RequestParam(defaultValue = "") Set<Role> roles,
            @RequestParam(defaultValue = "") String until,
            @RequestParam(defaultValue = "") String types,
            @RequestParam(defaultValue = "") String records,
            @RequestParam(defaultValue = "") String email,
            @RequestParam String reason,
            Model model,
            RedirectAttributes next) {
        try {
            Set<Role> asked = EnumSet.noneOf(Role.class);
            asked.addAll(roles);
            return invitation(
                    accounts.create(
                            caller,
                            new NewAccount(
                                    userId,
                                    new Description(printedName, title, zone),
                                    asked,
                                    ends.terms(caller, until, types, records),
                                    email,
                                    reason)),
                    model);
        } catch (RefusedException e) {
            next.addFlashAttribute(
                    "typed", List.of(userId, printedName, title, zone.getId(), reason, email, until, types, records));
            next.addFlashAttribute("typedRoles", roles);
            return refused(e, "/accounts", next);
        }
    }

    @PostMapping("/{userId}/invitation")
    String invite(
            Caller caller,
            @PathVariable String userId,
            @RequestParam String reason,
            Model model,
            RedirectAttributes next) {
        try {
            return invitation(accounts.invite(caller, userId, reason), model);
        } catch (RefusedException e) {
            return refused(e, page(userId), next);
        }
    }

    /** Shown on the page that answers, never kept for another. */
    static String invitation(Invitation invitation, Model model) {
        model.addAttribute("invitation", invitation);
        return "accounts/invitation";
    }

    @PostMapping("/{userId}/roles")
    String request(
            Caller caller,
            @PathVariable String userId,
            @RequestParam Role role,
            @RequestParam(defaultValue = "") String until,
            @RequestParam(defaultValue = "") String types,
            @RequestParam(defaultValue = "") String records,
            @RequestParam String reason,
            RedirectAttributes next) {
        return done(
                () -> {
                    Terms terms = ends.terms(caller, until, types, records);
                    accounts.request(caller, userId, role, terms, reason);
                },
                page(userId),
                next);
    }

    @PostMapping("/{userId}/revocation")
    String revoke(
            Caller caller,
            @PathVariable String userId,
            @RequestParam Role role,
            @RequestParam String reason,
            RedirectAttributes next) {
        return done(() -> accounts.revoke(caller, userId, role, reason), page(userId), next);
    }

    @PostMapping("/requests/{requestId}")
    String decide(
            Caller caller,
            @PathVariable UUID requestId,
            @RequestParam boolean grant,
            @RequestParam String reason,
            RedirectAttributes next) {
        return done(() -> accounts.decide(caller, requestId, grant, reason), "/accounts", next);
    }

    @PostMapping("/{userId}/state")
    String change(
            Caller caller,
            @PathVariable String userId,
            @RequestParam String to,
            @RequestParam String reason,
            RedirectAttributes next) {
        return done(
                () -> {
                    switch (to) {
                        case "suspended" -> accounts.suspend(caller, userId, reason);
                        case "active" -> accounts.reinstate(caller, userId, reason);
                        case "left" -> accounts.leave(caller, userId, reason);
                        default -> throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
                    }
                },
                page(userId),
                next);
    }

    @PostMapping("/{userId}/proofing")
    String proof(
            Caller caller,
            @PathVariable String userId,
            @RequestParam String documentType,
            @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate checkedOn,
            @RequestParam String method,
            @RequestParam String printedName,
            @RequestParam String password,
            RedirectAttributes next) {
        return done(
                () -> proofing.certify(
                        caller,
                        password.toCharArray(),
                        userId,
                        new Proofing(documentType, checkedOn, method, printedName)),
                page(userId),
                next);
    }

    private static String page(String userId) {
        return "/accounts/" + userId;
    }

    static String done(Runnable act, String page, RedirectAttributes next) {
        try {
            act.run();
            next.addFlashAttribute("done", true);
            return "redirect:" + page;
        } catch (RefusedException e) {
            return refused(e, page, next);
        }
    }

    static String refused(RefusedException e, String page, RedirectAttributes next) {
        next.addFlashAttribute(REFUSAL, e.refusal().detail());
        return "redirect:" + page;
    }
}

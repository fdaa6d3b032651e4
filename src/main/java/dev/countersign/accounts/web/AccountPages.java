package dev.countersign.accounts.web;

import dev.countersign.accounts.Accounts;
import dev.countersign.accounts.Accounts.Account;
import dev.countersign.accounts.FirstPeople;
import dev.countersign.accounts.PersonsPasskeys;
import dev.countersign.accounts.Resets;
import dev.countersign.accounts.Unlocking;
import dev.countersign.authority.Authority;
import dev.countersign.authority.Authority.Grant;
import dev.countersign.authority.Permission;
import dev.countersign.authority.Role;
import dev.countersign.identity.MailAddresses;
import dev.countersign.ledger.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.server.ResponseStatusException;

/** Accounts for administrators in a browser; {@link AccountForms} takes what they send. */
@Controller
@RequestMapping("/accounts")
class AccountPages {

    private final Accounts accounts;
    private final Resets resets;
    private final Authority authority;
    private final FirstPeople first;
    private final Unlocking unlocking;
    private final PersonsPasskeys passkeys;
    private final MailAddresses addresses;
    private final Ends ends;
    private final ShownSigning signing;

    AccountPages(
            Accounts accounts,
            Resets resets,
            Authority authority,
            FirstPeople first,
            Unlocking unlocking,
            PersonsPasskeys passkeys,
            MailAddresses addresses,
            Ends ends,
            ShownSigning signing) {
        this.signing = signing;
        this.ends = ends;
        this.passkeys = passkeys;
        this.addresses = addresses;
        this.unlocking = unlocking;
        this.accounts = accounts;
        this.resets = resets;
        this.authority = authority;
        this.first = first;
    }

    @ModelAttribute
    void common(Caller caller, Model model) {
        model.addAttribute("administers", may(caller, Permission.MANAGE_ACCOUNTS));
        model.addAttribute("approves", may(caller, Permission.APPROVE_ROLES));
        model.addAttribute("self", caller.actorId());
        model.addAttribute("ends", ends.shown(caller));
    }

    private boolean may(Caller caller, Permission permission) {
        return caller.isPerson() && authority.may(caller.actorId(), permission);
    }

    @GetMapping
    String all(Caller caller, Model model) {
        model.addAttribute("people", accounts.all(caller));
        model.addAttribute("waiting", accounts.waiting(caller));
        model.addAttribute("resets", resets.waiting(caller));
        model.addAttribute("signingWaits", signing.waiting(caller));
        model.addAttribute("allRoles", Role.values());
        model.addAttribute("unfounded", first.founders().isEmpty());
        return "accounts/all";
    }

    @GetMapping("/{userId}")
    String one(Caller caller, @PathVariable String userId, Model model) {
        Account account = find(caller, userId);
        model.addAttribute("account", account);
        List<Role> free = new ArrayList<>(List.of(Role.values()));
        account.grants().stream()
                .filter(grant -> grant.terms().until() == null)
                .map(Grant::role)
                .forEach(free::remove);
        free.removeAll(account.open());
        model.addAttribute("inspects", free.remove(Role.REGULATORY_AUDITOR));
        model.addAttribute("freeRoles", free);
        model.addAttribute("signing", signing.of(caller, userId));
        model.addAttribute("locks", unlocking.locks(caller, userId));
        model.addAttribute("devices", unlocking.devices(caller, userId));
        model.addAttribute("passkeys", passkeys.of(caller, userId));
        model.addAttribute("email", addresses.of(userId).orElse(null));
        return "accounts/one";
    }

    private Account find(Caller caller, String userId) {
        Optional<Account> found = accounts.all(caller).stream()
                .filter(account -> account.person().userId().equals(userId))
                .findFirst();
        return found.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}

package dev.countersign.accounts;

import dev.countersign.accounts.Accounts.NewAccount;
import dev.countersign.authority.Role;
import dev.countersign.identity.Invitations;
import dev.countersign.identity.Invitations.Invitation;
import dev.countersign.identity.People;
import dev.countersign.ledger.Caller;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What making an account consists of, whoever asked for it. In the caller's transaction, once nobody else decides. */
@Component
class AccountMaking {

    private final People people;
    private final Invitations invitations;
    private final RoleRequests requests;
    private final RoleRules rules;

    AccountMaking(People people, Invitations invitations, RoleRequests requests, RoleRules rules) {
        this.people = people;
        this.invitations = invitations;
        this.requests = requests;
        this.rules = rules;
    }

    /** @param wantedBy who asked for the account, and then decides on none of its roles; null where nobody did */
    Invitation make(Caller administrator, NewAccount account, @Nullable String wantedBy) {
        ReservedIds.demandFree(account.userId());
        rules.demandTerms(account.userId(), account.roles(), account.terms());
        people.create(administrator, account.userId(), account.described(), account.email(), account.reason());
        for (Role role : account.roles()) {
            requests.ask(administrator, account.userId(), role, account.terms(), account.reason(), wantedBy);
        }
        return invitations.invite(administrator, account.userId(), account.reason());
    }

    Invitation invite(Caller administrator, String userId, String reason) {
        return invitations.invite(administrator, userId, reason);
    }
}

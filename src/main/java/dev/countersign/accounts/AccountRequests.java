package dev.countersign.accounts;

import dev.countersign.authority.Role;
import dev.countersign.authority.Terms;
import dev.countersign.identity.Invitations.Invitation;
import dev.countersign.identity.People.Description;
import dev.countersign.ledger.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Requests for accounts (11.10(d), AUT-03): somebody who has a role in the work asks that a new person gets an account, and with which roles;
 * an IT Administrator makes it as it was asked for, or declines. Who asked decides on none of its roles. All of it is audited.
 */
public interface AccountRequests {

    /** How many requests of one person may wait. */
    int MOST_OPEN = 20;

    /** All requests, newest first, for IT Administrators, QA Managers and auditors; one's own for everybody who may ask. At most 200. */
    List<AccountRequest> seen(Caller caller);

    /**
     * Asks for an account.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code reason-required}, {@code person-refused}, {@code
     *     mail-address-refused}, {@code incompatible-roles}, {@code too-many-requests}, {@code end-required}, {@code end-refused}, {@code
     *     scope-refused}
     */
    AccountRequest ask(Caller caller, Wanted wanted, String reason);

    /**
     * Makes the account as it was asked for; by an IT Administrator who did not ask for it.
     *
     * @param userId which the administrator chooses
     * @throws dev.countersign.ledger.RefusedException {@code request-not-found}, {@code second-person-required}, {@code reason-required}, and
     *     what {@link Accounts#create} refuses
     */
    Invitation make(Caller administrator, UUID requestId, String userId, String reason);

    /**
     * Declines; by an IT Administrator who did not ask for it.
     *
     * @throws dev.countersign.ledger.RefusedException {@code request-not-found}, {@code second-person-required}, {@code reason-required}
     */
    void decline(Caller administrator, UUID requestId, String reason);

    /**
     * @param roles to be asked for when the account is made
     * @param terms of all of them
     * @param email nothing for none
     */
    record Wanted(Description described, Set<Role> roles, Terms terms, String email) {

        /** With roles that stay until they are taken away. */
        public Wanted(Description described, Set<Role> roles, String email) {
            this(described, roles, Terms.OPEN, email);
        }
    }

    /** @param decision null while it waits */
    record AccountRequest(
            UUID requestId,
            Wanted wanted,
            String requestedBy,
            Instant requestedAt,
            String reason,
            @Nullable Decision decision) {}

    /** @param userId of the account that was made; null if it was declined */
    record Decision(
            String by, Instant at, String reason, @Nullable String userId) {}
}

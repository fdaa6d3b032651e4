package dev.countersign.accounts;

import dev.countersign.authority.Authority.Grant;
import dev.countersign.authority.Role;
import dev.countersign.authority.Terms;
import dev.countersign.identity.Invitations.Invitation;
import dev.countersign.identity.People.Description;
import dev.countersign.identity.Person;
import dev.countersign.ledger.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Accounts of people, as administrators keep them (11.10(d), AUT-03). No single person makes an account that can sign: an IT
 * Administrator makes it and asks for its roles, a QA Manager decides on the roles, a QA Manager proofs the identity, and the person alone
 * knows what it is used with. Every change is audited with its reason; whoever may not is refused with {@code not-authorized}.
 */
public interface Accounts {

    /** Everybody, by user id; for IT Administrators, QA Managers and auditors. */
    List<Account> all(Caller caller);

    /** Requests that wait for a decision, oldest first; for the same people. */
    List<RoleRequest> waiting(Caller caller);

    /**
     * Makes an account that cannot log in yet, and asks for its roles; by an IT Administrator.
     *
     * @return what the person needs to begin
     * @throws dev.countersign.ledger.RefusedException {@code person-exists}, {@code user-id-refused}, {@code person-refused}, {@code mail-address-refused}, {@code
     *     reason-required}, {@code incompatible-roles}, {@code end-required}, {@code end-refused}, {@code scope-refused}
     */
    Invitation create(Caller administrator, NewAccount account);

    /**
     * Another invitation for an account that is still new; the earlier one works no longer. By an IT Administrator.
     *
     * @throws dev.countersign.ledger.RefusedException {@code person-not-found}, {@code not-invitable}, {@code reason-required}
     */
    Invitation invite(Caller administrator, String userId, String reason);

    /**
     * Asks for a role; by an IT Administrator. A role that is held with an end can be asked for again: what is granted takes its place.
     *
     * @throws dev.countersign.ledger.RefusedException {@code person-not-found}, {@code role-requested}, {@code incompatible-roles}, {@code
     *     reason-required}, {@code end-required}, {@code end-refused}, {@code scope-refused}
     */
    RoleRequest request(Caller administrator, String userId, Role role, Terms terms, String reason);

    /** As {@link #request(Caller, String, Role, Terms, String)}, for a role that stays until it is taken away. */
    default RoleRequest request(Caller administrator, String userId, Role role, String reason) {
        return request(administrator, userId, role, Terms.OPEN, reason);
    }

    /**
     * Grants or refuses what was asked for; by a QA Manager who neither asked for it nor is to get it.
     *
     * @throws dev.countersign.ledger.RefusedException {@code request-not-found}, {@code second-person-required}, {@code reason-required}, and if
     *     it is granted {@code end-refused}, {@code scope-refused}
     */
    void decide(Caller manager, UUID requestId, boolean grant, String reason);

    /**
     * Takes a role away; by an IT Administrator or a QA Manager.
     *
     * @throws dev.countersign.ledger.RefusedException {@code role-not-granted}, {@code last-of-role}
     */
    void revoke(Caller caller, String userId, Role role, String reason);

    /** Suspends an account at once; by an IT Administrator or a QA Manager. */
    void suspend(Caller caller, String userId, String reason);

    /** Lets a suspended account back; by a QA Manager, about somebody else. */
    void reinstate(Caller manager, String userId, String reason);

    /** Ends an account for good, with its roles and its signing key; by an IT Administrator. Signatures stay valid. */
    void leave(Caller administrator, String userId, String reason);

    /**
     * @param roles asked for, decided later by somebody else
     * @param terms of all of them
     * @param email where the person gets notices about the account; nothing for none
     */
    record NewAccount(String userId, Description described, Set<Role> roles, Terms terms, String email, String reason) {

        /** With roles that stay until they are taken away. */
        public NewAccount(String userId, Description described, Set<Role> roles, String email, String reason) {
            this(userId, described, roles, Terms.OPEN, email, reason);
        }
    }

    /**
     * @param roles that count
     * @param grants of these, and of roles whose end has passed
     * @param open roles that were asked for and wait
     */
    record Account(Person person, Set<Role> roles, List<Grant> grants, Set<Role> open) {}

    /** @param wantedBy who asked for the account with this role; null where nobody else did */
    record RoleRequest(
            UUID requestId,
            String userId,
            Role role,
            Terms terms,
            String requestedBy,
            Instant requestedAt,
            String reason,
            @Nullable String wantedBy) {}
}

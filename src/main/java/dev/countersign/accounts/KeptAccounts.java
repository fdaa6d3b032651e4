package dev.countersign.accounts;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Authority.Grant;
import dev.countersign.authority.Permission;
import dev.countersign.authority.Role;
import dev.countersign.authority.Terms;
import dev.countersign.identity.Enrolments;
import dev.countersign.identity.Invitations.Invitation;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** {@link Accounts} over {@code identity} and {@code authority}: who may, one decision after the other, and refusals on record. */
@Component
class KeptAccounts implements Accounts {

    private final People people;
    private final AccountMaking making;
    private final Enrolments enrolments;
    private final Authority authority;
    private final RoleRequests requests;
    private final RoleRules rules;
    private final RuledEndings endings;
    private final Refusals refusals;
    private final TransactionTemplate transaction;

    KeptAccounts(
            People people,
            AccountMaking making,
            Enrolments enrolments,
            Authority authority,
            RoleRequests requests,
            RoleRules rules,
            RuledEndings endings,
            Refusals refusals,
            TransactionTemplate transaction) {
        this.people = people;
        this.making = making;
        this.enrolments = enrolments;
        this.authority = authority;
        this.requests = requests;
        this.rules = rules;
        this.endings = endings;
        this.refusals = refusals;
        this.transaction = transaction;
    }

    @Override
    public List<Account> all(Caller caller) {
        List<RoleRequest> waiting = waiting(caller);
        Map<String, List<Grant>> grants = authority.grants().stream().collect(Collectors.groupingBy(Grant::userId));
        return people.all().stream()
                .map(person -> account(person, grants.getOrDefault(person.userId(), List.of()), waiting))
                .toList();
    }

    private static Account account(Person person, List<Grant> grants, List<RoleRequest> waiting) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        grants.stream().filter(grant -> !grant.ended()).map(Grant::role).forEach(roles::add);
        return new Account(
                person,
                roles,
                grants,
                waiting.stream()
                        .filter(request -> request.userId().equals(person.userId()))
                        .map(RoleRequest::role)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public List<RoleRequest> waiting(Caller caller) {
        return refusals.guarding(caller, "account.list", "accounts", () -> {
            rules.demand(caller, Permission.MANAGE_ACCOUNTS, Permission.APPROVE_ROLES, Permission.READ_AUDIT_TRAIL);
            return requests.open();
        });
    }

    @Override
    public Invitation create(Caller administrator, NewAccount account) {
        return decided(administrator, "account.create", "person:" + account.userId(), () -> {
            rules.demand(administrator, Permission.MANAGE_ACCOUNTS);
            RoleRules.demandReason(account.userId(), account.reason());
            return making.make(administrator, account, null);
        });
    }

    @Override
    public Invitation invite(Caller administrator, String userId, String reason) {
        return decided(administrator, "account.invite", "person:" + userId, () -> {
            rules.demand(administrator, Permission.MANAGE_ACCOUNTS);
            RoleRules.demandReason(userId, reason);
            return making.invite(administrator, userId, reason);
        });
    }

    @Override
    public RoleRequest request(Caller administrator, String userId, Role role, Terms terms, String reason) {
        return decided(administrator, "role.request", "person:" + userId, () -> {
            rules.demand(administrator, Permission.MANAGE_ACCOUNTS);
            return requests.ask(administrator, userId, role, terms, reason);
        });
    }

    @Override
    public void decide(Caller manager, UUID requestId, boolean grant, String reason) {
        decided(manager, "role.decide", "role-request:" + requestId, () -> {
            rules.demand(manager, Permission.APPROVE_ROLES);
            requests.decide(manager, requestId, grant, reason);
            return true;
        });
    }

    @Override
    public void revoke(Caller caller, String userId, Role role, String reason) {
        decided(caller, "role.revoke", "person:" + userId, () -> {
            endings.revoke(caller, userId, role, reason);
            return true;
        });
    }

    @Override
    public void suspend(Caller caller, String userId, String reason) {
        decided(caller, "account.suspend", "person:" + userId, () -> {
            endings.suspend(caller, userId, reason);
            return true;
        });
    }

    @Override
    public void reinstate(Caller manager, String userId, String reason) {
        decided(manager, "account.reinstate", "person:" + userId, () -> {
            rules.demand(manager, Permission.APPROVE_ROLES);
            endings.move(manager, userId, Person.State.ACTIVE, reason);
            return true;
        });
    }

    @Override
    public void leave(Caller administrator, String userId, String reason) {
        decided(administrator, "account.leave", "person:" + userId, () -> {
            rules.demand(administrator, Permission.MANAGE_ACCOUNTS);
            Set<Role> roles = authority.held(userId);
            boolean certified =
                    people.find(userId).filter(person -> person.keyId() != null).isPresent();
            endings.move(administrator, userId, Person.State.LEFT, reason);
            for (Role role : roles) {
                authority.revoke(administrator, userId, role, reason);
            }
            if (certified) {
                enrolments.end(administrator, userId, reason);
            }
            return true;
        });
    }

    /** One decision after the other, whole or not at all; a refusal is on record either way. */
    private <T> T decided(Caller caller, String attempt, String subject, Supplier<T> work) {
        return refusals.guarding(
                caller,
                attempt,
                subject,
                () -> Objects.requireNonNull(transaction.execute(status -> {
                    requests.lock();
                    return work.get();
                })));
    }
}

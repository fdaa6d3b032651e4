package dev.countersign.accounts;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.authority.Role;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.ledger.Caller;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** {@link AccountEndings} by {@link RoleRules}: one decision over accounts after the other. */
@Component
class RuledEndings implements AccountEndings {

    private final People people;
    private final Authority authority;
    private final RoleRequests requests;
    private final RoleRules rules;

    RuledEndings(People people, Authority authority, RoleRequests requests, RoleRules rules) {
        this.people = people;
        this.authority = authority;
        this.requests = requests;
        this.rules = rules;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void suspend(Caller caller, String userId, String reason) {
        requests.lock();
        rules.demand(caller, Permission.MANAGE_ACCOUNTS, Permission.APPROVE_ROLES);
        move(caller, userId, Person.State.SUSPENDED, reason);
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean suspendByRule(Caller program, String userId, String reason) {
        requests.lock();
        boolean enough = rules.scarceWithout(userId, authority.roles(userId)).isEmpty();
        if (enough) {
            people.move(program, userId, Person.State.SUSPENDED, reason);
        }
        return enough;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void revoke(Caller caller, String userId, Role role, String reason) {
        requests.lock();
        rules.demand(caller, Permission.MANAGE_ACCOUNTS, Permission.APPROVE_ROLES);
        RoleRules.demandReason(userId, reason);
        rules.demandEnoughWithout(userId, Set.of(role));
        authority.revoke(caller, userId, role, reason);
    }

    /** In the caller's transaction, once nobody else decides. */
    void move(Caller caller, String userId, Person.State to, String reason) {
        if (caller.actorId().equals(userId)) {
            throw AccountRefusal.NOT_ONESELF.thrown(userId);
        }
        if (to != Person.State.ACTIVE) {
            rules.demandEnoughWithout(userId, authority.roles(userId));
        }
        people.move(caller, userId, to, reason);
    }
}

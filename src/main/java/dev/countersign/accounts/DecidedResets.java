package dev.countersign.accounts;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.crypto.Identifiers;
import dev.countersign.identity.Components;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.identity.Person.State;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Refusals;
import dev.countersign.worm.WormStore;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** {@link Resets} in {@code app.reset_request}, one decision over accounts after the other. */
@Component
class DecidedResets implements Resets {

    private final ResetRequestMapper requests;
    private final RoleRequests decisions;
    private final RoleRules rules;
    private final Acts acts;
    private final People people;
    private final Components components;
    private final TransactionTemplate transaction;

    /** Where what was decided is put on record. */
    @Component("resetActs")
    record Acts(Authority authority, Identifiers identifiers, WormStore store, Ledger ledger, Refusals refusals) {}

    DecidedResets(
            ResetRequestMapper requests,
            RoleRequests decisions,
            RoleRules rules,
            Acts acts,
            People people,
            Components components,
            TransactionTemplate transaction) {
        this.requests = requests;
        this.decisions = decisions;
        this.rules = rules;
        this.acts = acts;
        this.people = people;
        this.components = components;
        this.transaction = transaction;
    }

    @Override
    public List<ResetRequest> waiting(Caller caller) {
        return acts.refusals().guarding(caller, "reset.list", "accounts", () -> {
            rules.demand(caller, Permission.MANAGE_ACCOUNTS, Permission.APPROVE_ROLES, Permission.READ_AUDIT_TRAIL);
            return requests.open(organisation());
        });
    }

    @Override
    public ResetRequest ask(Caller administrator, String userId, String reason) {
        return decided(administrator, "reset.request", "person:" + userId, () -> {
            rules.demand(administrator, Permission.MANAGE_ACCOUNTS);
            RoleRules.demandReason(userId, reason);
            if (administrator.actorId().equals(userId)) {
                throw AccountRefusal.NOT_ONESELF.thrown(userId);
            }
            Person person = people.find(userId).orElseThrow(() -> AccountRefusal.PERSON_NOT_FOUND.thrown(userId));
            if (person.state() != State.ACTIVE && person.state() != State.SUSPENDED) {
                throw AccountRefusal.NOTHING_TO_RESET.thrown(
                        userId, person.state().code());
            }
            UUID requestId = acts.identifiers().next();
            if (requests.insert(organisation(), requestId, userId, administrator.actorId(), reason) == 0) {
                throw AccountRefusal.RESET_REQUESTED.thrown(userId);
            }
            acts.ledger().append(administrator, new ResetDecided(requestId, userId, "reset.requested", reason));
            return Objects.requireNonNull(requests.find(organisation(), requestId));
        });
    }

    @Override
    public void decide(Caller manager, UUID requestId, boolean grant, String reason) {
        decided(manager, "reset.decide", "reset-request:" + requestId, () -> {
            rules.demand(manager, Permission.APPROVE_ROLES);
            ResetRequest asked = requests.find(organisation(), requestId);
            if (asked == null) {
                throw AccountRefusal.REQUEST_NOT_FOUND.thrown(requestId);
            }
            settle(manager, asked, grant, reason);
            return true;
        });
    }

    private void settle(Caller manager, ResetRequest asked, boolean grant, String reason) {
        String userId = asked.userId();
        RoleRules.demandReason(userId, reason);
        if (manager.actorId().equals(asked.requestedBy()) || manager.actorId().equals(userId)) {
            throw AccountRefusal.RESET_SECOND_PERSON.thrown(manager.actorId(), userId);
        }
        String state = grant ? "granted" : "refused";
        if (requests.decide(organisation(), asked.requestId(), state, manager.actorId(), reason) == 0) {
            throw AccountRefusal.REQUEST_NOT_FOUND.thrown(asked.requestId());
        }
        if (grant) {
            rules.demandEnoughWithout(userId, acts.authority().roles(userId));
            components.reset(manager, userId, reason);
        }
        acts.ledger().append(manager, new ResetDecided(asked.requestId(), userId, "reset.request-" + state, reason));
    }

    private <T> T decided(Caller caller, String attempt, String subject, Supplier<T> work) {
        return acts.refusals()
                .guarding(
                        caller,
                        attempt,
                        subject,
                        () -> Objects.requireNonNull(transaction.execute(status -> {
                            decisions.lock();
                            return work.get();
                        })));
    }

    private String organisation() {
        return acts.store().installation().organisation();
    }
}

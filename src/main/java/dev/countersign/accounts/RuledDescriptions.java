package dev.countersign.accounts;

import dev.countersign.authority.Permission;
import dev.countersign.identity.Enrolments;
import dev.countersign.identity.People;
import dev.countersign.identity.People.Description;
import dev.countersign.identity.Person;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** {@link Descriptions} by {@link RoleRules}: one decision over accounts after the other. */
@Component
class RuledDescriptions implements Descriptions {

    private final People people;
    private final Enrolments enrolments;
    private final RoleRequests requests;
    private final RoleRules rules;
    private final Refusals refusals;
    private final TransactionTemplate transaction;

    RuledDescriptions(
            People people,
            Enrolments enrolments,
            RoleRequests requests,
            RoleRules rules,
            Refusals refusals,
            TransactionTemplate transaction) {
        this.people = people;
        this.enrolments = enrolments;
        this.requests = requests;
        this.rules = rules;
        this.refusals = refusals;
        this.transaction = transaction;
    }

    @Override
    public void describe(Caller administrator, String userId, Description described, String reason) {
        refusals.guarding(administrator, "account.describe", "person:" + userId, () -> {
            transaction.executeWithoutResult(status -> {
                requests.lock();
                rules.demand(administrator, Permission.MANAGE_ACCOUNTS);
                RoleRules.demandReason(userId, reason);
                if (administrator.actorId().equals(userId)) {
                    throw AccountRefusal.NOT_ONESELF.thrown(userId);
                }
                change(administrator, userId, described, reason);
            });
            return true;
        });
    }

    private void change(Caller administrator, String userId, Description described, String reason) {
        Description before = people.describe(administrator, userId, described, reason);
        // read after nobody can be certified any more
        Person person = people.find(userId).orElseThrow();
        if (person.state() == Person.State.LEFT) {
            throw AccountRefusal.ENDED.thrown(userId);
        }
        if (person.keyId() != null && !before.printedName().equals(described.printedName())) {
            rules.demandOfficerBesides(userId);
            enrolments.end(administrator, userId, reason);
        }
    }
}

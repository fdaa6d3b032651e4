package dev.countersign.accounts;

import dev.countersign.authority.Authority;
import dev.countersign.authority.IdentityProofing;
import dev.countersign.authority.Role;
import dev.countersign.identity.Enrolments.Founder;
import dev.countersign.identity.Invitations;
import dev.countersign.identity.Invitations.Invitation;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.worm.WormStore;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The first people of a regulated installation (11.10(g), 11.100(b)): whoever runs the server invites two IT Administrators and two QA
 * Managers, once; the two QA Managers proof each other's identity, once. Everybody after them goes the way of {@link Accounts}.
 */
@Component
public class FirstPeople {

    private static final Caller BOOTSTRAP = Caller.system("bootstrap");
    private static final String REASON = "first people of the installation";
    private static final String RENEWED = "the first invitation was lost";
    private static final int OF_EACH = 2;

    private final People people;
    private final Invitations invitations;
    private final Authority authority;
    private final IdentityProofing proofing;
    private final RoleRequests requests;
    private final WormStore store;
    private final Refusals refusals;
    private final TransactionTemplate transaction;

    FirstPeople(
            People people,
            Invitations invitations,
            Authority authority,
            IdentityProofing proofing,
            RoleRequests requests,
            WormStore store,
            Refusals refusals,
            TransactionTemplate transaction) {
        this.people = people;
        this.invitations = invitations;
        this.authority = authority;
        this.proofing = proofing;
        this.requests = requests;
        this.store = store;
        this.refusals = refusals;
        this.transaction = transaction;
    }

    /** @param administers whether the person becomes IT Administrator; QA Manager otherwise */
    public record FirstPerson(String userId, String printedName, String title, ZoneId zone, boolean administers) {

        Role role() {
            return administers ? Role.IT_ADMINISTRATOR : Role.QA_MANAGER;
        }
    }

    /**
     * Makes their accounts with their roles, all or none.
     *
     * @return their invitations, in the order of the people
     * @throws dev.countersign.ledger.RefusedException {@code people-exist}, {@code first-people}, and what {@link
     *     People#create} refuses
     */
    public List<Invitation> invite(List<FirstPerson> first) {
        return decided("bootstrap.invite", "installation", () -> {
            List<Person> there = people.all();
            if (!there.isEmpty()) {
                throw AccountRefusal.PEOPLE_EXIST.thrown(
                        there.size(), there.get(0).userId());
            }
            long administrators =
                    first.stream().filter(FirstPerson::administers).count();
            if (administrators != OF_EACH || first.size() != OF_EACH + OF_EACH) {
                throw AccountRefusal.FIRST_PEOPLE.thrown(administrators, first.size() - administrators);
            }
            return first.stream().map(this::invite).toList();
        });
    }

    private Invitation invite(FirstPerson person) {
        ReservedIds.demandFree(person.userId());
        people.create(BOOTSTRAP, person.userId(), person.printedName(), person.title(), person.zone());
        authority.grant(BOOTSTRAP, person.userId(), person.role(), REASON);
        return invitations.invite(BOOTSTRAP, person.userId(), REASON);
    }

    /**
     * Another invitation for one of them whose first was lost, while no IT Administrator can log in to give it.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-invitable}
     */
    public Invitation renew(String userId) {
        return decided("bootstrap.renew", "person:" + userId, () -> {
            boolean waits = people.find(userId)
                    .filter(person -> person.state() == Person.State.CREATED)
                    .isPresent();
            boolean administered = people.all().stream()
                    .filter(Person::isActive)
                    .anyMatch(person -> authority.roles(person.userId()).contains(Role.IT_ADMINISTRATOR));
            if (!waits || administered) {
                throw AccountRefusal.NOT_RENEWABLE.thrown(userId);
            }
            return invitations.invite(BOOTSTRAP, userId, RENEWED);
        });
    }

    /** The two founders' user ids, once they are. */
    public List<String> founders() {
        return store.founders().stream()
                .map(WormStore.StoredEnrolment::userId)
                .sorted()
                .toList();
    }

    /** Two QA Managers who are not certified yet and could be founders; nobody once there are founders. */
    public List<Person> candidates() {
        return founders().isEmpty()
                ? people.all().stream()
                        .filter(Person::isActive)
                        .filter(person -> authority.roles(person.userId()).contains(Role.QA_MANAGER))
                        .toList()
                : List.of();
    }

    /**
     * Two QA Managers, before one screen, certify each other's keys: everybody else's certificate will lead back to theirs.
     *
     * @param manager who is signed in, and is {@code one}
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code founders-exist}, {@code reauthentication-failed},
     *     {@code signing-locked}, {@code key-missing}
     */
    public void found(Caller manager, Founder one, Founder other) {
        if (!manager.isPerson() || !manager.actorId().equals(one.userId())) {
            throw new IllegalArgumentException("the caller is the first founder");
        }
        proofing.found(manager, one, other);
    }

    private <T> T decided(String attempt, String subject, Supplier<T> work) {
        return refusals.guarding(
                BOOTSTRAP,
                attempt,
                subject,
                () -> Objects.requireNonNull(transaction.execute(status -> {
                    requests.lock();
                    return work.get();
                })));
    }
}

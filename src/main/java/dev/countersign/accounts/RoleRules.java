package dev.countersign.accounts;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Authority.Grant;
import dev.countersign.authority.Permission;
import dev.countersign.authority.Role;
import dev.countersign.authority.Terms;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.ledger.Caller;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** What holds for roles whoever decides: who may, which roles exclude each other, and how many people a role must keep. */
@Component
class RoleRules {

    private static final int LONGEST_REASON = 1000;

    /** What takes two people needs two QA Managers; without an IT Administrator nobody could make another. */
    private static final Map<Role, Integer> FEWEST = Map.of(Role.QA_MANAGER, 2, Role.IT_ADMINISTRATOR, 1);

    private final Authority authority;
    private final People people;

    RoleRules(Authority authority, People people) {
        this.authority = authority;
        this.people = people;
    }

    /** Demands one of these permissions. */
    void demand(Caller caller, Permission... permissions) {
        boolean may = caller.isPerson()
                && Stream.of(permissions).anyMatch(permission -> authority.may(caller.actorId(), permission));
        if (!may) {
            throw AccountRefusal.NOT_ALLOWED.thrown(caller.actorId());
        }
    }

    static void demandReason(String userId, String reason) {
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw AccountRefusal.REASON_MISSING.thrown(userId);
        }
    }

    /**
     * That the person can be given the role (AUT-03): an IT Administrator has no other.
     *
     * @param asked roles that wait for a decision
     */
    void demandFit(String userId, Role role, Set<Role> asked) {
        Person person = people.find(userId).orElseThrow(() -> AccountRefusal.PERSON_NOT_FOUND.thrown(userId));
        if (person.state() == Person.State.LEFT) {
            throw AccountRefusal.ENDED.thrown(userId);
        }
        Set<Role> all = EnumSet.of(role);
        all.addAll(authority.held(userId));
        all.addAll(asked);
        demandFitTogether(userId, all);
        if (role == Role.IT_ADMINISTRATOR && person.keyId() != null) {
            throw AccountRefusal.SIGNER_ADMINISTRATES.thrown(userId);
        }
        if (holders(role).contains(userId)) {
            throw AccountRefusal.ROLE_REQUESTED.thrown(role.printedName(), userId);
        }
    }

    /** That one person could have all of these roles (AUT-03). */
    static void demandFitTogether(String whom, Set<Role> roles) {
        if (roles.size() > 1 && roles.contains(Role.IT_ADMINISTRATOR)) {
            Role other = roles.stream()
                    .filter(role -> role != Role.IT_ADMINISTRATOR)
                    .findFirst()
                    .orElseThrow();
            throw AccountRefusal.INCOMPATIBLE.thrown(whom, other.printedName());
        }
    }

    /**
     * That a new person could be given all of these roles on these terms now; terms of no role are none.
     *
     * @throws dev.countersign.ledger.RefusedException {@code end-refused}, {@code scope-refused}, {@code end-required}
     */
    void demandTerms(String whom, Set<Role> roles, Terms terms) {
        if (roles.isEmpty() && terms.until() != null) {
            throw AccountRefusal.END_OF_NO_ROLE.thrown(whom);
        }
        if (roles.isEmpty() && !terms.scope().isAll()) {
            throw AccountRefusal.SCOPE_OF_NO_ROLE.thrown(whom);
        }
        for (Role role : roles) {
            authority.demandTerms(whom, role, terms);
        }
    }

    /** That somebody else could certify this person anew (11.100(b)). */
    void demandOfficerBesides(String userId) {
        boolean officer = people.all().stream()
                .filter(Person::isActive)
                .filter(person -> person.keyId() != null && !person.userId().equals(userId))
                .anyMatch(person -> authority.may(person.userId(), Permission.PROOF_IDENTITY));
        if (!officer) {
            throw AccountRefusal.NO_OTHER_OFFICER.thrown(userId);
        }
    }

    /** That enough active people keep these roles when that person has them no longer. */
    void demandEnoughWithout(String userId, Set<Role> roles) {
        scarceWithout(userId, roles).ifPresent(role -> {
            throw AccountRefusal.LAST_OF_ROLE.thrown(userId, role.printedName(), FEWEST.getOrDefault(role, 0));
        });
    }

    /** A role of these that too few active people would keep. */
    Optional<Role> scarceWithout(String userId, Set<Role> roles) {
        return roles.stream()
                .filter(role -> FEWEST.getOrDefault(role, 0) > 0)
                .filter(role -> people.find(userId).filter(Person::isActive).isPresent()
                        && holders(role).contains(userId)
                        && others(userId, role) < FEWEST.getOrDefault(role, 0))
                .findFirst();
    }

    private long others(String userId, Role role) {
        Set<String> holders = holders(role);
        return people.all().stream()
                .filter(Person::isActive)
                .filter(person -> !person.userId().equals(userId) && holders.contains(person.userId()))
                .count();
    }

    /** Who has the role for good: whose role ends by itself cannot be relied on to stay, and may be given it anew. */
    private Set<String> holders(Role role) {
        return authority.grants().stream()
                .filter(grant -> grant.role() == role && grant.terms().until() == null)
                .map(Grant::userId)
                .collect(Collectors.toSet());
    }
}

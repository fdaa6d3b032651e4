package dev.countersign.authority;

import dev.countersign.crypto.Digest;
import dev.countersign.crypto.Identifiers;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.RefusedException;
import dev.countersign.worm.WormStore;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** {@link Authority} by the grants of {@code app.role_grant}, read anew at every call. */
@Component
class GrantedAuthority implements Authority {

    private final RoleGrantMapper grants;
    private final People people;
    private final WormStore store;
    private final Ledger ledger;
    private final Identifiers identifiers;
    private final CertifiedOrganisation certified;

    GrantedAuthority(
            RoleGrantMapper grants,
            People people,
            WormStore store,
            Ledger ledger,
            Identifiers identifiers,
            CertifiedOrganisation certified) {
        this.grants = grants;
        this.people = people;
        this.store = store;
        this.ledger = ledger;
        this.identifiers = identifiers;
        this.certified = certified;
    }

    @Override
    public Set<Role> roles(String userId) {
        EnumSet<Role> roles = EnumSet.noneOf(Role.class);
        grants.roles(organisation(), userId, row -> Role.ofCode(row.getResultObject())
                .ifPresent(roles::add));
        return roles;
    }

    @Override
    public Map<String, Set<Role>> roles() {
        Map<String, Set<Role>> roles = new HashMap<>();
        grants.all(organisation()).forEach(held -> Role.ofCode(held.role())
                .ifPresent(role -> roles.computeIfAbsent(held.userId(), who -> EnumSet.noneOf(Role.class))
                        .add(role)));
        return roles;
    }

    @Override
    public boolean may(String userId, Permission permission) {
        return people.find(userId).filter(Person::isActive).isPresent()
                && roles(userId).stream()
                        .anyMatch(role -> PermissionMatrix.of(role).contains(permission));
    }

    @Override
    public Digest standing(String userId) {
        return Digest.of(grants.standing(organisation(), userId).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void require(Caller caller, Permission permission) {
        if (!caller.isPerson() || !may(caller.actorId(), permission)) {
            throw new RefusedException(AuthorityRefusal.PERMISSION_MISSING.of(
                    caller.kind().code() + " " + caller.actorId(),
                    permission.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    String.join(", ", PermissionMatrix.rolesThatMay(permission))));
        }
    }

    @Override
    @Transactional
    public void grant(Caller caller, String userId, Role role, String reason) {
        demandPersonAndReason(userId, reason);
        int granted = grants.grant(organisation(), identifiers.next(), userId, role.code(), caller.actorId(), reason);
        if (granted == 1) {
            ledger.append(caller, new RoleChanged(userId, role, true, reason));
        }
    }

    @Override
    @Transactional
    public void revoke(Caller caller, String userId, Role role, String reason) {
        demandPersonAndReason(userId, reason);
        if (grants.revoke(organisation(), userId, role.code(), caller.actorId(), reason) == 0) {
            throw new RefusedException(AuthorityRefusal.NOT_GRANTED.of(userId, role.printedName()));
        }
        ledger.append(caller, new RoleChanged(userId, role, false, reason));
    }

    @Override
    public Optional<Refusal> refusalToSign(
            String userId, String stepCode, String role, List<String> independentOf, Lineage lineage) {
        if (people.find(userId).filter(Person::isActive).isEmpty()) {
            return Optional.of(AuthorityRefusal.NOT_ACTIVE.of(userId, stepCode));
        }
        if (role.isEmpty() && !lineage.authors().contains(userId)) {
            return Optional.of(AuthorityRefusal.NOT_THE_AUTHOR.of(userId, stepCode));
        }
        String roleName = Role.ofCode(role).map(Role::printedName).orElse(role);
        if (!role.isEmpty()
                && roles(userId).stream().noneMatch(held -> held.code().equals(role))) {
            return Optional.of(AuthorityRefusal.ROLE_MISSING.of(userId, stepCode, roleName));
        }
        Optional<Refusal> uncertified = certified.refusalToSign();
        if (uncertified.isPresent()) {
            return uncertified;
        }
        return SeparationOfDuties.conflict(userId, stepCode, independentOf, lineage)
                .map(conflict -> AuthorityRefusal.NOT_INDEPENDENT.of(
                        userId, stepCode, conflict, role.isEmpty() ? "author" : roleName));
    }

    private void demandPersonAndReason(String userId, String reason) {
        if (people.find(userId).isEmpty()) {
            throw new RefusedException(AuthorityRefusal.PERSON_NOT_FOUND.of(userId));
        }
        if (reason.isBlank()) {
            throw new RefusedException(AuthorityRefusal.REASON_MISSING.of(userId));
        }
    }

    private String organisation() {
        return store.installation().organisation();
    }
}

package dev.countersign.authority;

import dev.countersign.authority.RoleGrantMapper.Row;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.Identifiers;
import dev.countersign.crypto.UtcTime;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.RefusedException;
import dev.countersign.training.Training;
import dev.countersign.worm.KnownTypes;
import dev.countersign.worm.RecordScope;
import dev.countersign.worm.WormStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** {@link Authority} by the grants of {@code app.role_grant}, read anew at every call. */
@Component
class GrantedAuthority implements Authority {

    private static final int MOST_IN_SCOPE = 100;

    private final RoleGrantMapper grants;
    private final People people;
    private final WormStore store;
    private final Ledger ledger;
    private final Identifiers identifiers;
    private final CertifiedOrganisation certified;
    private final KnownTypes types;
    private final Training training;

    GrantedAuthority(
            RoleGrantMapper grants,
            People people,
            WormStore store,
            Ledger ledger,
            Identifiers identifiers,
            CertifiedOrganisation certified,
            KnownTypes types,
            Training training) {
        this.training = training;
        this.grants = grants;
        this.people = people;
        this.store = store;
        this.ledger = ledger;
        this.identifiers = identifiers;
        this.certified = certified;
        this.types = types;
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
        grants().stream()
                .filter(grant -> !grant.ended() && grant.terms().scope().isAll())
                .forEach(grant -> roles.computeIfAbsent(grant.userId(), who -> EnumSet.noneOf(Role.class))
                        .add(grant.role()));
        return roles;
    }

    @Override
    public Set<Role> held(String userId) {
        EnumSet<Role> roles = EnumSet.noneOf(Role.class);
        counting(userId).map(Grant::role).forEach(roles::add);
        return roles;
    }

    @Override
    public boolean inspects(String userId) {
        return grants.counts(organisation(), userId, Role.REGULATORY_AUDITOR.code());
    }

    private Stream<Grant> counting(String userId) {
        return grants(grants.of(organisation(), userId)).stream().filter(grant -> !grant.ended());
    }

    @Override
    public List<Grant> grants() {
        return grants(grants.all(organisation()));
    }

    private static List<Grant> grants(List<Row> rows) {
        return rows.stream()
                .flatMap(row -> Role.ofCode(row.role()).stream()
                        .map(role -> new Grant(
                                row.userId(),
                                role,
                                row.grantedAt(),
                                new Terms(row.until(), RecordScope.ofTexts(row.scopeTypes(), row.scopeRecords())),
                                Boolean.TRUE.equals(row.ended()))))
                .toList();
    }

    @Override
    public boolean may(String userId, Permission permission) {
        return people.find(userId).filter(Person::isActive).isPresent()
                && roles(userId).stream()
                        .anyMatch(role -> PermissionMatrix.of(role).contains(permission));
    }

    @Override
    public Optional<RecordScope> reach(String userId, Permission permission) {
        if (may(userId, permission)) {
            return Optional.of(RecordScope.ALL);
        }
        return people.find(userId).filter(Person::isActive).flatMap(person -> counting(userId)
                .filter(grant -> PermissionMatrix.scoped(grant.role()).contains(permission))
                .map(grant -> grant.terms().scope())
                .findFirst());
    }

    @Override
    public RecordScope reach(Caller caller, Permission permission) {
        Optional<RecordScope> reach = caller.isPerson() ? reach(caller.actorId(), permission) : Optional.empty();
        if (reach.isEmpty()) {
            require(caller, permission);
        }
        return reach.orElse(RecordScope.ALL);
    }

    @Override
    public Digest standing(String userId) {
        return Digest.of(grants.standing(organisation(), userId).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void require(Caller caller, Permission permission) {
        if (!caller.isPerson() || !may(caller.actorId(), permission)) {
            String who = caller.kind().code() + " " + caller.actorId();
            String what = permission.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            List<Grant> allowing = !caller.isPerson()
                    ? List.of()
                    : grants(grants.of(organisation(), caller.actorId())).stream()
                            .filter(grant -> PermissionMatrix.of(grant.role()).contains(permission))
                            .toList();
            Optional<Refusal> scoped = allowing.stream()
                    .filter(grant -> !grant.ended() && !grant.terms().scope().isAll())
                    .findFirst()
                    .map(grant ->
                            AuthorityRefusal.SCOPED.of(who, what, grant.role().printedName()));
            Optional<Refusal> ended =
                    allowing.stream().filter(Grant::ended).findFirst().map(grant -> ended(who, what, grant));
            throw new RefusedException(scoped.or(() -> ended)
                    .orElseGet(() -> AuthorityRefusal.PERMISSION_MISSING.of(
                            who, what, String.join(", ", PermissionMatrix.rolesThatMay(permission)))));
        }
    }

    /** A role of these that the person had and that has ended. */
    private Optional<Grant> ended(String userId, Predicate<Role> which) {
        return grants(grants.of(organisation(), userId)).stream()
                .filter(grant -> grant.ended() && which.test(grant.role()))
                .findFirst();
    }

    private static Refusal ended(String who, String what, Grant grant) {
        return AuthorityRefusal.ROLE_ENDED.of(
                who,
                what,
                grant.role().printedName(),
                Objects.requireNonNull(grant.terms().facts().get("until")));
    }

    @Override
    public void demandTerms(String userId, Role role, Terms terms) {
        Instant until = terms.until();
        if (until == null && role.alwaysEnds()) {
            throw new RefusedException(AuthorityRefusal.END_MISSING.of(role.printedName(), userId));
        }
        if (until != null && !grants.isNear(until, Terms.MOST_YEARS)) {
            throw new RefusedException(AuthorityRefusal.END_REFUSED.of(
                    role.printedName(), userId, UtcTime.write(until), Terms.MOST_YEARS));
        }
        demandScope(userId, role, terms.scope());
    }

    private void demandScope(String userId, Role role, RecordScope scope) {
        if (scope.isAll()) {
            return;
        }
        if (!role.canBeScoped()) {
            throw refused(userId, role, "some records alone", "all of them; an auditor's alone can be less");
        }
        int size = scope.types().size() + scope.records().size();
        if (size > MOST_IN_SCOPE) {
            throw refused(userId, role, size + " types and records", "at most " + MOST_IN_SCOPE);
        }
        for (String type : new TreeSet<>(scope.types())) {
            if (!types.codes().contains(type)) {
                throw refused(
                        userId,
                        role,
                        "record type " + type,
                        "one of " + String.join(", ", new TreeSet<>(types.codes())));
            }
        }
        for (UUID record : scope.records()) {
            if (store.versions(record).isEmpty()) {
                throw refused(userId, role, "record " + record, "ids of records that there are");
            }
        }
    }

    private static RefusedException refused(String userId, Role role, String over, String expected) {
        return new RefusedException(AuthorityRefusal.SCOPE_REFUSED.of(role.printedName(), userId, over, expected));
    }

    @Override
    @Transactional
    public void grant(Caller caller, String userId, Role role, String reason) {
        grant(caller, userId, role, Terms.OPEN, reason);
    }

    @Override
    @Transactional
    public void grant(Caller caller, String userId, Role role, Terms terms, String reason) {
        demandPersonAndReason(userId, reason);
        demandTerms(userId, role, terms);
        kept(userId, role)
                .filter(grant -> grant.terms().until() != null)
                .ifPresent(grant -> end(caller, grant, "another grant takes its place: " + reason));
        int granted =
                grants.grant(organisation(), identifiers.next(), userId, role.code(), terms, caller.actorId(), reason);
        if (granted == 1) {
            ledger.append(caller, new RoleChanged(userId, role, terms, true, reason));
        }
    }

    /** As it was given, even if it has ended. */
    private Optional<Grant> kept(String userId, Role role) {
        return grants(grants.of(organisation(), userId)).stream()
                .filter(grant -> grant.role() == role)
                .findFirst();
    }

    private boolean end(Caller caller, Grant grant, String reason) {
        if (grants.revoke(organisation(), grant.userId(), grant.role().code(), caller.actorId(), reason) == 0) {
            return false;
        }
        ledger.append(caller, new RoleChanged(grant.userId(), grant.role(), grant.terms(), false, reason));
        return true;
    }

    @Override
    @Transactional
    public void revoke(Caller caller, String userId, Role role, String reason) {
        demandPersonAndReason(userId, reason);
        Grant grant = kept(userId, role)
                .orElseThrow(() -> new RefusedException(AuthorityRefusal.NOT_GRANTED.of(userId, role.printedName())));
        if (!end(caller, grant, reason)) {
            throw new RefusedException(AuthorityRefusal.NOT_GRANTED.of(userId, role.printedName()));
        }
    }

    @Override
    public Optional<Refusal> refusalToSign(String userId, Demanded demanded, Lineage lineage) {
        String stepCode = demanded.step();
        String role = demanded.role();
        if (people.find(userId).filter(Person::isActive).isEmpty()) {
            return Optional.of(AuthorityRefusal.NOT_ACTIVE.of(userId, stepCode));
        }
        if (role.isEmpty() && !lineage.authors().contains(userId)) {
            return Optional.of(AuthorityRefusal.NOT_THE_AUTHOR.of(userId, stepCode));
        }
        String roleName = Role.ofCode(role).map(Role::printedName).orElse(role);
        if (!role.isEmpty()
                && roles(userId).stream().noneMatch(held -> held.code().equals(role))) {
            return ended(userId, one -> one.code().equals(role))
                    .map(grant -> ended("person " + userId, "sign step " + stepCode, grant))
                    .or(() -> Optional.of(AuthorityRefusal.ROLE_MISSING.of(userId, stepCode, roleName)));
        }
        Optional<Refusal> uncertified = certified.refusalToSign();
        if (uncertified.isPresent()) {
            return uncertified;
        }
        return SeparationOfDuties.conflict(userId, stepCode, demanded.independentOf(), lineage)
                .map(conflict -> AuthorityRefusal.NOT_INDEPENDENT.of(
                        userId, stepCode, conflict, role.isEmpty() ? "author" : roleName))
                .or(() -> untrained(userId, demanded));
    }

    /** An author signs in whatever role they have: all of them count. */
    private Optional<Refusal> untrained(String userId, Demanded demanded) {
        if (demanded.meaning().equals(Demanded.TRAINING_COMPLETION)) {
            return Optional.empty();
        }
        Set<String> signsAs = demanded.role().isEmpty()
                ? roles(userId).stream().map(Role::code).collect(Collectors.toSet())
                : Set.of(demanded.role());
        return training.lacking(userId, signsAs, demanded.recordType())
                .map(course -> AuthorityRefusal.NOT_TRAINED.of(
                        userId, demanded.step(), course.code(), course.title(), course.code()));
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

package dev.countersign.authority;

import dev.countersign.authority.SignatureAuthorityMapper.Row;
import dev.countersign.crypto.UtcTime;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import dev.countersign.worm.KnownTypes;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What may be granted to whom by whom, of signing (AUT-02). */
@Component
class SignatureAuthorityRules {

    private static final int LONGEST_REASON = 1000;

    /** Of one person: enough for every type apart, and few enough for an entry that tells all of them. */
    private static final int MOST = 50;

    private final Authority authority;
    private final People people;
    private final KnownTypes types;
    private final KnownMeanings meanings;
    private final RoleGrantMapper clock;

    SignatureAuthorityRules(
            Authority authority, People people, KnownTypes types, KnownMeanings meanings, RoleGrantMapper clock) {
        this.authority = authority;
        this.people = people;
        this.types = types;
        this.meanings = meanings;
        this.clock = clock;
    }

    void demandLooks(Caller caller) {
        if (!mayAny(
                caller,
                Permission.REQUEST_SIGNATURE_AUTHORITY,
                Permission.GRANT_SIGNATURE_AUTHORITY,
                Permission.READ_AUDIT_TRAIL)) {
            authority.require(caller, Permission.REQUEST_SIGNATURE_AUTHORITY);
        }
    }

    void demandTakesAway(Caller caller) {
        if (!mayAny(caller, Permission.REQUEST_SIGNATURE_AUTHORITY, Permission.GRANT_SIGNATURE_AUTHORITY)) {
            authority.require(caller, Permission.REQUEST_SIGNATURE_AUTHORITY);
        }
    }

    private boolean mayAny(Caller caller, Permission... permissions) {
        return caller.isPerson()
                && Stream.of(permissions).anyMatch(permission -> authority.may(caller.actorId(), permission));
    }

    void demandReason(String userId, String reason) {
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw new RefusedException(AuthorityRefusal.REASON_MISSING.of(userId));
        }
    }

    /** @param before what was decided over the person so far */
    void demandFit(String userId, SigningExtent extent, @Nullable Instant until, List<Row> before) {
        demandPerson(userId);
        demandExtent(userId, extent);
        demandEnd(userId, extent, until);
        List<Row> counting = before.stream().filter(Row::counts).toList();
        boolean barred = counting.stream().anyMatch(row -> row.extent().preset() == Preset.NONE);
        if (barred && extent.preset() != Preset.NONE) {
            throw new RefusedException(AuthorityRefusal.AUTHORITY_BARRED.of(userId));
        }
        if (barred || (counting.size() >= MOST && extent.preset() != Preset.NONE)) {
            throw requested(userId);
        }
    }

    static RefusedException requested(String userId) {
        return new RefusedException(AuthorityRefusal.AUTHORITY_REQUESTED.of(userId, MOST));
    }

    Person demandExists(String userId) {
        return people.find(userId)
                .orElseThrow(() -> new RefusedException(AuthorityRefusal.PERSON_NOT_FOUND.of(userId)));
    }

    private void demandPerson(String userId) {
        Person person = demandExists(userId);
        if (!Set.of(Person.State.CREATED, Person.State.ACTIVE).contains(person.state())) {
            throw new RefusedException(AuthorityRefusal.AUTHORITY_OF_NOBODY_ACTIVE.of(
                    userId, person.state().code()));
        }
        if (authority.held(userId).contains(Role.IT_ADMINISTRATOR)) {
            throw new RefusedException(AuthorityRefusal.AUTHORITY_OF_ADMINISTRATOR.of(userId));
        }
    }

    private void demandExtent(String userId, SigningExtent extent) {
        boolean limited = extent.preset() == Preset.LIMITED;
        if (limited && (extent.types().isEmpty() || extent.meanings().isEmpty())) {
            throw refused(userId, extent, "its extent", "record types and meanings, at least one of each");
        }
        if (!limited && !extent.meanings().isEmpty()) {
            throw refused(userId, extent, "its meanings", "none named; limited alone names them");
        }
        if (!limited && extent.preset() != Preset.OPERATIONAL && !extent.types().isEmpty()) {
            throw refused(userId, extent, "its record types", "none named; limited and operational alone name them");
        }
        Set<String> signable = new TreeSet<>(meanings.codes());
        signable.remove(KnownMeanings.REJECTION);
        demandKnown(userId, extent, "record type", extent.types(), types.codes());
        demandKnown(userId, extent, "meaning", extent.meanings(), signable);
    }

    private static void demandKnown(
            String userId, SigningExtent extent, String what, Collection<String> named, Set<String> known) {
        for (String one : new TreeSet<>(named)) {
            if (!known.contains(one)) {
                throw refused(
                        userId,
                        extent,
                        what + " " + one.substring(0, Math.min(one.length(), 64)),
                        "one of " + String.join(", ", new TreeSet<>(known)));
            }
        }
    }

    private static RefusedException refused(String userId, SigningExtent extent, String at, String expected) {
        return new RefusedException(
                AuthorityRefusal.EXTENT_REFUSED.of(extent.preset().code(), userId, at, expected));
    }

    private void demandEnd(String userId, SigningExtent extent, @Nullable Instant until) {
        String preset = extent.preset().code();
        if (extent.preset() != Preset.NONE && until == null) {
            throw new RefusedException(AuthorityRefusal.AUTHORITY_END_MISSING.of(preset, userId, Terms.MOST_YEARS));
        }
        if (until != null && (extent.preset() == Preset.NONE || !clock.isNear(until, Terms.MOST_YEARS))) {
            throw new RefusedException(
                    AuthorityRefusal.AUTHORITY_END_REFUSED.of(preset, userId, UtcTime.write(until), Terms.MOST_YEARS));
        }
    }

    /**
     * Nobody hands on for longer than they have it: neither the role by which they ask or decide, nor what two people let them sign.
     *
     * @param own what was decided over whoever asks or decides
     */
    void demandNotPastOwnEnd(
            String grantor, Permission permission, String userId, @Nullable Instant until, List<Row> own) {
        if (until == null) {
            return;
        }
        Stream.concat(endOfRole(grantor, permission).stream(), endOfSigning(own).stream())
                .min(Comparator.naturalOrder())
                .filter(until::isAfter)
                .ifPresent(end -> {
                    throw new RefusedException(AuthorityRefusal.PAST_OWN_END.of(
                            userId, UtcTime.write(until), grantor, UtcTime.write(end)));
                });
    }

    private Optional<Instant> endOfRole(String grantor, Permission permission) {
        return latest(authority.grants().stream()
                .filter(grant -> grant.userId().equals(grantor) && !grant.ended())
                .filter(grant -> PermissionMatrix.of(grant.role()).contains(permission))
                .map(grant -> Optional.ofNullable(grant.terms().until()))
                .toList());
    }

    private static Optional<Instant> endOfSigning(List<Row> own) {
        return latest(own.stream()
                .filter(row -> !row.taken() && row.extent().preset() != Preset.NONE)
                .map(row -> Optional.ofNullable(row.until()))
                .toList());
    }

    /** Empty if there is none, or one of them never comes. */
    private static Optional<Instant> latest(List<Optional<Instant>> ends) {
        return ends.stream().anyMatch(Optional::isEmpty)
                ? Optional.empty()
                : ends.stream().flatMap(Optional::stream).max(Comparator.naturalOrder());
    }

    static Map<String, Object> facts(UUID id, SigningExtent extent, @Nullable Instant until) {
        Map<String, Object> facts = new LinkedHashMap<>(extent.facts());
        facts.put("authorityId", id.toString());
        if (until != null) {
            facts.put("until", UtcTime.write(until));
        }
        return facts;
    }

    /** All that counts of one person: ids and what they are; by the roles where nobody ever decided. */
    static Map<String, Object> facts(List<Row> decided) {
        if (decided.isEmpty()) {
            return Map.of("basis", "role", "matrix", PermissionMatrix.VERSION);
        }
        return Map.of(
                "basis",
                "decision",
                "authorities",
                decided.stream()
                        .filter(Row::counts)
                        .map(row -> facts(row.authorityId(), row.extent(), row.until()))
                        .toList());
    }
}

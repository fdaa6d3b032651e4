package dev.countersign.signing;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Role;
import dev.countersign.authority.SignatureAuthorities;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Who could sign what, of everybody at once, for advice alone: whether somebody may sign is asked anew each time, of {@link SigningRules}. In an
 * organisation so large that reading everybody would delay whoever starts an approval, what was read some seconds ago counts.
 */
@Component
class AbleSigners {

    private static final int MANY = 5_000;
    private static final Duration KEPT = Duration.ofSeconds(10);

    private final Authority authority;
    private final SignatureAuthorities signers;
    private final People people;
    private final Clock clock;
    private final Map<Asked, Known> kept = new ConcurrentHashMap<>();

    AbleSigners(Authority authority, SignatureAuthorities signers, People people, Clock clock) {
        this.authority = authority;
        this.signers = signers;
        this.people = people;
        this.clock = clock;
    }

    private record Asked(String type, Set<String> meanings) {}

    /**
     * @param able active, with a certified key
     * @param authorised by meaning, those whose authority reaches that far
     * @param roles by user id
     */
    record Known(Instant readAt, Set<String> able, Map<String, Set<String>> authorised, Map<String, Set<Role>> roles) {}

    Known of(String type, Set<String> meanings) {
        Asked asked = new Asked(type, Set.copyOf(meanings));
        Instant now = clock.instant();
        @Nullable Known known = kept.get(asked);
        if (known == null || !now.isBefore(known.readAt().plus(KEPT))) {
            known = read(asked, now);
            if (known.able().size() > MANY) {
                kept.put(asked, known);
            }
        }
        return known;
    }

    private Known read(Asked asked, Instant now) {
        Set<String> able = people.all().stream()
                .filter(person -> person.isActive() && person.keyId() != null)
                .map(Person::userId)
                .collect(Collectors.toSet());
        return new Known(now, able, signers.signers(asked.type(), asked.meanings()), authority.roles());
    }
}

package dev.countersign.reviews;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.authority.Authority;
import dev.countersign.authority.Authority.Grant;
import dev.countersign.authority.Role;
import dev.countersign.crypto.UtcTime;
import dev.countersign.identity.Components;
import dev.countersign.identity.Components.InUse;
import dev.countersign.passkeys.Passkeys;
import dev.countersign.reviews.Reviews.Credential;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What people have to sign in and sign with, now, and since when they used it last: three statements, for however many. */
@Component
class Credentials {

    private final Components components;
    private final Authority authority;
    private final Passkeys passkeys;

    Credentials(Components components, Authority authority, Passkeys passkeys) {
        this.components = components;
        this.authority = authority;
        this.passkeys = passkeys;
    }

    /** By user id; without those whose account has ended. */
    List<Credential> of(Set<String> userIds) {
        Map<String, Set<Role>> roles = authority.grants().stream()
                .filter(grant -> !grant.ended())
                .collect(Collectors.groupingBy(Grant::userId, Collectors.mapping(Grant::role, Collectors.toSet())));
        Map<String, List<String>> working = passkeys.working();
        return components.inUse().stream()
                .filter(held -> userIds.contains(held.userId()))
                .map(held -> credential(
                        held,
                        roles.getOrDefault(held.userId(), Set.of()),
                        working.getOrDefault(held.userId(), List.of())))
                .toList();
    }

    private static Credential credential(InUse held, Set<Role> roles, List<String> passkeys) {
        return new Credential(
                held.userId(),
                held.printedName(),
                held.state(),
                roles.stream().map(Role::code).sorted().toList(),
                held.keyState(),
                held.keySince(),
                held.passwordSince(),
                held.authenticatorSince(),
                passkeys,
                held.devices(),
                held.lastLogin());
    }

    /** What is reviewed, as it is kept and hashed: nothing that somebody changes by using their account. */
    static ArrayNode json(List<Credential> people) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        people.forEach(person -> {
            ObjectNode one = list.addObject();
            one.put("userId", person.userId());
            one.put("printedName", person.printedName());
            one.put("state", person.state());
            ArrayNode roles = one.putArray("roles");
            person.roles().forEach(roles::add);
            one.put("keyState", person.keyState());
            one.put("keySince", time(person.keySince()));
            one.put("passwordSince", time(person.passwordSince()));
            one.put("authenticatorSince", time(person.authenticatorSince()));
            ArrayNode passkeys = one.putArray("passkeys");
            person.passkeys().forEach(passkeys::add);
        });
        return list;
    }

    /** How the accounts were used, by user id, when the review was completed. */
    static ObjectNode use(List<Credential> people) {
        ObjectNode use = JsonNodeFactory.instance.objectNode();
        people.forEach(person -> use.putObject(person.userId())
                .put("devices", person.devices())
                .put("lastLogin", time(person.lastLogin())));
        return use;
    }

    private static @Nullable String time(@Nullable Instant at) {
        return at == null ? null : UtcTime.write(at);
    }
}

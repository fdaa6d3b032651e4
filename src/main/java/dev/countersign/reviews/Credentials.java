package dev.countersign.reviews;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.authority.Authority;
import dev.countersign.authority.Role;
import dev.countersign.crypto.UtcTime;
import dev.countersign.identity.Components;
import dev.countersign.identity.Components.Held;
import dev.countersign.identity.KnownDevices;
import dev.countersign.identity.KnownDevices.Device;
import dev.countersign.identity.Person;
import dev.countersign.passkeys.Passkeys;
import dev.countersign.reviews.Reviews.Credential;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What somebody has to sign in and sign with, now, and since when they used it last. */
@Component
class Credentials {

    private final Components components;
    private final Authority authority;
    private final Passkeys passkeys;
    private final KnownDevices devices;

    Credentials(Components components, Authority authority, Passkeys passkeys, KnownDevices devices) {
        this.components = components;
        this.authority = authority;
        this.passkeys = passkeys;
        this.devices = devices;
    }

    /** Every login is on a device that is known from then on; one that was forgotten since tells nothing any more. */
    Credential of(Person person) {
        Held held = components.of(person.userId());
        List<Device> known = devices.ofPerson(person.userId());
        return new Credential(
                person.userId(),
                person.printedName(),
                person.state().code(),
                authority.roles(person.userId()).stream()
                        .map(Role::code)
                        .sorted()
                        .toList(),
                held.keyState(),
                held.keySince(),
                held.passwordSince(),
                held.authenticatorSince(),
                passkeys.of(person.userId()).size(),
                known.size(),
                known.isEmpty() ? null : known.get(0).lastAt());
    }

    /** The list as it is kept. */
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
            one.put("passkeys", person.passkeys());
            one.put("devices", person.devices());
            one.put("lastLogin", time(person.lastLogin()));
        });
        return list;
    }

    private static @Nullable String time(@Nullable Instant at) {
        return at == null ? null : UtcTime.write(at);
    }
}

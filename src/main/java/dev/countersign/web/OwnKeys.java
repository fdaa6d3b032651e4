package dev.countersign.web;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Role;
import dev.countersign.crypto.Digest;
import dev.countersign.identity.Enrolments;
import dev.countersign.identity.Enrolments.OwnKey;
import dev.countersign.identity.Policies;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The signing key of somebody signed in who has none: after an enrolment that was cut off, or once an earlier key ended. */
@Component
class OwnKeys {

    private final Enrolments enrolments;
    private final Policies policies;
    private final Authority authority;
    private final Refusals refusals;

    OwnKeys(Enrolments enrolments, Policies policies, Authority authority, Refusals refusals) {
        this.enrolments = enrolments;
        this.policies = policies;
        this.authority = authority;
        this.refusals = refusals;
    }

    Optional<OwnKey> of(Caller person) {
        return enrolments.keyOf(person.actorId());
    }

    /** IT Administrators hold none (AUT-03). */
    boolean mayHold(Caller person) {
        return !authority.roles(person.actorId()).contains(Role.IT_ADMINISTRATOR);
    }

    /** @throws dev.countersign.ledger.RefusedException {@code not-authorized}, or as {@link Enrolments#makeKey} and {@link Policies} refuse */
    OwnKey make(Caller person, OwnComponents typed) {
        refusals.guarding(person, "key.make", "person:" + person.actorId(), () -> {
            if (!mayHold(person)) {
                throw WebRefusal.NOT_AUTHORIZED.refuse(
                        "IT Administrators hold no signing key (expected: another role). Ask for an account that is to sign.");
            }
            policies.acknowledge(person, read(typed.policySha256()));
            return true;
        });
        return enrolments.makeKey(person, typed.password(), typed.code());
    }

    private static Digest read(String hex) {
        try {
            return Digest.parse(hex);
        } catch (IllegalArgumentException e) {
            throw WebRefusal.BODY_UNREADABLE.refuse("policySha256 is the SHA-256 of the policy that was read.");
        }
    }
}

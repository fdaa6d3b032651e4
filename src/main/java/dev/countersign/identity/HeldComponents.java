package dev.countersign.identity;

import dev.countersign.crypto.Digest;
import dev.countersign.crypto.VerifyingKey;
import dev.countersign.identity.ComponentMapper.Row;
import dev.countersign.identity.Person.State;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.passkeys.Passkeys;
import dev.countersign.worm.WormStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** {@link Components} in the tables of this module. */
@Component
class HeldComponents implements Components {

    private static final String LOST = "the person reported the device as lost";

    private final ComponentMapper components;
    private final PersonMapper people;
    private final Enrolments enrolments;
    private final Passkeys passkeys;
    private final WormStore store;
    private final Ledger ledger;

    HeldComponents(
            ComponentMapper components,
            PersonMapper people,
            Enrolments enrolments,
            Passkeys passkeys,
            WormStore store,
            Ledger ledger) {
        this.components = components;
        this.people = people;
        this.enrolments = enrolments;
        this.passkeys = passkeys;
        this.store = store;
        this.ledger = ledger;
    }

    @Override
    public Held of(String userId) {
        Row row = components.find(organisation(), userId);
        if (row == null) {
            throw IdentityRefusal.PERSON_NOT_FOUND.thrown(userId);
        }
        byte[] key = row.publicKey();
        return new Held(
                row.keyId(),
                row.state(),
                row.madeAt(),
                key == null ? null : VerifyingKey.ofRaw(key).fingerprint().hex(),
                row.certificateSha256() == null ? null : row.certificateSha256().hex(),
                row.passwordSetAt(),
                row.authenticatorSetAt());
    }

    @Override
    public List<InUse> inUse() {
        return components.inUse(organisation());
    }

    @Override
    public Digest standing(String userId) {
        StringBuilder all = new StringBuilder(String.valueOf(components.standing(organisation(), userId)));
        passkeys.of(userId)
                .forEach(passkey ->
                        all.append(' ').append(passkey.credentialSha256().hex()).append(passkey.state()));
        return Digest.of(all.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    @Transactional
    public void lost(Caller person) {
        String userId = person.actorId();
        if (people.move(organisation(), userId, State.ACTIVE.code(), State.SUSPENDED.code()) != 1) {
            throw IdentityRefusal.STATE_REFUSED.thrown(userId, "not active", State.SUSPENDED.code());
        }
        components.destroyAuthenticator(organisation(), userId);
        endPasskeysAndKey(person, userId, LOST);
        ledger.append(
                person,
                IdentityEvent.exception(
                                "device.lost",
                                IdentityEvent.person(userId),
                                Map.of(
                                        "authenticator",
                                        "destroyed",
                                        "passkeys",
                                        "revoked",
                                        "signingKey",
                                        "destroyed",
                                        "state",
                                        "suspended"))
                        .because(LOST));
    }

    @Override
    @Transactional
    public void reset(Caller decider, String userId, String reason) {
        PersonMapper.Row row = people.find(organisation(), userId);
        if (row == null) {
            throw IdentityRefusal.PERSON_NOT_FOUND.thrown(userId);
        }
        State from = row.person().state();
        boolean enrolled = from == State.ACTIVE || from == State.SUSPENDED;
        if (!enrolled || people.move(organisation(), userId, from.code(), State.CREATED.code()) != 1) {
            throw IdentityRefusal.STATE_REFUSED.thrown(userId, from.code(), State.CREATED.code());
        }
        components.destroyAuthenticator(organisation(), userId);
        components.destroyPassword(organisation(), userId);
        endPasskeysAndKey(decider, userId, reason);
        ledger.append(
                decider,
                new IdentityEvent(
                        "person.reset",
                        IdentityEvent.person(userId),
                        dev.countersign.ledger.AuditEvent.Significance.HIGH,
                        Map.of("state", from.code()),
                        Map.of("state", "created", "components", "destroyed", "signingKey", "destroyed"),
                        reason));
    }

    /** Passkeys first, then the key: its wrapped bytes go with it. */
    private void endPasskeysAndKey(Caller caller, String userId, String reason) {
        passkeys.revokeAll(caller, userId, reason);
        components.destroyUncertifiedKey(organisation(), userId);
        PersonMapper.Row row = people.find(organisation(), userId);
        if (row != null && row.keyId() != null) {
            enrolments.end(caller, userId, reason);
        }
    }

    private String organisation() {
        return store.installation().organisation();
    }
}

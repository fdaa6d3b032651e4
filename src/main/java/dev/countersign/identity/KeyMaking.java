package dev.countersign.identity;

import dev.countersign.crypto.Identifiers;
import dev.countersign.crypto.SigningKey;
import dev.countersign.identity.CheckedEnrolments.Acts;
import dev.countersign.identity.Enrolments.OwnKey;
import dev.countersign.identity.SigningKeyMapper.StoredKey;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Makes a person's key, stores it under their password and the server's share, and lets it sign a test before it counts. */
@Component
class KeyMaking {

    private final SigningKeys custody;
    private final Policies policies;
    private final Identifiers identifiers;
    private final Refusals refusals;
    private final Acts acts;

    KeyMaking(SigningKeys custody, Policies policies, Identifiers identifiers, Refusals refusals, Acts acts) {
        this.custody = custody;
        this.policies = policies;
        this.identifiers = identifiers;
        this.refusals = refusals;
        this.acts = acts;
    }

    /** That the person acknowledged the policy as it holds now; a refusal is on record. */
    void demandAcknowledged(Caller person) {
        refusals.guarding(person, "key.make", IdentityEvent.person(person.actorId()), () -> {
            if (!policies.isAcknowledged(person.actorId())) {
                throw IdentityRefusal.POLICY_NOT_ACKNOWLEDGED.thrown(
                        person.actorId(), policies.current().version());
            }
            return true;
        });
    }

    /** In the caller's transaction. */
    OwnKey make(Caller person, Root root) {
        UUID keyId = identifiers.next();
        try (SigningKey key = SigningKey.generate()) {
            if (!custody.store(keyId, person.actorId(), key, root)) {
                throw IdentityRefusal.KEY_EXISTS.thrown(person.actorId());
            }
        }
        StoredKey stored = custody.current(person.actorId()).orElseThrow();
        OwnKey made = OwnKey.of(stored);
        acts.ledger()
                .append(
                        person,
                        IdentityEvent.high(
                                "key.made",
                                IdentityEvent.person(person.actorId()),
                                Map.of(
                                        "keyId",
                                        keyId.toString(),
                                        "spkiSha256",
                                        made.fingerprint().hex())));
        acts.ledger()
                .append(
                        person,
                        IdentityEvent.high(
                                "key.tested",
                                IdentityEvent.person(person.actorId()),
                                tested(stored, root).facts()));
        return made;
    }

    /** Opened from what was stored: that it can be opened again is a part of what is tested. */
    private TestSignature tested(StoredKey stored, Root root) {
        try (SigningKey opened = custody.open(stored, root)) {
            return TestSignature.of(
                    acts.store().installation(), stored, opened, acts.store().now());
        }
    }
}

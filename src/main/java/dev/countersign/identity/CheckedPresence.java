package dev.countersign.identity;

import dev.countersign.crypto.Digest;
import dev.countersign.crypto.SigningKey;
import dev.countersign.identity.FactorCheck.Trial;
import dev.countersign.identity.Lockout.Purpose;
import dev.countersign.identity.SigningKeyMapper.StoredKey;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.worm.WormStore;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** {@link Presence} by password and one-time code. */
@Component
class CheckedPresence implements Presence {

    private final FactorCheck check;
    private final Passwords passwords;
    private final SigningKeys keys;
    private final Refusals refusals;
    private final WormStore store;
    private final IdentitySettings settings;

    CheckedPresence(
            FactorCheck check,
            Passwords passwords,
            SigningKeys keys,
            Refusals refusals,
            WormStore store,
            IdentitySettings settings) {
        this.check = check;
        this.passwords = passwords;
        this.keys = keys;
        this.refusals = refusals;
        this.store = store;
        this.settings = settings;
    }

    @Override
    public ProofOfPresence prove(Caller caller, String taskId, Digest intent, char[] password, String code) {
        try {
            String session = Objects.requireNonNull(caller.session(), "presence is proved within a session");
            Trial trial = new Trial(Purpose.SIGNING, "presence", caller.actorId(), caller, caller, code.strip());
            check.demandUnlocked(trial);
            StoredKey stored = certified(caller, taskId);
            try (Root root = passwords.check(caller.actorId(), password)) {
                Person person = check.judge(trial, root.matches() && caller.isPerson());
                return proof(person, session, taskId, intent, stored, keys.open(stored, root));
            }
        } finally {
            Secrets.wipe(password);
        }
    }

    private StoredKey certified(Caller caller, String taskId) {
        return refusals.guarding(caller, "presence", "task:" + taskId, () -> keys.certified(caller.actorId())
                .orElseThrow(() -> IdentityRefusal.NO_KEY.thrown(caller.actorId())));
    }

    private ProofOfPresence proof(
            Person person, String session, String taskId, Digest intent, StoredKey stored, SigningKey key) {
        Instant now = store.now();
        return new ProofOfPresence(
                person,
                session,
                taskId,
                intent,
                stored.keyId(),
                Objects.requireNonNull(stored.certificateSha256(), "a certified key has a certificate"),
                List.of("password", "totp"),
                now,
                now.plus(settings.presenceLasts()),
                key);
    }
}

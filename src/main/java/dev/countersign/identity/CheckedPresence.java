package dev.countersign.identity;

import dev.countersign.crypto.Digest;
import dev.countersign.crypto.SigningKey;
import dev.countersign.identity.FactorCheck.Passed;
import dev.countersign.identity.FactorCheck.Trial;
import dev.countersign.identity.Lockout.Purpose;
import dev.countersign.identity.OneTimeCodes.Typed;
import dev.countersign.identity.Passwords.Credential;
import dev.countersign.identity.SigningKeyMapper.StoredKey;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.passkeys.Assertion;
import dev.countersign.passkeys.Judgement;
import dev.countersign.passkeys.Passkeys;
import dev.countersign.passkeys.ProvedPasskey;
import dev.countersign.worm.WormStore;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@link Presence} by password and one-time code or passkey; by one of password and passkey in a series. */
@Component
class CheckedPresence implements Presence {

    private final FactorCheck check;
    private final Passwords passwords;
    private final Passkeys passkeys;
    private final SigningKeys keys;
    private final PasskeyWrapping wrapping;
    private final Refusals refusals;
    private final WormStore store;
    private final IdentitySettings settings;
    private final StoredPasswordAges ages;

    CheckedPresence(
            FactorCheck check,
            Passwords passwords,
            Passkeys passkeys,
            SigningKeys keys,
            PasskeyWrapping wrapping,
            Refusals refusals,
            WormStore store,
            IdentitySettings settings,
            StoredPasswordAges ages) {
        this.check = check;
        this.passwords = passwords;
        this.passkeys = passkeys;
        this.keys = keys;
        this.wrapping = wrapping;
        this.refusals = refusals;
        this.store = store;
        this.settings = settings;
        this.ages = ages;
    }

    @Override
    public PresenceAttempt attempt(Caller caller, String taskId, char[] password) {
        return attempt(caller, taskId, 0, password);
    }

    @Override
    public PresenceAttempt attempt(Caller caller, UUID listId, int size, char[] password) {
        return attempt(caller, ProofOfPresence.ofList(listId), size, password);
    }

    private PresenceAttempt attempt(Caller caller, String taskId, int places, char[] password) {
        try {
            String session = Objects.requireNonNull(caller.session(), "presence is proved within a session");
            @Nullable Credential credential = check.demandUnlocked(trial(caller, null));
            return new Begun(
                    caller,
                    session,
                    taskId,
                    places,
                    credential,
                    passwords.begin(caller.actorId(), credential, password));
        } finally {
            Secrets.wipe(password);
        }
    }

    @Override
    public ProofOfPresence inSeries(
            Caller caller, String taskId, Digest intent, SeriesPlace place, Assertion answer, byte[] secret) {
        try {
            String session = Objects.requireNonNull(caller.session(), "presence is proved within a session");
            check.demandUnlocked(trial(caller, null));
            StoredKey stored = certified(caller, taskId);
            SigningKey key =
                    wrapping.open(stored, answer.credentialId(), secret).orElse(null);
            try {
                Trial trial = new Trial(
                        Purpose.SIGNING,
                        "presence",
                        caller.actorId(),
                        caller,
                        caller,
                        null,
                        person -> judged(person, intent, answer, key),
                        place,
                        null);
                Passed passed = check.pass(trial, caller.isPerson());
                return proof(passed, session, taskId, 0, intent, stored, Objects.requireNonNull(key));
            } catch (RuntimeException e) {
                if (key != null) {
                    key.close();
                }
                throw e;
            }
        } finally {
            Secrets.wipe(secret);
        }
    }

    /** The answer says that the person was verified, the secret opens the key: both, or it proves nothing. */
    private Judgement judged(Caller person, Digest intent, Assertion answer, @Nullable SigningKey key) {
        Judgement judgement = passkeys.judgeIntent(person, intent, answer);
        return judgement.proved() != null && key == null ? Judgement.refused("passkey-opens-no-key") : judgement;
    }

    private static Trial trial(Caller caller, @Nullable String code) {
        return new Trial(Purpose.SIGNING, "presence", caller.actorId(), caller, caller, code);
    }

    /** The attempt while its password is hashed. */
    private final class Begun implements PresenceAttempt {

        private final Caller caller;
        private final String session;
        private final String taskId;
        private final int places;
        private final @Nullable Credential credential;
        private final PasswordHashing password;

        Begun(
                Caller caller,
                String session,
                String taskId,
                int places,
                @Nullable Credential credential,
                PasswordHashing password) {
            this.caller = caller;
            this.session = session;
            this.taskId = taskId;
            this.places = places;
            this.credential = credential;
            this.password = password;
        }

        @Override
        public ProofOfPresence prove(Digest intent, String code) {
            return prove(intent, trial(caller, code.strip()));
        }

        @Override
        public ProofOfPresence prove(Digest intent, Assertion answer) {
            Trial trial = new Trial(
                    Purpose.SIGNING,
                    "presence",
                    caller.actorId(),
                    caller,
                    caller,
                    null,
                    person -> passkeys.judgeIntent(person, intent, answer));
            return prove(intent, trial);
        }

        @Override
        public ProofOfPresence prove(Digest intent, SeriesPlace place) {
            if (places > 0) {
                throw new IllegalStateException("a list is signed with all components");
            }
            return prove(
                    intent,
                    new Trial(Purpose.SIGNING, "presence", caller.actorId(), caller, caller, null, null, place, null));
        }

        private ProofOfPresence prove(Digest intent, Trial trial) {
            StoredKey stored = certified(caller, taskId);
            Typed typed = check.typed(trial);
            try (Root root = password.root()) {
                Passed passed = check.pass(trial.comparedWith(credential), root.matches() && caller.isPerson(), typed);
                return proof(passed, session, taskId, places, intent, stored, keys.use(stored, root));
            }
        }

        @Override
        public void close() {
            password.close();
        }
    }

    private StoredKey certified(Caller caller, String taskId) {
        return refusals.guarding(
                caller, "presence", taskId.startsWith("signing-list:") ? taskId : "task:" + taskId, () -> {
                    ages.demandCurrent(caller.actorId());
                    return keys.certified(caller.actorId())
                            .orElseThrow(() -> IdentityRefusal.NO_KEY.thrown(caller.actorId()));
                });
    }

    private ProofOfPresence proof(
            Passed passed, String session, String taskId, int places, Digest intent, StoredKey stored, SigningKey key) {
        Instant now = store.now();
        ProvedPasskey passkey = passed.passkey();
        ContinuedSeries series = passed.series();
        return new ProofOfPresence(
                passed.person(),
                session,
                taskId,
                intent,
                stored.keyId(),
                Objects.requireNonNull(stored.certificateSha256(), "a certified key has a certificate"),
                components(passed),
                passkey,
                series,
                series != null ? series.takenAt() : passkey == null ? now : passkey.provedAt(),
                now.plus(settings.presenceLasts()).plusSeconds(places),
                key,
                places);
    }

    private static List<String> components(Passed passed) {
        if (passed.series() != null) {
            return List.of(passed.passkey() == null ? "password" : "passkey");
        }
        return List.of("password", passed.passkey() == null ? "totp" : "passkey");
    }
}
